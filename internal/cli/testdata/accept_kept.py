#!/usr/bin/env python3
"""Runs the acceptance cases on landscapes that are kept: accept_kept.py ACCEPTANCE-FOLDER PATH/TO/landskap.

Each case's sources are loaded into a landscape of their own, once for all cases with the same sources, and the case asks that: in
folders, and in the Neo4j that LANDSKAP_TEST_NEO4J_URI names, if it does; without one it is an error in CI.
Loading twice must change nothing, and the digest must be that of the same sources read with --from."""
import json, os, subprocess, sys, tempfile

acceptance, binary = sys.argv[1], os.path.abspath(sys.argv[2])
sys.path.insert(0, acceptance)
sys.dont_write_bytecode = True
from run import run

def call(*args, code=0):
    done = subprocess.run([binary, *args, "--lang", "en"], capture_output=True, text=True, timeout=180)
    if done.returncode != code:
        sys.exit(f"{' '.join(args)}: exit code {done.returncode}: {done.stderr.strip()[:400]}")
    return done.stdout

def everything(where, place):
    """Runs all cases; place returns the flags that name the n-th landscape."""
    failed = passed = 0
    places = {}
    cases = os.path.join(acceptance, "cases")
    for name in sorted(os.listdir(cases)):
        with open(os.path.join(cases, name), encoding="utf-8") as f:
            case = json.load(f)
        sources = tuple(s if s.startswith("sample:") or "@" in s else os.path.join(acceptance, s) for s in case["from"])
        if sources not in places:
            flags = places[sources] = place(len(places))
            call("load", *sources, *flags)
            if "Nothing changed" not in call("load", *sources, *flags):
                sys.exit(f"{sources}: loading twice changes something")
            if call("digest", *flags) != call("digest", *[a for s in sources for a in ("--from", s)]):
                sys.exit(f"{sources}: what is kept is not what is read")
        wrong = run(binary, case, places[sources])
        if wrong:
            failed += 1
            print(f"FAIL {case['name']} - {case['why']}")
            for w in wrong[:8]:
                print("     " + w)
        else:
            passed += 1
    print(f"acceptance over {where}: {passed} passed, {failed} failed, {len(places)} landscapes", flush=True)
    return passed and not failed

good = True
with tempfile.TemporaryDirectory() as temp:
    good = everything("--data", lambda n: ["--data", os.path.join(temp, str(n))]) and good
uri = os.environ.get("LANDSKAP_TEST_NEO4J_URI")
if uri:
    os.environ["LANDSKAP_NEO4J_PASSWORD"] = os.environ.get("LANDSKAP_TEST_NEO4J_PASSWORD", "")
    names = f"acceptance-{os.getpid()}-"
    flags = ["--neo4j-uri", uri, "--neo4j-user", os.environ.get("LANDSKAP_TEST_NEO4J_USER", "neo4j"), "--landscape"]
    good = everything("--neo4j-uri", lambda n: [*flags, names + str(n)]) and good
else:
    print("acceptance over --neo4j-uri: not run, there is no Neo4j")
    good = good and not os.environ.get("CI")
sys.exit(0 if good else 1)

#!/usr/bin/env python3
"""Runs the acceptance cases on landscapes that are kept: accept_kept.py ACCEPTANCE-FOLDER PATH/TO/landskap.

Each case's sources are loaded into a folder of their own, once for all cases with the same sources, and the case asks that folder.
Loading twice must change nothing, and the digest must be that of the same sources read with --from."""
import json, os, subprocess, sys, tempfile

acceptance, binary = sys.argv[1], os.path.abspath(sys.argv[2])
sys.path.insert(0, acceptance)
sys.dont_write_bytecode = True
from run import run

def call(*args, code=0):
    done = subprocess.run([binary, *args, "--lang", "en"], capture_output=True, text=True, timeout=120)
    if done.returncode != code:
        sys.exit(f"{' '.join(args)}: exit code {done.returncode}: {done.stderr.strip()[:400]}")
    return done.stdout

failed = passed = 0
with tempfile.TemporaryDirectory() as temp:
    folders = {}
    cases = os.path.join(acceptance, "cases")
    for name in sorted(os.listdir(cases)):
        with open(os.path.join(cases, name), encoding="utf-8") as f:
            case = json.load(f)
        sources = tuple(s if s.startswith("sample:") or "@" in s else os.path.join(acceptance, s) for s in case["from"])
        if sources not in folders:
            folder = folders[sources] = os.path.join(temp, str(len(folders)))
            call("load", *sources, "--data", folder)
            if "Nothing changed" not in call("load", *sources, "--data", folder):
                sys.exit(f"{sources}: loading twice changes something")
            if call("digest", "--data", folder) != call("digest", *[a for s in sources for a in ("--from", s)]):
                sys.exit(f"{sources}: what is kept is not what is read")
        wrong = run(binary, case, ["--data", folders[sources]])
        if wrong:
            failed += 1
            print(f"FAIL {case['name']} - {case['why']}")
            for w in wrong[:8]:
                print("     " + w)
        else:
            passed += 1
print(f"acceptance over --data: {passed} passed, {failed} failed, {len(folders)} folders")
sys.exit(1 if failed or not passed else 0)

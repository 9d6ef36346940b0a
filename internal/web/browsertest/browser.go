// Package browsertest opens pages in a headless Chromium, for tests that only a
// real browser can settle: that a page works, and that it asks nobody but its
// own server.
//
// It speaks the DevTools protocol over two pipes (JSON ended by a zero byte),
// which needs neither a port nor a WebSocket library. The browser is Debian's
// chromium-headless-shell, or chromium. Where there is none the test is skipped,
// but under CI it fails: a check that silently stopped running is worse than none.
package browsertest

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"
)

// patience is how long a page may take before the test gives up on it. It is
// long, because CI machines start Chromium slowly.
const patience = 30 * time.Second

// Browser is one Chromium with one page. Its methods end the test when the
// browser cannot do what was asked; it closes by itself when the test ends.
type Browser struct {
	t       testing.TB
	pipe    *pipe
	session string
}

// Start launches Chromium for the test, skips the test where there is none, and
// fails it where the environment has CI set.
func Start(t testing.TB) *Browser {
	t.Helper()
	binary := find()
	if binary == "" {
		const missing = "NO BROWSER: install chromium-headless-shell (or chromium) to run this test"
		if os.Getenv("CI") != "" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	// Not t.TempDir: Chromium's helpers may still write while they go down, and a
	// folder that cannot be removed would fail the test.
	profile, err := os.MkdirTemp("", "browsertest")
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary, "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic",
		"--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--window-size=1280,800",
		// Whatever a page asks for outside, nothing is to leave the machine.
		"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
		"--remote-debugging-pipe", "--user-data-dir="+profile, "about:blank")
	pipe, err := launch(cmd)
	if err != nil {
		t.Fatalf("starting %s: %v", binary, err)
	}
	b := &Browser{t: t, pipe: pipe}
	t.Cleanup(func() {
		pipe.close()
		_ = os.RemoveAll(profile)
	})

	var target struct{ TargetID string }
	b.call("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var attached struct{ SessionID string }
	b.call("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached)
	b.session = attached.SessionID
	for _, domain := range []string{"Page", "Network", "Runtime", "Log"} {
		b.call(domain+".enable", nil, nil)
	}
	return b
}

func find() string {
	for _, name := range []string{"chromium-headless-shell", "chromium"} {
		if binary, err := exec.LookPath(name); err == nil {
			return binary
		}
	}
	return ""
}

// Navigate opens an address and waits until the page has loaded.
func (b *Browser) Navigate(url string) {
	b.t.Helper()
	var result struct{ ErrorText string }
	b.call("Page.navigate", map[string]any{"url": url}, &result)
	if result.ErrorText != "" {
		b.t.Fatalf("opening %s: %s", url, result.ErrorText)
	}
	b.WaitFor(`document.readyState === "complete"`)
}

// Eval runs JavaScript in the page, waits for it if it is a promise, and decodes
// its value into out, which may be nil.
func (b *Browser) Eval(script string, out any) {
	b.t.Helper()
	if err := b.evaluate(script, out); err != nil {
		b.t.Fatalf("Runtime.evaluate: %v", err)
	}
}

// evaluate is Eval, but returns the browser's own refusal: while a page gives way to the next one there is nothing to ask.
func (b *Browser) evaluate(script string, out any) error {
	b.t.Helper()
	var result struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails *struct {
			Exception struct{ Description string }
		}
	}
	if err := b.pipe.call(b.session, "Runtime.evaluate", map[string]any{"expression": script, "awaitPromise": true, "returnByValue": true}, &result); err != nil {
		return err
	}
	if e := result.ExceptionDetails; e != nil {
		b.t.Fatalf("%s\nthrew %s", script, e.Exception.Description)
	}
	if out == nil {
		return nil
	}
	if err := json.Unmarshal(result.Result.Value, out); err != nil {
		b.t.Fatalf("%s\ngave %s: %v", script, result.Result.Value, err)
	}
	return nil
}

// WaitFor waits until the JavaScript expression holds.
func (b *Browser) WaitFor(condition string) {
	b.t.Helper()
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(30 * time.Millisecond) {
		var holds bool
		if err := b.evaluate("Boolean("+condition+")", &holds); err == nil && holds {
			return
		}
	}
	var text string
	b.Eval("document.body.innerText", &text)
	b.t.Fatalf("never held: %s\ncomplaints: %q\nthe page says:\n%s", condition, b.Complaints(), text)
}

// Type writes text where the cursor is, as a keyboard or an input method would.
func (b *Browser) Type(text string) {
	b.t.Helper()
	b.call("Input.insertText", map[string]any{"text": text}, nil)
}

// PressCtrlEnter presses the keys that run a query.
func (b *Browser) PressCtrlEnter() {
	b.t.Helper()
	const ctrl = 2
	for _, kind := range []string{"keyDown", "keyUp"} {
		b.call("Input.dispatchKeyEvent", map[string]any{
			"type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "modifiers": ctrl,
		}, nil)
	}
}

// Screenshot writes what the page looks like to a PNG file, for people.
func (b *Browser) Screenshot(file string) {
	b.t.Helper()
	var shot struct{ Data string }
	b.call("Page.captureScreenshot", nil, &shot)
	image, err := base64.StdEncoding.DecodeString(shot.Data)
	if err == nil {
		err = os.WriteFile(file, image, 0o644)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

// Requests lists every address that was asked for since Start, those that were
// refused included. Addresses that carry their own content (data:, blob:) are
// left out, as nothing is asked of anybody.
func (b *Browser) Requests() []string {
	urls, _ := b.pipe.seen()
	return slices.DeleteFunc(urls, func(url string) bool {
		return strings.HasPrefix(url, "data:") || strings.HasPrefix(url, "blob:")
	})
}

// Outside lists the requests that did not go to the given origin.
func (b *Browser) Outside(origin string) []string {
	return slices.DeleteFunc(b.Requests(), func(url string) bool {
		return url == "about:blank" || strings.HasPrefix(url, strings.TrimSuffix(origin, "/")+"/")
	})
}

// Complaints lists what the browser's console reported since Start: exceptions,
// errors, and whatever the Content-Security-Policy stopped.
func (b *Browser) Complaints() []string {
	_, complaints := b.pipe.seen()
	return complaints
}

func (b *Browser) call(method string, params map[string]any, out any) {
	b.t.Helper()
	if err := b.pipe.call(b.session, method, params, out); err != nil {
		b.t.Fatalf("%s: %v", method, err)
	}
}

package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"polyphony/sandbox"
)

// browserPatience is how long the page may take to show what a test waits for. It
// costs nothing while all is well, and a build server may be busy with others.
const browserPatience = 2 * time.Minute

// newBrowser starts a Chromium, one for all tests of the page. The flags are
// those of a machine that builds: no display, perhaps root, little shared memory.
func newBrowser(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Fatal("The page is tested in a real Chromium, and there is none here. make test installs it.")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("headless", "new"), chromedp.Flag("disable-dev-shm-usage", true))
	allocated, stop := chromedp.NewExecAllocator(t.Context(), options...)
	t.Cleanup(stop)
	browser, closeBrowser := chromedp.NewContext(allocated)
	t.Cleanup(closeBrowser)
	if err := chromedp.Do(browser); err != nil {
		t.Fatalf("Chromium does not start: %v", err)
	}
	return browser
}

// screen is how somebody looks at the page.
type screen struct {
	width, height int64
	dark, touch   bool
}

var (
	wide   = screen{width: 1600, height: 950}
	narrow = screen{width: 360, height: 740, touch: true}
)

// tab is the page of one sandbox, in a tab of its own.
type tab struct {
	t     *testing.T
	ctx   context.Context
	url   string
	stage *stage

	mu        sync.Mutex
	complains []string // what the browser had to say against the page
	elsewhere []string // what the page asked of anybody but its sandbox
	news      chan struct{}
}

// openPage starts a sandbox with its story and opens its page. When the test
// ends, the browser must have had nothing to say against it.
func openPage(t *testing.T, browser context.Context, s screen) *tab {
	t.Helper()
	p := &tab{t: t, news: make(chan struct{}, 1)}
	p.serve()
	ctx, closeTab := chromedp.NewContext(browser, chromedp.WithListener(p.hear))
	t.Cleanup(func() {
		closeTab()
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, words := range append(p.complains, p.elsewhere...) {
			t.Errorf("the browser complains: %s", words)
		}
	})
	p.ctx = ctx
	p.do(chromedp.Do(ctx)) // the first call binds the tab to its context, so it bears no timeout
	var how []chromedp.EmulateViewportOption
	if s.touch {
		how = append(how, chromedp.EmulateMobile, chromedp.EmulateTouch, chromedp.EmulatePortrait)
	}
	p.run(chromedp.EmulateViewport(s.width, s.height, how...))
	p.light(s.dark)
	_, err := chromedp.Call(ctx, network.Enable, network.EnableParams{})
	p.do(err)
	p.run(chromedp.Navigate(p.url))
	p.until(`document.body.dataset.ready === 'true'`)
	return p
}

// serve starts the sandbox behind the page.
func (p *tab) serve() {
	p.t.Helper()
	ctx := p.t.Context()
	team := exampleTeamNow(p.t)
	db, closeDB := memoryRedis()
	p.t.Cleanup(closeDB)
	st, err := newStage(ctx, stageOptions{
		Redis: db, Clock: sandbox.NewClock(castStart, true), Running: true, Log: quiet(), Team: team,
		Story: story(), Poll: 250 * time.Millisecond, Beat: time.Second,
	})
	p.do(err)
	p.t.Cleanup(st.Close)
	p.do(gather(ctx, st.App, st.Server, team, sandbox.Player{Server: st.Server, Settle: st.House.Settle}))
	web := httptest.NewServer(st.Server)
	p.t.Cleanup(func() {
		web.CloseClientConnections() // event streams never end by themselves
		web.Close()
	})
	p.stage, p.url = st, web.URL
}

// light chooses between light and dark, without movement: nothing that is
// pressed runs away.
func (p *tab) light(dark bool) {
	p.t.Helper()
	scheme := map[bool]string{false: "light", true: "dark"}[dark]
	_, err := chromedp.Call(p.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"},
	}})
	p.do(err)
}

// hear collects what the browser reports.
func (p *tab) hear(event any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.ConsoleAPICalledTypeError || e.Type == runtime.ConsoleAPICalledTypeWarning {
			p.complains = append(p.complains, fmt.Sprintf("console: %v", consoleWords(e.Args)))
		}
	case *runtime.EventExceptionThrown:
		p.complains = append(p.complains, "exception: "+exceptionWords(e.ExceptionDetails))
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			p.complains = append(p.complains, fmt.Sprintf("log: %s %s", e.Entry.Text, e.Entry.URL))
		}
	case *network.EventRequestWillBeSent:
		if to := e.Request.URL; !strings.HasPrefix(to, p.url+"/") && !strings.HasPrefix(to, "data:") {
			p.elsewhere = append(p.elsewhere, "request to "+to)
		}
	default:
		return
	}
	select {
	case p.news <- struct{}{}:
	default:
	}
}

func consoleWords(args []*runtime.RemoteObject) []string {
	var words []string
	for _, a := range args {
		words = append(words, string(a.Value)+a.Description)
	}
	return words
}

func exceptionWords(d *runtime.ExceptionDetails) string {
	if d.Exception != nil {
		return d.Exception.Description
	}
	return d.Text
}

// do ends the test at an error.
func (p *tab) do(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// run does one thing in the browser.
func (p *tab) run(a chromedp.Action[chromedp.Void]) {
	p.t.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, browserPatience)
	defer cancel()
	p.do(chromedp.Do(ctx, a))
}

// until waits for a condition, which the page itself looks at.
func (p *tab) until(condition string) {
	p.t.Helper()
	waits := fmt.Sprintf(`new Promise((yes) => {
		const end = performance.now() + %d;
		const look = () => {
			let found = false;
			try { found = Boolean(%s); } catch {}
			if (found || performance.now() > end) yes(found);
			else setTimeout(look, 20);
		};
		look();
	})`, browserPatience.Milliseconds(), condition)
	found, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](waits, chromedp.EvalAwaitPromise))
	if err != nil {
		p.t.Fatalf("%v, while waiting for %s", err, condition)
	}
	if !found {
		p.picture("failed-" + strings.ReplaceAll(p.t.Name(), "/", "-"))
		p.t.Fatalf("the page never came to %s", condition)
	}
}

// look reads a value from the page.
func look[T any](p *tab, expression string) T {
	p.t.Helper()
	v, err := chromedp.Run(p.ctx, chromedp.Evaluate[T](expression))
	if err != nil {
		p.t.Fatalf("%v, at %s", err, expression)
	}
	return v
}

// press clicks what a selector finds first, as a finger or mouse does.
func (p *tab) press(selector string) {
	p.t.Helper()
	p.clicks(selector, stands(selector))
}

// shortly reports whether something is there within two seconds.
func (p *tab) shortly(selector string) bool {
	p.t.Helper()
	for range 20 {
		if look[bool](p, fmt.Sprintf(`!!document.querySelector(%s)`, quote(selector))) {
			return true
		}
		pause(100 * time.Millisecond)
	}
	return false
}

// clicks waits until what it wants is there, clicks, and tries again, from the
// waiting on, when it was redrawn under the finger; never when the page has felt
// the finger and only the answer was late.
func (p *tab) clicks(selector, there string) {
	p.t.Helper()
	for tries := 1; ; tries++ {
		p.until(there)
		look[bool](p, `(() => {
			window.felt = false;
			addEventListener('click', () => { window.felt = true; }, { capture: true, once: true });
			return true;
		})()`)
		ctx, cancel := context.WithTimeout(p.ctx, tapPatience)
		err := chromedp.Do(ctx, chromedp.Click(chromedp.CSS(selector)))
		cancel()
		if err != nil && p.ctx.Err() == nil && look[bool](p, `window.felt === true`) {
			return
		}
		if err == nil || tries == tapTries {
			p.do(err)
			return
		}
	}
}

// stands is true once what a selector finds first has stood still for a moment.
func stands(selector string) string {
	return fmt.Sprintf(`(() => {
		const node = document.querySelector(%s);
		node.scrollIntoView({ block: 'center' }); // clear of the note of new messages at the lower edge
		const box = node.getBoundingClientRect();
		const place = box.left + ',' + box.top + node.closest('.msg, form, section')?.textContent;
		node.stood = node.place === place ? (node.stood || 0) + 1 : 0;
		node.place = place;
		return node.stood > 3;
	})()`, quote(selector))
}

// write puts words into a field, letter by letter.
func (p *tab) write(selector, words string) {
	p.t.Helper()
	p.run(chromedp.SendKeys(chromedp.CSS(selector), words))
}

// paste puts words into a field at once, as they are.
func (p *tab) paste(selector, words string) {
	p.t.Helper()
	p.until(fmt.Sprintf(`document.querySelector(%s)`, quote(selector)))
	p.run(chromedp.SetValue(chromedp.CSS(selector), words))
}

// says types words on somebody's phone and sends them.
func (p *tab) says(person, words string) {
	p.t.Helper()
	p.write(p.phone(person)+` [data-test="composer"]`, words)
	p.enter()
}

// sees waits until somebody's phone shows words.
func (p *tab) sees(person, words string) {
	p.t.Helper()
	p.until(fmt.Sprintf(`document.querySelector(%s).textContent.includes(%s)`, quote(p.phone(person)+` [data-test="chat-log"]`), quote(words)))
}

// phone is the selector of somebody's phone.
func (p *tab) phone(person string) string {
	p.t.Helper()
	who, ok := p.stage.Server.Named(person)
	if !ok {
		p.t.Fatalf("there is nobody called %s", person)
	}
	return fmt.Sprintf(`[data-test="phone-%d"]`, who.ID)
}

// tap presses the newest button with that text on somebody's phone.
func (p *tab) tap(person, text string) {
	p.t.Helper()
	mark := fmt.Sprintf(`(() => {
		document.querySelectorAll('[data-next-tap]').forEach((node) => delete node.dataset.nextTap);
		const all = [...document.querySelectorAll(%s)].filter((node) => node.textContent === %s);
		if (all.length) all.at(-1).dataset.nextTap = '';
		return all.length > 0;
	})()`, quote(p.phone(person)+` :is([data-test="button"], [data-test="reply-button"])`), quote(text))
	still := mark + fmt.Sprintf(` && %s && !document.querySelector(%s + ' [aria-busy="true"]')`,
		stands(`[data-next-tap]`), quote(p.phone(person))) // a finger waits until what it wants stands still, and the last tap has had its answer
	p.do(p.stage.House.Settle(p.t.Context()))
	p.clicks(`[data-next-tap]`, still)
}

// A finger tries so often, each time so long, when the message is redrawn under it.
const (
	tapTries    = 12
	tapPatience = 5 * time.Second
)

// picture keeps what the page looks like now, for eyes.
func (p *tab) picture(name string) {
	p.t.Helper()
	dir := os.Getenv("SCREENSHOTS")
	if dir == "" {
		dir = filepath.Join(os.TempDir(), "polyphony-screenshots")
	}
	p.do(os.MkdirAll(dir, 0o755))
	png, err := chromedp.Run(p.ctx, chromedp.CaptureScreenshot())
	p.do(err)
	p.do(os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644))
}

// quote writes a text as JavaScript does.
func quote(text string) string {
	raw, _ := json.Marshal(text) // a string always has a JSON form
	return string(raw)
}

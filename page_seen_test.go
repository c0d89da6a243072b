package main

import (
	"encoding/base64"
	"net/http/httptest"
	"testing"

	"github.com/chromedp/chromedp"

	"polyphony/locales"
)

// TestThePageBehindALinkInABrowser protects whoever is woken by an e-mail: on a
// small telephone, in light and dark, from right to left too, one button is
// there to be pressed, large enough for a thumb and with colours that can be
// told apart, nothing hangs over the edge, and the page asks nothing of anybody
// else.
func TestThePageBehindALinkInABrowser(t *testing.T) {
	w := newWoken(t, "amira")
	path := w.link()
	web := httptest.NewServer(w.site)
	t.Cleanup(web.Close)
	browser := newBrowser(t)
	open := func(s screen, url string) *tab {
		p := &tab{t: t, url: url, news: make(chan struct{}, 1)}
		ctx, closeTab := chromedp.NewContext(browser, chromedp.WithListener(p.hear))
		t.Cleanup(closeTab)
		p.ctx = ctx
		p.do(chromedp.Do(ctx))
		p.run(chromedp.EmulateViewport(s.width, s.height, chromedp.EmulateMobile, chromedp.EmulateTouch))
		p.light(s.dark)
		return p
	}
	arrives := func(p *tab, words string) { // a press leaves the page, and what waits in it ends
		eventually(t, browserPatience, words, func() bool {
			there, err := chromedp.Run(p.ctx, chromedp.Evaluate[bool](`document.querySelector('h1').textContent.includes(`+quote(words)+`)`))
			return err == nil && there
		})
	}
	looks := func(p *tab, name string) {
		p.picture("seen-" + name)
		for what, wrong := range map[string]string{
			"hangs over the edge":      `document.documentElement.scrollWidth > innerWidth`,
			"has a button too small":   `[...document.querySelectorAll('button, a')].some((n) => n.getBoundingClientRect().height < 48)`,
			"has no heading":           `document.querySelectorAll('h1').length !== 1`,
			"has no language":          `!document.documentElement.lang`,
			"asks for something more":  `performance.getEntriesByType('resource').length > 0`,
			"has a button out of view": `[...document.querySelectorAll('button')].some((n) => n.getBoundingClientRect().bottom > innerHeight)`,
		} {
			if look[bool](p, wrong) {
				t.Errorf("%s: the page %s", name, what)
			}
		}
	}
	dark := narrow
	dark.dark = true
	p := open(dark, web.URL)
	p.run(chromedp.Navigate(web.URL + path))
	looks(p, "ask-dark")
	p.press("button")
	arrives(p, "It is yours now")
	looks(p, "yours-dark")
	p.run(chromedp.Navigate(web.URL + path)) // looked at again, from the mail
	arrives(p, "It is yours now")
	if len(p.complains)+len(p.elsewhere) > 0 {
		t.Errorf("the browser complains: %v %v", p.complains, p.elsewhere)
	}
	for name, s := range map[string]screen{"light": narrow, "dark": dark} {
		for _, lang := range []string{"ur", "pl"} {
			for state, st := range map[string]seenState{"ask-team": seenAsksTeam, "away": seenAway, "drill": seenDrill} {
				answer := httptest.NewRecorder()
				w.st.App.seenPageIn(lang, st).write(answer)
				p := open(s, "data:")
				p.run(chromedp.Navigate("data:text/html;charset=utf-8;base64," + base64.StdEncoding.EncodeToString(answer.Body.Bytes())))
				p.until(`document.querySelector('h1')`)
				looks(p, lang+"-"+state+"-"+name)
				if look[string](p, `document.documentElement.dir`) != locales.Direction(lang) {
					t.Errorf("%s is written the wrong way", lang)
				}
			}
		}
	}
}

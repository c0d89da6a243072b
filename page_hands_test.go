package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// What hands do on a phone of the page, with a finger or with keys, and what
// must hold where they do it.

// turnsTo takes somebody's phone in hand, where one fills the screen.
func (p *tab) turnsTo(person string) {
	p.t.Helper()
	p.press(p.switcher(person))
	p.until(fmt.Sprintf(`document.querySelector(%s).checkVisibility()`, quote(p.phone(person))))
}

// keysOf is what finds the buttons of the newest message with buttons on
// somebody's phone: all, or those that can be chosen.
func (p *tab) keysOf(person, which string) string {
	p.t.Helper()
	return fmt.Sprintf(`[...[...document.querySelectorAll(%s)].at(-1).querySelectorAll(%s)]`, quote(p.phone(person)+" .msg.keyed"), quote(which))
}

const choosable = `.key:not([aria-hidden="true"])`

// grid holds that fingers find the buttons of a picker, and readers their names.
func (p *tab) grid(person string) {
	p.t.Helper()
	p.fits()
	bad := look[[]string](p, p.keysOf(person, ".key")+`.filter((key) => {
		const box = key.getBoundingClientRect();
		return box.width < 40 || box.height < 43.5 || key.scrollWidth > key.clientWidth;
	}).map((key) => key.textContent)`)
	if len(bad) > 0 {
		p.t.Errorf("too small for a finger or for their words: %q", bad)
	}
	for _, name := range look[[]string](p, p.keysOf(person, choosable)+`.map((key) => key.textContent)`) {
		if strings.Trim(name, " ·‹›") == "" {
			p.t.Errorf("a button is called %q", name)
		}
	}
	if n := look[int](p, p.keysOf(person, `.key[aria-hidden="true"]`)+`.filter((key) => key.tabIndex >= 0).length`); n > 0 {
		p.t.Errorf("the Tab key stops at %d buttons that choose nothing", n)
	}
}

// readsInOrder holds that Tab stops at every button that can be chosen, in the
// order in which they are read.
func (p *tab) readsInOrder(person string) {
	p.t.Helper()
	want := look[[]string](p, p.keysOf(person, choosable)+`.map((key) => key.textContent)`)
	var got []string
	for range want {
		p.keys(kb.Tab)
		got = append(got, look[string](p, `document.activeElement.textContent`))
	}
	if !slices.Equal(got, want) || slices.Contains(got, "Mo") {
		p.t.Errorf("Tab goes through\n%q\nand an eye through\n%q", got, want)
	}
	if told := look[string](p, `document.getElementById(`+p.keysOf(person, choosable)+`.find((key) => key.textContent === '10').getAttribute('aria-describedby')).textContent`); told != "Tu" {
		p.t.Errorf("10 March is told as %q", told)
	}
	p.tabBack(len(want))
}

// tabBack goes back by so many stops.
func (p *tab) tabBack(stops int) {
	p.t.Helper()
	for range stops {
		p.run(chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift)))
	}
}

// tabToKey presses Tab until a button of that text has the focus, on the newest
// message with buttons of somebody's phone.
func (p *tab) tabToKey(person, text string) {
	p.t.Helper()
	p.until(fmt.Sprintf(`%s.some((key) => key.textContent === %s)`, p.keysOf(person, choosable), quote(text)))
	look[bool](p, fmt.Sprintf(`(() => {
		document.querySelectorAll('[data-tab-to]').forEach((node) => delete node.dataset.tabTo);
		%s.find((key) => key.textContent === %s).dataset.tabTo = '';
		return true;
	})()`, p.keysOf(person, choosable), quote(text)))
	p.tabTo(`[data-tab-to]`)
}

// stands waits until a message says something and holds that whoever pressed a
// button of it stands on it.
func (p *tab) stands(person, words string) {
	p.t.Helper()
	p.until(fmt.Sprintf(`document.activeElement.matches(%s) && document.activeElement.textContent.includes(%s)`, quote(p.phone(person)+" .msg"), quote(words)))
}

// onKey waits until a button of somebody's phone has the focus.
func (p *tab) onKey(person, text string) {
	p.t.Helper()
	p.until(fmt.Sprintf(`document.activeElement.matches(%s) && document.activeElement.textContent === %s`, quote(p.phone(person)+" .key"), quote(text)))
}

// toEnd goes to the newest message.
func (p *tab) toEnd(person string) {
	p.t.Helper()
	look[bool](p, fmt.Sprintf(`(() => { const log = document.querySelector(%s); log.scrollTop = log.scrollHeight; return true; })()`, quote(p.phone(person)+` [data-test="chat-log"]`)))
}

// pictures keeps what the page looks like now by day and by night, for whoever
// asks for it.
func (p *tab) pictures(name string) {
	p.t.Helper()
	if os.Getenv("SCREENSHOTS") == "" {
		return
	}
	p.picture(name)
	p.light(true)
	p.picture(name + "-dark")
	p.light(false)
}

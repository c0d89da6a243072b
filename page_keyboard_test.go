package main

import (
	"fmt"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// keyboardOnly protects whoever cannot use a mouse: to write, to send, to
// uncover words, to press a button, with nothing but keys.
func keyboardOnly(p *tab) {
	p.tabTo(p.phone("Joseph") + ` [data-test="composer"]`)
	p.keys("she's taken all her tablets")
	p.enter()
	p.sees("Joseph", "she's taken all her tablets")
	p.sees("Amira", "Joseph asks for help")

	amira := p.phone("Amira")
	p.tabTo(amira + ` .msg:last-child`)
	spoiler := amira + ` .msg:last-child [data-test="spoiler"]`
	p.tabTo(spoiler)
	p.enter()
	p.until(fmt.Sprintf(`document.activeElement.matches(%s) && document.activeElement.getAttribute('aria-expanded') === 'true'`, quote(spoiler)))
	p.tabTo(amira + ` .msg:last-child [data-test="button"]`)
	p.keys(" ")
	p.sees("Amira", "You have this: Joseph")
	p.sees("Joseph", "Amira has seen this.")
	p.until(fmt.Sprintf(`document.activeElement.closest(%s)`, quote(amira+` .msg`))) // nobody is thrown back to the top
	p.until(fmt.Sprintf(`document.querySelector(%s).getAttribute('aria-expanded') === 'true'`, quote(spoiler)))

	// Arrows walk through the chat, Escape closes what lies over it, and focus comes back.
	p.tabTo(p.phone("Ben") + ` [data-test="phone-menu"]`)
	p.enter()
	p.until(`document.activeElement.matches('[role="menuitem"]')`)
	p.keys(kb.Escape)
	p.until(fmt.Sprintf(`document.activeElement.matches(%s)`, quote(p.phone("Ben")+` [data-test="phone-menu"]`)))
}

// tabStops bounds the way of the Tab key through the whole page.
const tabStops = 120

// tabTo presses Tab until something has the focus, which must be visible there.
func (p *tab) tabTo(selector string) {
	p.t.Helper()
	for range tabStops {
		if look[bool](p, fmt.Sprintf(`document.activeElement.matches(%s)`, quote(selector))) {
			if !look[bool](p, `getComputedStyle(document.activeElement).outlineStyle !== 'none'`) {
				p.t.Errorf("the focus on %s cannot be seen", selector)
			}
			return
		}
		p.keys(kb.Tab)
	}
	p.t.Fatalf("%s is not reached in %d presses of the Tab key", selector, tabStops)
}

func (p *tab) keys(keys string) {
	p.t.Helper()
	p.run(chromedp.KeyEvent(keys))
}

// enter presses the Enter key. KeyEvent would type a line break as well, also
// where the page has refused it.
func (p *tab) enter() {
	p.t.Helper()
	for _, what := range []input.DispatchKeyEventType{input.DispatchKeyEventTypeKeyDown, input.DispatchKeyEventTypeKeyUp} {
		_, err := chromedp.Call(p.ctx, input.DispatchKeyEvent, input.DispatchKeyEventParams{
			Type: what, Key: "Enter", Code: "Enter", Text: map[bool]string{true: "\r"}[what == input.DispatchKeyEventTypeKeyDown],
			WindowsVirtualKeyCode: 13, NativeVirtualKeyCode: 13,
		})
		p.do(err)
	}
}

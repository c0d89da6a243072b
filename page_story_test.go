package main

import (
	"fmt"

	"github.com/chromedp/chromedp"
)

const currentChapter = `[data-test="story-step"][aria-current]`

// storyIsPressed protects the first three minutes, as they look.
func storyIsPressed(p *tab) {
	p.picture("wide-light")
	chapters := look[int](p, `document.querySelectorAll('[data-test="story-step"]').length`)
	for chapter := range chapters {
		p.nextChapter(chapter + 1)
		if chapter == 0 {
			p.sees("Amira", "Joseph asks for help")
			p.until(fmt.Sprintf(`document.querySelector(%s).getAttribute('aria-expanded') === 'false'`, quote(p.phone("Amira")+` [data-test="spoiler"]`)))
			p.run(chromedp.ScrollIntoView(chromedp.CSS(p.phone("Amira"))))
			p.picture("alert-card")
		}
	}
	p.until(`!document.querySelector('[data-test="story-end"]').hidden`)
	p.sees("Maya", "Thank you. The team will read it.")
	p.sees("Amira", "I was glad that everybody was there.")
	p.picture("story-end")
	p.reloads()
	p.until(`!document.querySelector('[data-test="story-end"]').hidden`)
}

// nextChapter presses "Do it for me" and waits until the story has gone on to
// the chapter of that number, counted from nought.
func (p *tab) nextChapter(number int) {
	p.t.Helper()
	p.press(currentChapter + ` [data-test="story-do"]`)
	p.until(fmt.Sprintf(`[...document.querySelectorAll('[data-test="story-step"]')].findLastIndex((step) => step.matches('.done')) === %d`, number-1))
	p.until(`!document.querySelector('.notice')`)
}

func (p *tab) reloads() {
	p.t.Helper()
	p.run(chromedp.Navigate(p.url))
	p.until(`document.body.dataset.ready === 'true'`)
}

// storyByHand protects whoever would rather do it than have it done: what is
// done on the phones counts, other choices on the way as well, and Next leaves
// a chapter out.
func storyByHand(p *tab) {
	current := func(title string) {
		p.t.Helper()
		p.until(fmt.Sprintf(`document.querySelector(%s).textContent === %s`, quote(currentChapter+" h3"), quote(title)))
	}
	p.says("Joseph", "she's taken all her tablets")
	current("Nobody can come")
	p.press(currentChapter + ` [data-test="story-next"]`)
	current("Ben takes it")
	p.tap("Ben", "I've got this")
	current("Ben rings Joseph")
	p.press(currentChapter + ` [data-test="story-next"]`)
	current("Amira plans a meeting")
	p.says("Amira", "/meeting")
	p.tap("Amira", "Plan a meeting")
	p.tap("Amira", "4")
	p.tap("Amira", "10:00")
	p.tap("Amira", "10:15")
	p.tap("Amira", "How long")
	p.tap("Amira", "60 minutes")
	p.tap("Amira", "Yes, tell everybody")
	current("Maya and Joseph answer")
	p.sees("Maya", "Wednesday 4 March, 10:15")
}

package main

import (
	"fmt"
	"testing"
)

// TestPage looks at the sandbox's page in a real browser, as people do: with
// mouse, finger or keyboard, on a wide screen or a phone, by day or by night.
// In none of its parts may the browser complain or ask anybody else for anything.
func TestPage(t *testing.T) {
	browser := newBrowser(t)
	in := func(test func(*tab), s screen) func(*testing.T) {
		return func(t *testing.T) { test(openPage(t, browser, s)) }
	}
	t.Run("somebody new joins by a link and calls for help, and the cards change in place", in(newcomerCalls, wide))
	t.Run("the whole story can be pressed through to its end", in(storyIsPressed, wide))
	t.Run("a chapter done by hand is noticed", in(storyByHand, wide))
	t.Run("everything can be done with the keyboard alone", in(keyboardOnly, wide))
	t.Run("a phone of 360 pixels shows one chat at a time, and nothing beside it", in(onSmallPhone, narrow))
	t.Run("a meeting is planned, answered, moved, changed and cancelled on a small phone", in(meetingOnSmallPhone, narrow))
	t.Run("a meeting is planned, answered, moved and cancelled with the keyboard alone", in(meetingByKeyboard, narrow))
	t.Run("the story can be followed on a small phone", in(storyOnSmallPhone, narrow))
	t.Run("every word can be read, by day and by night", in(wordsAreReadable, wide))
	t.Run("names and words are shown as they were written, never obeyed", in(hostileWords, wide))
	t.Run("a group can be read as everybody in it sees it", in(groupIsRead, wide))
	t.Run("a picture and a document are shown with their words, on a phone of 360 pixels too", in(filesAreShown, narrow))
	t.Run("nothing is asked of anybody but the sandbox", in(nothingElsewhere, wide))
}

// newcomerCalls protects the way in: link, permission, clock, alert.
func newcomerCalls(p *tab) {
	p.tap("Maya", "Invite family or a friend")
	p.tap("Maya", "Leave this out")
	links := quote(p.phone("Maya") + ` [data-test="start-link"]`)
	p.until(fmt.Sprintf(`document.querySelectorAll(%s).length === 2`, links))
	look[bool](p, fmt.Sprintf(`(() => { [...document.querySelectorAll(%s)].at(-1).dataset.newest = ''; return true; })()`, links))
	p.press(`[data-newest]`)
	p.press(`[data-test="open-as-new"]`)
	p.write(`[data-test="open-as"] [data-test="new-name"]`, "Rosa")
	p.press(`[data-test="open-as"] [data-test="new-person"]`)
	p.until(`[...document.querySelectorAll('.phone h2')].some((name) => name.textContent === 'Rosa')`)
	p.sees("Rosa", "I am Polyphony, a machine")
	p.tap("Rosa", "Yes")

	before := look[string](p, `document.querySelector('[data-test="clock-now"]').textContent`)
	p.press(`[data-test="clock-hour"]`)
	p.until(fmt.Sprintf(`document.querySelector('[data-test="clock-now"]').textContent !== %s && !document.querySelector('.clock.busy')`, quote(before)))

	p.says("Rosa", "/help_now")
	p.sees("Rosa", "If somebody is in danger now, do not wait for us.")
	p.sees("Amira", "Rosa asks for help")
	p.sees("Ben", "Rosa asks for help")
	card := fmt.Sprintf(`[...document.querySelectorAll(%s)].at(-1)`, quote(p.phone("Ben")+" .msg"))
	id := look[string](p, card+`.dataset.message`)

	p.tap("Amira", "I've got this")
	p.sees("Rosa", "Amira has seen this.")
	p.until(fmt.Sprintf(`%s.textContent.includes("Amira has this: Rosa") && ![...%s.querySelectorAll('[data-test="button"]')].some((b) => b.textContent === "I've got this")`, card, card))
	if now := look[string](p, card+`.dataset.message`); now != id {
		p.t.Errorf("Ben has another message in place of his card: %s, it was %s", now, id)
	}
}

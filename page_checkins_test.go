package main

import (
	"fmt"
	"strings"
	"testing"
)

// TestPageOfCheckIns looks at check-ins and one's own data as people meet them:
// on a phone of 360 pixels, with a finger.
func TestPageOfCheckIns(t *testing.T) {
	browser := newBrowser(t)
	t.Run("a check-in is agreed, answered, shown, thanked for and deleted", func(t *testing.T) {
		answerIsSharedAndDeleted(openPage(t, browser, narrow))
	})
	t.Run("a measure is watched, everything is handed over, and all of it is erased", func(t *testing.T) {
		ownDataIsSeenAndErased(openPage(t, browser, narrow))
	})
}

// answerIsSharedAndDeleted protects rules 1, 3 and 6 where they are lived: what is
// agreed, asked, answered and shown can be read and pressed there, and what its
// author deletes is gone from the phone it was shown on.
func answerIsSharedAndDeleted(p *tab) {
	p.turnsTo("Amira")
	p.says("Amira", "/checkins")
	p.tap("Amira", "Maya")
	p.shows("Amira", "Which question for Maya?", "checkin-question")
	p.tap("Amira", "What has this week been like?")
	p.shows("Amira", "On which days?", "checkin-days")
	p.tap("Amira", "Tuesday")
	p.tap("Amira", "✓ Tuesday")
	p.tap("Amira", "Every day")
	p.shows("Amira", "At what time?", "checkin-hours")
	p.tap("Amira", "12:00")
	p.shows("Amira", "I would ask Maya:", "checkin-summary")
	p.tap("Amira", "Suggest it to Maya")
	p.sees("Amira", "Nothing starts until Maya says yes.")

	p.turnsTo("Maya")
	p.shows("Maya", "Nothing starts without your yes.", "checkin-yes")
	p.tap("Maya", "Yes, ask me")
	p.sees("Maya", "Good. This is what we have agreed:")
	p.pushesHours(4)
	p.shows("Maya", "Answer as you like, or not at all.", "checkin-asked")
	p.says("Maya", "I dreamt of the sea.")
	p.shows("Maya", "Who may see this?", "share-who")
	p.tap("Maya", "These people")
	p.tap("Maya", "Joseph")
	p.shows("Maya", "✓ Joseph", "share-people")
	p.tap("Maya", "Done")
	p.sees("Maya", "I am showing this to Joseph.")

	p.turnsTo("Joseph")
	p.shows("Joseph", "I dreamt of the sea.", "share-card")
	p.covered("Joseph")
	p.tap("Joseph", "Thank you")
	p.sees("Maya", "Joseph says thank you")

	p.turnsTo("Amira")
	p.says("Amira", "/inbox")
	p.shows("Amira", "What people wrote to you", "inbox-list")
	p.tap("Amira", "Maya's circle")
	p.shows("Amira", "What each person wrote:", "inbox-circle")
	p.tap("Amira", "Maya, Monday 2 March, "+p.hourOf("Amira", "Maya, Monday 2 March, "))
	p.shows("Amira", "Reply", "inbox-item")

	p.turnsTo("Maya")
	p.says("Maya", "/mine")
	p.shows("Maya", "What you wrote", "mine-item")
	p.tap("Maya", "Delete it")
	p.shows("Maya", "Shall I delete this?", "mine-delete")
	p.tap("Maya", "Yes, delete it")
	p.sees("Maya", "Deleted.")
	p.until(fmt.Sprintf(`!document.querySelector(%s).textContent.includes('I dreamt of the sea.')`, quote(p.phone("Joseph")+` [data-test="chat-log"]`)))
	p.turnsTo("Joseph")
	p.fits()
	p.pictures("share-gone")
}

// ownDataIsSeenAndErased protects rule 1 there: a number is tapped or written, its
// picture is told to whoever cannot see it, what is held comes as files that open,
// and the last question is answered by a red button that says what it does.
func ownDataIsSeenAndErased(p *tab) {
	p.turnsTo("Maya")
	p.says("Maya", "/measure")
	p.tap("Maya", "Watch something new")
	p.sees("Maya", "Give it a short name")
	p.says("Maya", "how I slept")
	p.shows("Maya", "Shall I ask you each day?", "measure-hours")
	p.tap("Maya", "12:00")
	p.pushesHours(4)
	p.tap("Maya", "Not now") // it is the newest only where it has been asked
	p.sees("Maya", "I will ask again")
	p.says("Maya", "/measure")
	p.tap("Maya", "how I slept")
	p.shows("Maya", "Which number for today?", "measure-number")
	p.says("Maya", "7/10")
	p.sees("Maya", "7. Kept.")
	p.tap("Maya", "See the picture")
	light := p.told("Maya")
	p.grid("Maya")
	p.pictures("measure-picture")
	p.tap("Maya", "Dark")
	p.until(fmt.Sprintf(`%s.at(-1).src !== %s`, p.images("Maya"), quote(light)))
	p.told("Maya")
	p.pictures("measure-picture-dark-one")

	p.says("Maya", "/settings")
	p.shows("Maya", "Language", "settings")
	p.says("Maya", "/mydata")
	p.shows("Maya", "What is held about you, and who can see it", "mydata")
	p.tap("Maya", "Send me everything")
	p.tap("Maya", "Yes, send them here")
	p.sees("Maya", "The same for other computer programs (JSON).")
	p.opens("Maya", "my-data.html", `document.querySelector('dialog[open] iframe').clientWidth > 200`)
	p.opens("Maya", "my-data.json", `document.querySelector('dialog[open] .source').textContent.includes('how I slept')`)

	p.says("Maya", "/forget")
	p.shows("Maya", "Shall I do it now?", "forget")
	p.toEnd("Maya") // the question is longer than the screen, and is read from its beginning
	p.until(fmt.Sprintf(`!document.querySelector(%s)?.checkVisibility()`, quote(p.phone("Maya")+` [data-test="new-messages"]`)))
	p.tap("Maya", "Yes, erase everything")
	p.shows("Maya", "Goodbye, and thank you for having been here.", "forget-goodbye")
	p.until(fmt.Sprintf(`document.querySelectorAll(%s).length === 0`, quote(p.phone("Maya")+` [data-test="reply-button"]`)))
}

// shows waits for words and holds that fingers find the buttons under them.
func (p *tab) shows(person, words, name string) {
	p.t.Helper()
	p.sees(person, words)
	p.grid(person)
	p.pictures(name)
}

// covered holds that the newest words of somebody else are read only by whoever
// uncovers them.
func (p *tab) covered(person string) {
	p.t.Helper()
	p.until(fmt.Sprintf(`[...document.querySelectorAll(%s)].at(-1)?.getAttribute('aria-expanded') === 'false'`, quote(p.phone(person)+` [data-test="spoiler"]`)))
}

// pushesHours lets so many hours pass with the page's own clock.
func (p *tab) pushesHours(hours int) {
	p.t.Helper()
	p.press(`[data-test="clock-fold"]`)
	for range hours {
		before := look[string](p, `document.querySelector('[data-test="clock-now"]').textContent`)
		p.press(`[data-test="clock-hour"]`)
		p.until(fmt.Sprintf(`document.querySelector('[data-test="clock-now"]').textContent !== %s && !document.querySelector('.clock.busy')`, quote(before)))
	}
	p.press(`[data-test="clock-fold"]`)
}

// hourOf is how a button goes on that begins with these words.
func (p *tab) hourOf(person, begins string) string {
	p.t.Helper()
	name := look[string](p, fmt.Sprintf(`%s.find((key) => key.textContent.startsWith(%s))?.textContent ?? ''`, p.keysOf(person, choosable), quote(begins)))
	return strings.TrimPrefix(name, begins)
}

func (p *tab) images(person string) string {
	p.t.Helper()
	return fmt.Sprintf(`[...document.querySelectorAll(%s)]`, quote(p.phone(person)+" .picture img"))
}

// told waits for the newest picture, holds that it can be heard as well as seen,
// and returns where it comes from.
func (p *tab) told(person string) string {
	p.t.Helper()
	p.until(p.images(person) + `.at(-1)?.alt.includes('Monday 2 March: 7')`)
	p.toEnd(person)
	p.until(p.images(person) + `.at(-1).naturalWidth > 100`)
	p.toEnd(person) // now that it has its height
	p.until(fmt.Sprintf(`!document.querySelector(%s)?.checkVisibility()`, quote(p.phone(person)+` [data-test="new-messages"]`)))
	return look[string](p, p.images(person)+`.at(-1).src`)
}

// opens opens a document of somebody's chat, holds that it can be read, and closes it.
func (p *tab) opens(person, name, readable string) {
	p.t.Helper()
	p.toEnd(person)
	look[bool](p, fmt.Sprintf(`(() => { [...document.querySelectorAll(%s)].findLast((card) => card.textContent.includes(%s)).dataset.opens = %s; return true; })()`,
		quote(p.phone(person)+` button.document`), quote(name), quote(name)))
	p.press(fmt.Sprintf(`[data-opens=%s]`, quote(name)))
	p.until(readable)
	p.fits()
	p.pictures("opened-" + name)
	p.press(`dialog[open] [data-test="dialog-close"]`)
	p.until(`!document.querySelector('dialog[open]')`)
}

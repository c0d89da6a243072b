package main

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// farPlace is a place that nobody can write in a line of 360 pixels.
const farPlace = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch Community Centre, Ground Floor, the room behind the kitchen"

// meetingOnSmallPhone protects a whole meeting on a telephone: it is planned by
// tapping, answered, moved to a time that was asked for, changed and cancelled.
func meetingOnSmallPhone(p *tab) {
	p.turnsTo("Amira")
	p.says("Amira", "/meeting")
	p.sees("Amira", "No meeting is planned.")
	p.tap("Amira", "Plan a meeting")
	p.sees("Amira", "Which day?")
	p.grid("Amira")
	p.pictures("meeting-month")
	for _, text := range []string{"Mo", "·"} { // what chooses nothing says so, and changes nothing
		p.tap("Amira", text)
		p.until(fmt.Sprintf(`document.querySelector(%s)?.textContent === 'Please tap a day.'`, quote(p.phone("Amira")+` [data-test="toast"]`)))
	}
	p.tap("Amira", "April ›")
	p.sees("Amira", "April 2026")
	p.tap("Amira", "‹ March")
	p.sees("Amira", "March 2026")
	p.tap("Amira", "10")
	p.sees("Amira", "At what time?")
	p.grid("Amira")
	p.pictures("meeting-hours")
	p.tap("Amira", "14:00")
	p.sees("Amira", "Which quarter of the hour?")
	p.pictures("meeting-quarters")
	p.tap("Amira", "14:30")
	p.sees("Amira", "Shall I tell everybody?")
	p.tap("Amira", "Where")
	p.sees("Amira", "or write the address")
	p.says("Amira", farPlace)
	p.sees("Amira", "Where: "+farPlace)
	p.tap("Amira", "Who is invited")
	p.tap("Amira", "Sam: invited")
	p.sees("Amira", "Sam: not invited")
	p.tap("Amira", "Done")
	p.tap("Amira", "How often")
	p.tap("Amira", "Every 2 weeks")
	p.sees("Amira", "Not on Tuesday 24 March")
	p.until(fmt.Sprintf(`[...document.querySelectorAll(%s)].at(-1).getBoundingClientRect().top >= document.querySelector(%s).getBoundingClientRect().top`,
		quote(p.phone("Amira")+" .msg.keyed"), quote(p.phone("Amira")+` [data-test="chat-log"]`))) // it is read from its beginning
	p.grid("Amira")
	p.pictures("meeting-summary")
	p.tap("Amira", "Yes, tell everybody")
	p.sees("Amira", "Done. Everybody is being told.")

	p.turnsTo("Maya")
	p.sees("Maya", "A meeting is planned:")
	p.fits()
	p.pictures("meeting-notice")
	p.until(fmt.Sprintf(`(() => { const a = document.querySelector(%s); return a?.checkVisibility() && a.getAttribute('aria-label') === 'Save meeting.ics'; })()`,
		quote(p.phone("Maya")+` .msg:last-child [data-test="download"]`)))
	p.tap("Maya", "I'll come")
	p.sees("Maya", "You said: I'll come.")

	p.turnsTo("Joseph")
	p.tap("Joseph", "Another time")
	p.sees("Joseph", "Which other time could you come?")
	p.fits()
	p.pictures("meeting-other-times")
	p.tap("Joseph", "Wednesday 11 March, 14:30")
	p.sees("Joseph", "You could come Wednesday 11 March, 14:30.")

	p.turnsTo("Amira")
	p.tap("Amira", "Move to Wednesday 11 March, 14:30")
	p.sees("Amira", "New time: Wednesday 11 March, 14:30")
	p.fits()
	p.pictures("meeting-move")
	p.tap("Amira", "Yes, move it and tell everybody")
	p.sees("Maya", "The meeting has moved. The new time:")
	p.tap("Amira", "Change")
	p.sees("Amira", "What would you like to change?")
	p.tap("Amira", "Where")
	p.tap("Amira", "At the team's place")
	p.tap("Amira", "Yes, tell everybody")
	p.sees("Maya", "The meeting is at another place:")
	p.tap("Amira", "Cancel it")
	p.sees("Amira", "This meeting comes back. What shall I cancel")
	p.fits()
	p.pictures("meeting-cancel")
	p.tap("Amira", "This and all that follow")
	p.sees("Maya", "This meeting will not take place, and none follow it:")
	p.turnsTo("Maya")
	p.fits()
	p.toEnd("Maya")
	p.pictures("meeting-cancelled")
	if n := look[int](p, fmt.Sprintf(`document.querySelectorAll(%s).length`, quote(p.phone("Maya")+` .msg:last-child .key`))); n > 0 {
		p.t.Errorf("a meeting that does not take place has %d buttons", n)
	}

	codes := fmt.Sprintf(`[...document.querySelectorAll(%s)]`, quote(p.phone("Maya")+" .picture img"))
	before := look[int](p, codes+`.length`)
	p.says("Maya", "/circle")
	p.tap("Maya", "Invite family or a friend")
	p.sees("Maya", "Who is it for?")
	p.tap("Maya", "Leave this out")
	p.until(fmt.Sprintf(`%s.length > %d && %s.at(-1).alt.includes("scan the picture")`, codes, before, codes))
	p.toEnd("Maya")
	p.until(codes + `.at(-1).naturalWidth > 100`)
	p.fits()
	p.pictures("meeting-qr")
}

// meetingByKeyboard protects whoever plans a meeting, and answers, without
// mouse or finger: Tab goes through the buttons as an eye does and leaves out
// what is nothing to choose, and nobody is lost when the question changes.
func meetingByKeyboard(p *tab) {
	p.tabTo(p.switcher("Amira"))
	p.enter()
	p.tabTo(p.phone("Amira") + ` [data-test="composer"]`)
	p.keys("/meeting")
	p.enter()
	p.sees("Amira", "No meeting is planned.")
	p.tabToKey("Amira", "Plan a meeting")
	p.enter()
	p.stands("Amira", "Which day?")
	p.readsInOrder("Amira")
	p.tabToKey("Amira", "April ›")
	p.enter()
	p.sees("Amira", "April 2026")
	p.onKey("Amira", "May ›") // whoever turns pages can go on turning
	p.tabToKey("Amira", "‹ March")
	p.enter()
	p.sees("Amira", "March 2026")
	p.tabToKey("Amira", "3")
	p.keys(kb.ArrowDown) // a week on
	p.onKey("Amira", "10")
	p.keys(kb.ArrowUp + kb.ArrowUp) // the head of the month is no place to stand
	p.onKey("Amira", "3")
	p.keys(kb.ArrowDown)
	p.enter()
	p.stands("Amira", "At what time?")
	p.keys(kb.Tab)
	p.onKey("Amira", "08:00")
	p.tabToKey("Amira", "14:00")
	p.enter()
	p.stands("Amira", "Which quarter of the hour?")
	p.tabToKey("Amira", "14:30")
	p.enter()
	p.stands("Amira", "Shall I tell everybody?")
	p.tabToKey("Amira", "Who is invited")
	p.enter()
	p.stands("Amira", "Tap a name to change it.")
	p.tabToKey("Amira", "Joseph: invited")
	p.enter()
	p.onKey("Amira", "Joseph: not invited")
	p.enter()
	p.onKey("Amira", "Joseph: invited")
	p.tabToKey("Amira", "Done")
	p.enter()
	p.stands("Amira", "Everybody is invited")
	p.tabToKey("Amira", "Yes, tell everybody")
	p.enter()
	p.stands("Amira", "Done. Everybody is being told.")

	p.tabTo(p.switcher("Joseph"))
	p.enter()
	p.tabToKey("Joseph", "I'll come")
	p.enter()
	p.sees("Joseph", "You said: I'll come.")
	p.onKey("Joseph", "I'll come")
	p.tabToKey("Joseph", "Another time")
	p.enter()
	p.stands("Joseph", "Which other time could you come?")
	p.tabToKey("Joseph", "Wednesday 11 March, 14:30")
	p.enter()
	p.stands("Joseph", "You could come Wednesday 11 March, 14:30.")

	p.tabTo(p.switcher("Amira"))
	p.enter()
	p.tabToKey("Amira", "Move to Wednesday 11 March, 14:30")
	p.enter()
	p.stands("Amira", "New time: Wednesday 11 March, 14:30")
	p.tabToKey("Amira", "Yes, move it and tell everybody")
	p.enter()
	p.sees("Joseph", "The meeting has moved. The new time:")
	p.tabToKey("Amira", "Cancel it")
	p.enter()
	p.stands("Amira", "Cancel this meeting and tell everybody?")
	p.tabToKey("Amira", "Yes, cancel it")
	p.enter()
	p.sees("Joseph", "The meeting will not take place:")
}

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

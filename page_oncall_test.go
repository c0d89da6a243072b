package main

import (
	"fmt"
	"testing"
)

// TestPageOfOnCall looks at a call for help as both sides meet it, on phones of
// 360 pixels: the card with its words covered (rule 12), and the relay in which
// whoever has it and whoever asked write to each other.
func TestPageOfOnCall(t *testing.T) {
	p := openPage(t, newBrowser(t), narrow)
	p.turnsTo("Joseph")
	p.says("Joseph", "she's taken all her tablets")
	p.sees("Joseph", "If somebody is in danger now, do not wait for us.")
	p.shows("Joseph", "I have told", "oncall-lines")
	p.until(`(document.activeElement.blur(), true)`) // the keys come back when the writing is over
	p.tap("Joseph", "Send my number")
	p.sees("Joseph", "I have added this for Amira, Ben.")
	p.shows("Joseph", "I have added this for Amira, Ben.", "oncall-number")

	p.turnsTo("Amira")
	p.shows("Amira", "Joseph asks for help", "oncall-card")
	p.covered("Amira")
	p.tap("Amira", "I've got this")
	p.shows("Amira", "You have this: Joseph", "oncall-yours")
	p.tap("Amira", "Reply")
	p.sees("Amira", "What you write here now goes to")
	p.says("Amira", "I am ringing 999. Is she awake?")

	p.turnsTo("Joseph")
	p.shows("Joseph", "Amira of the team is here and writes to you.", "relay-sender")
	p.covered("Joseph")
	p.says("Joseph", "she breathes")
	p.turnsTo("Amira")
	p.sees("Amira", "she breathes")
	p.shows("Amira", "she breathes", "relay-owner")
	p.turnsTo("Joseph")
	p.tap("Joseph", "End the conversation")
	p.turnsTo("Amira")
	p.until(fmt.Sprintf(`document.querySelector(%s).textContent.includes('Joseph has ended')`, quote(p.phone("Amira")+` [data-test="chat-log"]`)))
	p.fits()
	p.pictures("relay-ended")
}

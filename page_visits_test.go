package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"polyphony/sandbox"
)

// TestPageOfVisits looks at a visit as everybody in it meets it, from the link
// that admits a volunteer to the word afterwards, and holds what its volunteer
// may depend on: somebody who looks at their phone sees nothing of the quiet sign.
func TestPageOfVisits(t *testing.T) {
	browser := newBrowser(t)
	signed := openPage(t, browser, narrow)
	visitIsPrepared(signed)
	afterSign := visitIsWatched(signed)
	companyIsDrawn(signed)
	nothingUnusual(openPage(t, browser, wide), afterSign)
}

// visitIsPrepared is everything before the door, by finger on a small phone. Who
// has something new is turned to once it is there: it moves the row of names.
func visitIsPrepared(p *tab) {
	p.turnsTo("Dora")
	p.says("Dora", "/volunteers")
	p.shows("Dora", "Peer volunteers", "visit-volunteers")
	p.tap("Dora", "Invite a volunteer")
	p.opensNewest("Dora", "Sam")
	p.sees("Sam", "Before your first visit, page 1 of 5")
	p.turnsTo("Sam")
	p.shows("Sam", "Before your first visit, page 1 of 5", "visit-guide")
	for page := 2; page <= 5; page++ {
		p.tap("Sam", "Next page")
		p.sees("Sam", fmt.Sprintf("Before your first visit, page %d of 5", page))
	}
	p.shows("Sam", "What I am not", "visit-guide-end")
	p.tap("Sam", "I have read this")
	p.shows("Sam", "When could you visit, in an ordinary week?", "visit-times")
	p.tap("Sam", "Afternoons from Monday to Friday")
	p.tap("Sam", "Done")
	p.shows("Sam", "You as a peer volunteer", "visit-profile")
	p.tap("Sam", "A sentence about me")
	p.sees("Sam", "What would you like people to know about you?")
	p.says("Sam", aboutSam)
	p.sees("Sam", "“"+aboutSam+"”")
	p.tap("Sam", "Quiet sign")
	p.shows("Sam", "A way to say “I am not safe”", "visit-sign")
	p.tap("Sam", "“30 more” is my sign")
	p.sees("Sam", "You have chosen one.")

	p.turnsTo("Maya")
	p.says("Maya", "/visit")
	p.shows("Maya", "What would you like a visit for?", "visit-what")
	p.tap("Maya", "A walk")
	p.shows("Maya", "When would it suit?", "visit-days")
	p.tap("Maya", "Monday 2 March")
	p.tap("Maya", "Afternoon (12–17)")
	p.shows("Maya", "Chosen so far:", "visit-chosen")
	p.tap("Maya", "These times")
	p.tap("Maya", "Riverside")
	p.tap("Maya", "60 minutes")
	p.sees("Maya", "Is there anything you wish for?")
	p.says("Maya", "somebody who likes dogs")
	p.tap("Maya", "Once")
	p.shows("Maya", "Shall I ask for this visit?", "visit-summary")
	p.tap("Maya", "Yes, ask")

	p.sees("Sam", "Maya would like a visit.")
	p.turnsTo("Sam")
	p.shows("Sam", "Maya would like a visit.", "visit-offer")
	p.covered("Sam")
	p.tap("Sam", "I'd like to")
	p.shows("Sam", "from what time?", "visit-hour")
	p.tap("Sam", "12:00")
	p.sees("Maya", "Sam would like to visit you:")
	p.turnsTo("Maya")
	p.shows("Maya", "Sam would like to visit you:", "visit-who")
	p.tap("Maya", "Yes, please")
	p.shows("Maya", "Where shall Sam come?", "visit-where")
	p.says("Maya", door)
	p.sees("Maya", "Where: you have told me.")
	p.pictures("visit-agreed-person")

	p.sees("Sam", "Where: in a message of its own")
	p.turnsTo("Sam")
	p.shows("Sam", "Where: in a message of its own", "visit-agreed-volunteer")
	p.covered("Sam")
	p.watcherIsAsked("Choose a buddy", "Ben", "visit-buddy")
	p.watcherIsAsked("Choose a deputy", "Dora", "visit-deputy")
}

// visitIsWatched is what happens from the door on, when the volunteer gives their
// quiet sign; it returns what their phone shows then and at the end.
func visitIsWatched(p *tab) (shown [2]string) {
	p.pushesHours(2)
	p.sees("Ben", "Are you awake")
	p.turnsTo("Ben")
	p.shows("Ben", "Are you awake", "visit-awake")
	p.tap("Ben", "I am awake")
	p.pushesHours(1)
	p.sees("Sam", "said yes and is awake")
	p.turnsTo("Sam")
	p.shows("Sam", "said yes and is awake", "visit-door")
	p.tap("Sam", "I'm here")
	p.shows("Sam", "You are there.", "visit-there")
	p.sees("Ben", "Sam is on a visit now.")
	p.turnsTo("Ben")
	p.shows("Ben", "Sam is on a visit now.", "visit-watching")
	p.pushesHours(1)
	p.sees("Sam", "Is all well?")
	p.turnsTo("Sam")
	p.shows("Sam", "Is all well?", "visit-well")
	p.tap("Sam", "30 more minutes")

	p.sees("Amira", "Sam needs you. Read all of this first")
	p.turnsTo("Amira")
	p.shows("Amira", "Sam needs you. Read all of this first", "visit-sign-card")
	p.covered("Amira")
	p.tap("Amira", "I've got this")
	p.shows("Amira", "You have this: Sam", "visit-sign-yours")
	p.sees("Sam", "You are there.")
	p.turnsTo("Sam")
	p.sees("Sam", "You are there.")
	p.pictures("visit-sign-given")
	shown[0] = p.shownTo("Sam")
	p.tap("Sam", "All done")
	p.shows("Sam", "When will you be home?", "visit-home")
	p.tap("Sam", "I am home")
	p.shows("Sam", "How was the visit for you?", "visit-over")
	p.hidden("Sam", door)
	p.newestOffersNoMore("Maya", "This visit is over. Thank you.")
	p.sees("Amira", "That does not mean that they are safe.")
	p.turnsTo("Amira")
	p.sees("Amira", "That does not mean that they are safe.")
	p.tap("Amira", "Done")
	p.shows("Amira", "Is Sam safe?", "visit-sign-outcome")
	p.tap("Amira", "Yes, they are safe")
	p.shows("Amira", "You closed this: Sam", "visit-sign-closed")
	p.hidden("Amira", door)
	shown[1] = p.shownTo("Sam")
	return shown
}

// companyIsDrawn protects rule 12 and whoever cannot see a picture.
func companyIsDrawn(p *tab) {
	p.turnsTo("Maya")
	p.says("Maya", "/company")
	p.tap("Maya", "Add somebody")
	p.sees("Maya", "What do you call them?")
	p.says("Maya", "Joseph")
	p.tap("Maya", "Near")
	p.sees("Maya", "How near are they, in your own words?")
	p.says("Maya", "he rings every evening")
	p.shows("Maya", "The people round you", "company-list")
	p.tap("Maya", "See the picture")
	p.sees("Maya", "You are in the middle. The numbers say who is who.")
	p.until(p.images("Maya") + `.at(-1)?.naturalWidth > 100 && ` + p.images("Maya") + `.at(-1).alt !== ''`)
	p.toEnd("Maya")
	p.covered("Maya")
	p.grid("Maya")
	p.pictures("company-picture")
	p.tap("Maya", "Dark")
	p.sees("Maya", "Light")
	p.until(p.images("Maya") + `.at(-1)?.naturalWidth > 100`)
	p.toEnd("Maya")
	p.pictures("company-picture-dark-one")
}

// nothingUnusual plays the same visit with another sign chosen, so that "30 more"
// means what it says, and holds that Sam's phone shows exactly the same.
func nothingUnusual(p *tab, signed [2]string) {
	p.plays(visitPlayed)
	p.tap("Sam", "30 more minutes")
	p.showsTheSame("Sam", signed[0])
	p.pictures("visit-wide")
	p.tap("Sam", "All done")
	p.tap("Sam", "I am home")
	p.showsTheSame("Sam", signed[1])
	if look[bool](p, fmt.Sprintf(`document.querySelector(%s).textContent.includes('Sam needs you')`, quote(p.phone("Amira")))) {
		p.t.Error("an ordinary tap has raised the people on call")
	}
}

const (
	aboutSam = "I have a small dog, and time to listen."
	door     = "12 Mill Lane, second bell"
)

// visitPlayed is what the fingers of the other visit did until its time was over.
const visitPlayed = `> Dora says: /volunteers
> Dora taps: Invite a volunteer
> Sam opens the link from Dora
> Sam taps: Next page
> Sam taps: Next page
> Sam taps: Next page
> Sam taps: Next page
> Sam taps: I have read this
> Sam taps: Afternoons from Monday to Friday
> Sam taps: Done
> Sam taps: A sentence about me
> Sam says: ` + aboutSam + `
> Sam taps: Quiet sign
> Sam taps: “15 more” is my sign
> Maya says: /visit
> Maya taps: A walk
> Maya taps: Monday 2 March
> Maya taps: Afternoon (12–17)
> Maya taps: These times
> Maya taps: Riverside
> Maya taps: 60 minutes
> Maya says: somebody who likes dogs
> Maya taps: Once
> Maya taps: Yes, ask
> Sam taps: I'd like to
> Sam taps: 12:00
> Maya taps: Yes, please
> Maya says: ` + door + `
> Sam taps: Choose a buddy
> Sam taps: Ben
> Ben taps: Yes, I will
> Sam taps: Choose a deputy
> Sam taps: Dora
> Dora taps: Yes, I will
> 2h pass
> Ben taps: I am awake
> 1h pass
> Sam taps: I'm here
> 1h pass
`

// plays does what a script says, without fingers.
func (p *tab) plays(text string) {
	p.t.Helper()
	script, err := sandbox.ParseScript(strings.NewReader(text))
	p.do(err)
	_, err = script.Play(p.t.Context(), &sandbox.Player{Server: p.stage.Server, Settle: p.stage.House.Settle})
	p.do(err)
}

// watcherIsAsked lets Sam ask somebody to watch over the visit, who says yes.
func (p *tab) watcherIsAsked(choose, who, name string) {
	p.t.Helper()
	p.turnsTo("Sam")
	p.tap("Sam", choose)
	p.shows("Sam", "whom shall I ask?", name+"-choose")
	p.tap("Sam", who)
	p.sees(who, "Sam asks: will you be")
	p.turnsTo(who)
	p.shows(who, "Sam asks: will you be", name)
	p.tap(who, "Yes, I will")
	p.sees(who, "Thank you. You are Sam's")
}

// opensNewest lets one person open the newest link on another's phone.
func (p *tab) opensNewest(from, who string) {
	p.t.Helper()
	links := quote(p.phone(from) + ` [data-test="start-link"]`)
	before := look[int](p, fmt.Sprintf(`document.querySelectorAll(%s).length`, links))
	p.sees(from, "This link makes one person a peer volunteer.")
	p.until(fmt.Sprintf(`(() => {
		const all = [...document.querySelectorAll(%s)];
		if (all.length < %d) return false;
		all.at(-1).dataset.newest = '';
		return true;
	})()`, links, max(before, 1)))
	p.toEnd(from)
	p.pictures("visit-link")
	p.press(`[data-newest]`)
	p.press(strings.Replace(p.phone(who), "phone-", "open-as-", 1))
}

// hidden holds that words have gone from somebody's phone.
func (p *tab) hidden(person, words string) {
	p.t.Helper()
	p.until(fmt.Sprintf(`!document.querySelector(%s).textContent.includes(%s)`, quote(p.phone(person)+` [data-test="chat-log"]`), quote(words)))
}

// newestOffersNoMore holds that the newest message with these words has no button
// that would lead nowhere.
func (p *tab) newestOffersNoMore(person, words string) {
	p.t.Helper()
	p.until(fmt.Sprintf(`!([...document.querySelectorAll(%s)].findLast((msg) => msg.textContent.includes(%s)).querySelector('.key'))`, quote(p.phone(person)+" .msg"), quote(words)))
}

// ofOneVisit is what differs between any two visits: times of the day, since both
// are played by a clock that runs, what a link carries, and whether a message came
// and changed between two looks of the page or in one.
var ofOneVisit = regexp.MustCompile(`\d\d:\d\d|/start \w+|\b(arrived|changed) `)

// shownTo is everything that somebody's phone shows: texts, marks and buttons,
// message by message.
func (p *tab) shownTo(person string) string {
	p.t.Helper()
	all := look[[]string](p, fmt.Sprintf(`[...document.querySelectorAll(%s)].map((msg) => msg.className + ' ' + msg.textContent)`, quote(p.phone(person)+" .msg")))
	return ofOneVisit.ReplaceAllString(strings.Join(all, "\n"), "…")
}

// showsTheSame waits until somebody's phone shows this and nothing else.
func (p *tab) showsTheSame(person, want string) {
	p.t.Helper()
	for end := time.Now().Add(browserPatience); ; {
		p.do(p.stage.House.Settle(p.t.Context()))
		got := p.shownTo(person)
		if got == want {
			return
		}
		if time.Now().After(end) {
			p.t.Fatalf("the phone of %s shows something else:\n%s", person, difference(want, got))
		}
	}
}

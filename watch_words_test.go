package main

import (
	"slices"
	"strings"
	"time"
)

// What the watch knows of the companion: what stands on buttons, cards and
// messages, how a button carries whose alert it is, and how long things may
// take. Everything else it has seen with its own eyes.

// Texts that people read, by how they begin or what is in them.
const (
	readsLines   = "If somebody is in danger now, do not wait for us."
	readsAway    = "I can't reach the team right now: something is broken"
	readsSeen    = " has seen this."
	readsNobody  = "I can't reach anybody of the team right now"
	readsOpen    = "Nobody has this yet"
	readsYours   = "You have this: "
	readsTheirs  = " has this: "
	readsBlocked = " has blocked this chat"
	readsStopped = " has stopped all messages"
	readsAlone   = "Nobody else who can be reached is on call then"
	readsHanded  = " has this now, instead of "
	readsChannel = "An urgent message waits"
)

// readsNotYet are the ways of saying that nobody has answered.
var readsNotYet = []string{"Nobody has seen it yet", "Nobody has answered yet", "Still nobody", readsNobody}

// What people press and write.
const (
	pressHelp  = "🔴 I need help now"
	pressSafe  = "I am safe now"
	pressBack  = "Start again"
	writesStop = "/stop"
)

var (
	writesUrgent = []string{pressHelp, "/help_now", "I want to kill myself tonight", "I took all my tablets"}
	writesMore   = []string{"My sister is with me now", "It is raining here", "I live above the bakery"}
)

// Buttons of a card carry alert/ID/REVISION/ACT.
const (
	actTake = "take"
	actDone = "done"
	actBack = "back"
	actYes  = "pass_yes"
	actPass = "pass."
)

var (
	actsClosing = []string{"spoke", "emergency", "nothing", visitSafeAct, visitGoesOn} // the last two of what the watch over a visit raised
	actsMeant   = []string{actTake, actDone, "pass", actPass, actYes, "spoke", "emergency", "nothing"}
	actsOfOwner = append([]string{actDone, actBack, "mine", "not_yet"}, actsClosing...)
)

// Moments in the story of an alert. Every one of them has to be explained by
// what somebody did; those that hand an alert from one owner to the next without
// asking everybody stand in storyPassed.
const (
	storyTaken       = "taken"
	storyStep        = "step"
	storyDone        = "done."
	storyStill       = "still"
	storyAskedAfter  = "asked"
	storyRelayOpened = "relay.opened"
	storyRelayEnded  = "relay.ended"
)

var storyPassed = []string{"passed.on"}

// storyAsked: its owner asks a colleague to take over. One of storyAnswered
// follows in time, whatever the colleague does.
const storyAsked = "passing"

var storyAnswered = []string{"passed.on", "pass.refused", "pass.silent", "pass.lost", storyAsked, storyStep}

// How long things may take.
const (
	atOnce  = time.Second            // from the record to the lines, from due to the call
	beat    = time.Second            // of the metronome
	looking = 30 * time.Second       // how often the loops look without being woken: what they do in time, they were woken for
	polls   = 500 * time.Millisecond // how often after Redis was away, when nobody can have woken them (in production twice as often)
	pollFor = 15 * time.Second
	unasked = 30 * time.Minute // for how long a taken alert is left with its owner
	answers = 5 * time.Minute  // for how long a colleague is asked to take over
	notices = 35 * time.Second // what is no card waits its turn behind cards, and longest between two tries

	// After a disturbance the next try may wait for its pause.
	afterRedis    = looking + 2*time.Second        // a look that failed, and one try more
	afterTelegram = 5*time.Second + beat           // the longest pause between two tries of an urgent row
	afterHanging  = 10*time.Second + afterTelegram // the call that hangs is given up first
	afterCrash    = beat
	afterNobody   = time.Minute + beat // a round that reached nobody begins again
)

// cardButton is what a button of a card carries.
type cardButton struct {
	alert, act string
	rev        int
}

func readButton(data string) (b cardButton, ok bool) {
	parts := strings.Split(data, "/")
	if len(parts) != 4 || parts[0] != "alert" {
		return b, false
	}
	for _, digit := range parts[2] {
		b.rev = b.rev*10 + int(digit-'0')
	}
	b.alert, b.act = parts[1], parts[3]
	return b, true
}

func anyOf(text string, parts []string) bool {
	for _, p := range parts {
		if strings.Contains(text, p) {
			return true
		}
	}
	return false
}

// isUrgent reports whether a text asks for help, as the people of this night do.
func isUrgent(text string) bool { return slices.Contains(writesUrgent, strings.TrimSpace(text)) }

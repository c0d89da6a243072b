package care

import (
	"slices"
	"time"
)

// AlertState is where an urgent matter stands.
type AlertState string

// The states of an alert. Only a person moves it to taken or done.
const (
	AlertOpen  AlertState = "open"  // nobody has taken it yet
	AlertTaken AlertState = "taken" // somebody tapped "I've got this"
	AlertDone  AlertState = "done"  // whoever took it has finished it
)

// Alert is one urgent matter until a human has finished it (I2).
type Alert struct {
	ID         string     `json:"id"`
	Sender     string     `json:"s"`           // contact id; empty: somebody who never joined
	Chat       int64      `json:"c"`           // where they wrote from; 0 with Visit: they asked for nothing, the watch over it did
	Network    string     `json:"n,omitempty"` // which circle
	Signals    []string   `json:"g,omitempty"` // why: "button", "command", or what the reading saw
	Words      []Words    `json:"w,omitempty"` // verbatim, in order
	Opened     time.Time  `json:"o"`
	State      AlertState `json:"st"`
	Rev        int        `json:"r"`            // raised by every change people can see: older buttons are stale
	Step       int        `json:"e"`            // escalation step last done, from 0
	Rounds     int        `json:"ro,omitempty"` // how often the steps began again
	Told       []string   `json:"t,omitempty"`  // contacts who were sent a card, in order
	Failed     []string   `json:"f,omitempty"`  // contacts whose newest card did not arrive, as far as we know
	Owner      string     `json:"ow,omitempty"` // who took it
	Taken      time.Time  `json:"ta,omitzero"`
	Closed     time.Time  `json:"cl,omitzero"`
	Raised     time.Time  `json:"ra,omitzero"`  // when its people last heard
	SenderTold time.Time  `json:"stt,omitzero"` // when the sender was last told where things stand
	Truth      string     `json:"tr,omitempty"` // what the sender was last told, to tell them when it changes
	Drawn      time.Time  `json:"dr,omitzero"`  // when the cards were last drawn anew
	GaveBack   string     `json:"gb,omitempty"` // who handed it back last: others are asked first
	Asked      bool       `json:"as,omitempty"` // its owner was asked whether they are still with it
	SaysSafe   bool       `json:"sf,omitempty"` // the sender said that they are safe now
	Outcome    string     `json:"oc,omitempty"` // what was done, as the owner said
	Offer      string     `json:"of,omitempty"` // "yes" or "no": whether its owner chose to offer a meeting
	Story      []Moment   `json:"h,omitempty"`  // what happened, for those who may see it
	Called     string     `json:"cn,omitempty"` // first name of a sender who was erased, until it is finished
	Forgotten  time.Time  `json:"fg,omitzero"`  // when its sender was erased; then Sender is empty
	SafeAt     time.Time  `json:"sa,omitzero"`  // when the sender said so last
	Uncovered  bool       `json:"uc,omitempty"` // it was opened while nobody was on call
	Cover      time.Time  `json:"cv,omitzero"`  // with Uncovered: when cover begins and the first step is taken
	Passing    string     `json:"pa,omitempty"` // contact to whom its owner is passing it on, until they say yes
	PassedAt   time.Time  `json:"pt,omitzero"`
	Relay      *Relay     `json:"re,omitempty"` // the owner and the sender write to each other through us
	Relayed    []Words    `json:"rl,omitempty"` // what was said in relays, by both, verbatim
	Where      Words      `json:"wh,omitzero"`  // where the sender said that they are: their words, or latitude and longitude of a place sent by Telegram
	Phone      Words      `json:"ph,omitzero"`  // a number to call, as they gave it
	Drill      bool       `json:"dl,omitempty"` // a marked test: nobody is in danger
	Group      bool       `json:"gr,omitempty"` // the team's group was told
	Woken      []string   `json:"wk,omitempty"` // channels on which it was raised, each once in this list
	Now        []string   `json:"nw,omitempty"` // whom the newest step rang: contacts, and channels with Way before their id
	Rung       []string   `json:"rg,omitempty"` // channels raised since the newest step, each once
	Down       []string   `json:"dn,omitempty"` // channels that did not work since the newest step
	Waits      bool       `json:"wt,omitempty"` // the targets for uncovered hours were told; the first step waits for Cover
	Lined      time.Time  `json:"ln,omitzero"`  // when a minute began in which the sender was sent the crisis lines
	LinedTimes int        `json:"lt,omitempty"` // and how often they asked in it
	Urged      time.Time  `json:"ur,omitzero"`  // when the sender last wrote urgent words while it was open
	Finish     Words      `json:"fi,omitzero"`  // what was done, in its owner's words
	Visit      string     `json:"vi,omitempty"` // the visit whose volunteer may not be safe
	Quiet      bool       `json:"qt,omitempty"` // raised by a quiet sign: nothing of it may show on the sender's phone
}

// Way stands before the id of a channel where contacts stand too.
const Way = "#"

// Relay is a conversation between whoever owns an alert and whoever asked for
// help. Both know who is there; either ends it.
type Relay struct {
	With  string    `json:"w"` // contact of the staff member
	Since time.Time `json:"s"`
	Last  time.Time `json:"l"`          // when somebody last wrote in it
	Much  time.Time `json:"m,omitzero"` // when both were last told that more comes than can go across
}

// SeenLink is a one-use link that went out with an alarm on a channel, kept
// under the hash of its token.
type SeenLink struct {
	ID      string    `json:"id"` // hash of the token
	Alert   string    `json:"a"`
	Channel string    `json:"c"`
	Staff   string    `json:"s,omitempty"` // whose channel it is; empty: the team's
	Made    time.Time `json:"m"`
	Expires time.Time `json:"e"`
	Used    time.Time `json:"u,omitzero"`
}

// Moment is one line of an alert's story.
type Moment struct {
	At   time.Time `json:"t"`
	What string    `json:"w"` // a named reason, never words
	Who  string    `json:"p,omitempty"`
}

// Tell remembers that a contact was sent a card, and reports whether it is new.
func (a *Alert) Tell(contact string) bool {
	if slices.Contains(a.Told, contact) {
		return false
	}
	a.Told = append(a.Told, contact)
	return true
}

// Open reports whether somebody must still do something.
func (a *Alert) Open() bool { return a.State != AlertDone }

// TakenFor is how long a taken alert may stay unfinished before its owner is
// asked.
const TakenFor = 30 * time.Minute

// LinkTakenFor is the same for whoever took it by the link of an alarm and has
// not been seen in Telegram yet.
const LinkTakenFor = 10 * time.Minute

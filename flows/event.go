package flows

import (
	"time"

	"polyphony/care"
)

// Source says who put an item into the inbox.
type Source string

// The only ways in.
const (
	FromTelegram Source = "update"   // a raw update, as it arrived
	FromTimer    Source = "timer"    // a timer that came due
	FromDelivery Source = "delivery" // a row of the outbox that could not be delivered
	FromOperator Source = "operator" // a command typed by an operator
	FromLink     Source = "link"     // a one-use link that somebody opened and confirmed
	FromErasures Source = "erasures" // the list of those who were erased, read after a backup was restored
)

// Item is one thing that happened, as the inbox keeps it: recorded before
// anybody was told that it arrived, not yet understood.
type Item struct {
	ID     string // unique for good: "u:<update_id>", "t:<timer>@<due>", …
	Queue  string // what it must be in order with: "chat:<id>", "alert:<id>", …
	Source Source
	At     time.Time // when it was recorded, or for timers when it was due
	Seed   Seed      // 32 random bytes: everything a decision must not guess
	Body   []byte    // raw update, JSON of Failure or Operator, or the contact of an erasure; timers have none
}

// Kind says what an event is, once understood.
type Kind string

// What can happen.
const (
	KindText      Kind = "text"      // words, a command, or a press of the reply keyboard
	KindMedia     Kind = "media"     // voice, picture, sticker, location …
	KindTap       Kind = "tap"       // an inline button
	KindEdited    Kind = "edited"    // somebody changed what they had written
	KindBlocked   Kind = "blocked"   // somebody blocked the bot
	KindUnblocked Kind = "unblocked" // and let it in again
	KindGroup     Kind = "group"     // words, a command or a tap in a group chat; From.ID is who did it
	KindGroupIn   Kind = "group.in"  // the bot was put into a group
	KindGroupOut  Kind = "group.out" // and taken out of it
	KindMigrated  Kind = "migrated"  // a group became a supergroup: NewChat is its number from now on
	KindTimer     Kind = "timer"
	KindFailure   Kind = "failure"
	KindOperator  Kind = "operator"
	KindLink      Kind = "link"    // somebody acknowledged an alarm by its one-use link: Link is its id
	KindErased    Kind = "erased"  // somebody who was erased is back from a backup: Contact is who
	KindUnknown   Kind = "unknown" // an update of a kind we have no use for: counted and confirmed
)

// Event is an item, understood. Only the fields of its kind are filled.
type Event struct {
	ID    string
	Queue string
	Kind  Kind
	At    time.Time
	Seed  Seed

	Contact  string // with KindErased
	Link     string // with KindLink
	NewChat  int64  // with KindMigrated
	Chat     int64  // the chat it came from; a private chat's id is its user's
	Super    bool   // with KindGroupIn: the group is a supergroup
	Answers  string // in a group: the username of the bot whose message it answers, without the @
	From     Sender // who did it
	Text     string // words as written
	Message  int    // Telegram's id of the message written, edited or tapped on
	Media    care.Media
	Spot     *care.Spot // with a location or venue: where; Text is the venue's title and address
	Number   string     // with a contact that is their own: its telephone number
	Caption  bool       // with a tap: its message has a document or picture, so its text is a caption
	Tap      Tap
	Timer    TimerKey
	Failure  Failure
	Operator Operator
}

// Sender is what Telegram says of somebody; none of it is proof of anything.
type Sender struct {
	ID       int64
	Name     string // first name
	Language string // BCP 47, may be empty
}

// Tap is a press of an inline button.
type Tap struct {
	ID   string // answers must go to Telegram under this id within 150 seconds
	Data string // what the button carried, at most 64 bytes
}

// Failure is a row that Telegram would not take, come back as an event.
type Failure struct {
	Chat   int64  `json:"c"`
	Person string `json:"p,omitempty"`
	Alert  string `json:"a,omitempty"`
	Lane   Lane   `json:"l"`
	Key    string `json:"k"`
	Relay  string `json:"ry,omitempty"` // words of a relay that have not arrived: its alert
	Note   string `json:"n,omitempty"`  // an answer of the team that has not arrived
	Reason string `json:"r"`            // "blocked", "gone", "refused", "expired"
	Moved  int64  `json:"m,omitempty"`  // with FailedMoved: where the group is now

	Visit   string `json:"vi,omitempty"` // about a visit: its volunteer, buddy or deputy was not reached
	Channel string `json:"ch,omitempty"` // a channel that is not Telegram did not take it
}

// Reasons of a failure.
const (
	FailedBlocked  = "blocked"  // 403: blocked, deactivated, never started
	FailedGone     = "gone"     // 400 chat not found and the like
	FailedRefused  = "refused"  // Telegram will not take this row, ever
	FailedLate     = "late"     // could not be sent for so long that it makes no sense
	FailedUnwanted = "unwanted" // its reader may not have it any more: no role, stopped, another account
	FailedSlow     = "slow"     // 429 or no answer: another way is tried, the row stays
	FailedArrived  = "arrived"  // no failure: what was slow has arrived
	FailedMoved    = "moved"    // the group has another number now; the row went there
)

// Operator is a command typed at the machine.
type Operator struct {
	Verb   string           `json:"v"`           // "team", "invite", "rota", "revoke", "readmit", "exported"
	About  string           `json:"a,omitempty"` // with "revoke" and "readmit": the id in the team file; with "exported": the contact
	By     string           `json:"b,omitempty"` // with "exported": the operator's name on the machine
	Team   *care.Team       `json:"t,omitempty"`
	Invite *care.Invitation `json:"i,omitempty"`
}

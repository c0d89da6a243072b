package flows

import "time"

// Want is what a sender asks the outbox for.
type Want struct {
	Lanes []Lane // in order of preference
	Max   int    // rows at most
	Pace  Pace
}

// Next is when it is worth asking the outbox again.
type Next struct {
	Look time.Time // something that waits may leave then; zero: unknown
	// Quiet: until then the pace lets nothing leave but urgent rows, whatever
	// else is said meanwhile; zero: it would let it.
	Quiet time.Time
}

// Pace is how fast Telegram lets us speak. Zero means no limit.
type Pace struct {
	Overall float64 // messages a second, all chats together; urgent rows may borrow a second ahead, which the others wait out
	Chat    float64 // messages a second to one private chat
	Group   float64 // messages a minute to one group
}

// Outcome is what became of a row. Exactly one of Done and Again is set.
type Outcome struct {
	Done     bool      // the row is settled and goes
	Again    time.Time // the row stays at the head of its chat, not before this instant
	Tried    bool      // with Again: it was handed to Telegram
	Sent     int       // Telegram's id of the message sent or edited, 0: none
	Reason   Reason    // named: "sent", "edited", "withdrawn", "quiet", "rate_limited", …
	HoldChat time.Time // nothing goes to this chat before, not even urgent: sending into a hold makes it longer
	HoldAll  time.Time // nothing at all leaves before
	Failure  *Failure  // comes back through the inbox
}

// Verdict says whether a row may still be sent.
type Verdict int

// The verdicts.
const (
	Send Verdict = iota
	Drop
	Wait // until Delivery.Until
)

// Delivery is the answer to "is this still wanted?", with what the renderer
// must know about the reader.
type Delivery struct {
	Verdict  Verdict
	Reason   Reason
	Until    time.Time
	Language string
	Zone     string
	Silent   bool     // without sound, whatever the message says
	Keyboard bool     // they may see the reply keyboard
	Without  []int    // the message's Lines that do not hold any more, by index, rising
	Unnamed  []string // contacts and circles that the message names and that have no name any more
}

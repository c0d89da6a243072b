package flows

import (
	"time"

	"polyphony/care"
)

// Tx is how a decision reads. What it read is remembered with its revision;
// the commit fails when any of it has changed since.
type Tx interface {
	// Read fills into (a pointer) with the record and reports whether there is
	// one. Errors are the store's: the decision is taken again later.
	Read(kind care.Kind, id string, into any) (bool, error)
}

// Decision is what should change because of one event. All of it lands in one
// commit together with the acknowledgement of the event, or none of it does.
type Decision struct {
	Reason Reason // named, for tests, logs and metrics
	Put    []Put
	Say    []Message
	Timers []Timer
	Audit  []Entry
	Erase  []Erasure
	Trim   []Trimming
}

// Trimming lets the entries of a subject's trail go that are older than Before;
// with none, all of them.
type Trimming struct {
	Subject string
	Before  time.Time
}

// Erasure destroys what is kept beside the records for one person: their own
// key, so that nothing sealed under it can be read again, what is queued for
// their chat, which cards stand there, parked events of theirs, and their
// trail. The records are removed or rewritten by Put in the same decision. The
// contact's id is written to the erasure list outside Redis.
type Erasure struct {
	Contact string
	Chat    int64
}

// Reason names why a decision came out as it did. Lower case, dotted, never
// with anybody's words in it.
type Reason string

// Put writes one record; a nil Value removes it.
type Put struct {
	Kind  care.Kind
	ID    string
	Value any
}

// Entry is one line of the audit trail of a subject: who did what, when.
type Entry struct {
	Subject string    `json:"s"` // "contact:<id>", "network:<id>", "alert:<id>"
	At      time.Time `json:"t"`
	Who     string    `json:"w,omitempty"` // contact id; empty: the companion itself
	What    Reason    `json:"a"`
	Detail  string    `json:"d,omitempty"` // an id or a name of a thing, never words
}

package care

import (
	"fmt"
	"time"
)

// Answer is what an invited person said to a meeting.
type Answer string

// The answers to an invitation. Not having answered is no answer.
const (
	Coming    Answer = "coming"
	NotComing Answer = "not_coming"
	OtherTime Answer = "other_time"
)

// Meeting is one network meeting. Its time is wall-clock time in a zone: the
// instant is derived, so that a change of the zone's rules moves the meeting
// with the people who live by that clock.
type Meeting struct {
	ID            string            `json:"id"`
	Network       string            `json:"n"`
	Seq           int               `json:"q"` // raised by every move or cancel
	Day           string            `json:"d"` // 2006-01-02
	Clock         string            `json:"t"` // 15:04
	Zone          string            `json:"z"` // IANA
	Minutes       int               `json:"l"`
	Place         string            `json:"p,omitempty"`
	Practitioners []string          `json:"s"` // contact ids; two or more by rule 10
	Invited       []string          `json:"i"` // contact ids
	Answers       map[string]Answer `json:"a,omitempty"`
	Cancelled     bool              `json:"x,omitempty"`
	PlannedBy     string            `json:"b"`
	At            time.Time         `json:"at"` // when it was planned

	Kind      PlaceKind       `json:"pk,omitempty"` // of Place
	Spot      *Spot           `json:"sp,omitempty"` // where on the map
	Series    string          `json:"sr,omitempty"` // the recurring meeting that it belongs to
	Topics    []Topic         `json:"tp,omitempty"`
	Proposals []Proposal      `json:"pr,omitempty"` // other times that members could come
	Why       string          `json:"y,omitempty"`  // why its practitioners are not the same as last time, in the words of WhyBy
	WhyBy     string          `json:"yb,omitempty"` // contact whose words Why is; empty: of who planned it
	Told      map[string]Told `json:"to,omitempty"` // members without Telegram: what their teller said
	Took      Took            `json:"tk,omitempty"` // whether it took place, as its practitioners said
	Came      map[string]bool `json:"cm,omitempty"` // who came, as they or its practitioners said
	Changed   time.Time       `json:"ch,omitzero"`  // when it was last moved, changed or cancelled
	Changes   []Change        `json:"cg,omitempty"` // the newest of them, oldest first
	Request   string          `json:"rq,omitempty"` // the request that it answers
	Wondered  []string        `json:"wo,omitempty"` // members who were asked how it was
	Chosen    bool            `json:"ck,omitempty"` // its people were chosen by name: whoever joins later is not invited
	Brought   []Brought       `json:"br,omitempty"` // what somebody of the team brings from the inbox
}

// Brought is something from the team's inbox that somebody of the team brings
// to a meeting. The circle is shown nothing of it: its author brings the words.
type Brought struct {
	Ref
	By string    `json:"b"`
	On time.Time `json:"o"`
}

// Part is one thing about a meeting that can be changed by itself.
type Part string

// The parts of a meeting.
const (
	PartTime    Part = "time"
	PartLength  Part = "length"
	PartPlace   Part = "place"
	PartPeople  Part = "people"  // the practitioners who come
	PartInvited Part = "invited" // who else is invited
)

// Change says who changed which part of a meeting, when, and which version that made.
type Change struct {
	Seq  int       `json:"q"`
	Part Part      `json:"p"`
	By   string    `json:"b"`
	At   time.Time `json:"t"`
}

// ChangesKept is how many changes a meeting remembers.
const ChangesKept = 20

// PlaceKind says how somebody gets to a place.
type PlaceKind string

// The kinds of places. None: in somebody's own words.
const (
	PlaceAddress PlaceKind = "address" // where somebody lives, or any street address
	PlaceVenue   PlaceKind = "venue"   // the team's place, a community centre
	PlaceVideo   PlaceKind = "video"   // Place is an http(s) link, or empty until there is one
	PlaceSpot    PlaceKind = "spot"    // a location sent in Telegram
)

// Spot is a point on the map, in degrees.
type Spot struct {
	Lat  float64 `json:"a"`
	Long float64 `json:"o"`
}

// Topic is what somebody would like to be talked about, in their own words
// (rule 4). Until its author shows it, only they see it: they bring it.
type Topic struct {
	ID    string `json:"id"`
	Words Words  `json:"w"`
	Shown bool   `json:"s,omitempty"` // shown to everybody who is invited
}

// Proposal is another time at which somebody could come.
type Proposal struct {
	ID    string `json:"id"`
	By    string `json:"b"`
	Day   string `json:"d"`
	Clock string `json:"t"`
}

// Told says how it went with telling somebody who has no Telegram.
type Told struct {
	Seq  int       `json:"q"`           // the version of the meeting they were told
	Done bool      `json:"d,omitempty"` // their teller said that they know
	At   time.Time `json:"t,omitzero"`  // when they last said; none: they have not
	By   string    `json:"b,omitempty"` // who tells them this time instead of who promised
}

// Took says whether a meeting took place.
type Took string

// Whether it took place; none: nobody has said.
const (
	TookPlace Took = "yes"
	TookNot   Took = "no"
)

// Series is a meeting that comes back. Its dates follow from the rule and are
// made one at a time: each is a meeting of its own.
type Series struct {
	ID            string    `json:"id"`
	Network       string    `json:"n"`
	Rule          string    `json:"r"` // RRULE of RFC 5545, without the name
	First         string    `json:"f"` // day of its first meeting, 2006-01-02
	Clock         string    `json:"t"`
	Zone          string    `json:"z"`
	Minutes       int       `json:"l"`
	Place         string    `json:"p,omitempty"`
	Kind          PlaceKind `json:"pk,omitempty"`
	Spot          *Spot     `json:"sp,omitempty"`
	Practitioners []string  `json:"s"`
	Invited       []string  `json:"i,omitempty"` // empty: everybody of the circle
	Except        []string  `json:"x,omitempty"` // days on which it does not take place
	By            string    `json:"b"`
	Ended         time.Time `json:"e,omitzero"`
	Meeting       string    `json:"m,omitempty"` // the one next meeting that is planned
	Day           string    `json:"d,omitempty"` // that meeting's day by the rule, wherever it was moved since
}

// GroupChat is a Telegram group that the companion is in. It may be tied to a
// circle.
type GroupChat struct {
	Chat    int64     `json:"c"`
	Network string    `json:"n,omitempty"` // the circle whose group it is; empty: of none
	By      string    `json:"b,omitempty"` // contact who tied it
	Asked   string    `json:"k,omitempty"` // contact who was asked last whether it is their circle's, and has not answered
	Moved   int64     `json:"m,omitempty"` // it became a supergroup: its number from then on
	Nudged  time.Time `json:"nu,omitzero"` // when it was last said there that we answer in private
	Lines   time.Time `json:"li,omitzero"` // when the crisis lines were last said there
}

// Offset is how long before a meeting a reminder goes out. Days are days of the
// calendar, so that "a day before" is at the same hour even when the clocks
// change in between.
type Offset struct {
	Days    int
	Hours   int
	Minutes int `json:",omitempty"`
}

// ReminderOffsets are the default reminders: 3 days, 1 day and
// 2 hours before, longest first.
var ReminderOffsets = []Offset{{Days: 3}, {Days: 1}, {Hours: 2}}

// OffsetsOffered are those that a member can choose from, longest first.
var OffsetsOffered = []Offset{{Days: 7}, {Days: 3}, {Days: 1}, {Hours: 2}, {Minutes: 30}}

// OffsetsOf are the reminders that somebody gets: their own, else the team's.
func (t *Team) OffsetsOf(c *Contact) []Offset {
	switch {
	case c.OwnTimes:
		return c.Offsets
	case len(t.Reminders) > 0:
		return t.Reminders
	}
	return ReminderOffsets
}

// MeetingLengths are the lengths offered when planning, in minutes. Network
// meetings are usually an hour to an hour and a half.
var MeetingLengths = []int{60, 90, 120}

// Wall returns the meeting's day and hour as numbers.
func (m *Meeting) Wall() (year int, month time.Month, day, hour, minute int, err error) {
	t, err := time.Parse("2006-01-02 15:04", m.Day+" "+m.Clock)
	if err != nil {
		return 0, 0, 0, 0, 0, fmt.Errorf("meeting %s: day or time: %w", m.ID, err)
	}
	return t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), nil
}

// Asked reports whether the contact is invited.
func (m *Meeting) Asked(contact string) bool {
	for _, i := range m.Invited {
		if i == contact {
			return true
		}
	}
	return false
}

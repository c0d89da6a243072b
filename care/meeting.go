package care

import (
	"fmt"
	"time"
)

// Answer is what an invited person said to a meeting.
type Answer string

// The answers of product.md "Meetings". Not having answered is no answer.
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
}

// Offset is how long before a meeting a reminder goes out. Days are days of the
// calendar, so that "a day before" is at the same hour even when the clocks
// change in between.
type Offset struct {
	Days  int
	Hours int
}

// ReminderOffsets are the default reminders of product.md: 3 days, 1 day and
// 2 hours before, longest first.
var ReminderOffsets = []Offset{{Days: 3}, {Days: 1}, {Hours: 2}}

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

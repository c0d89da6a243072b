package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// At hours that the team chose, whoever has something unread hears of all of it
// in one quiet message. One timer a team runs, and only while something waits.

func digestTimer() TimerKey { return TimerKey{Subject: "team", ID: TeamID, What: "digest"} }

const digestSlot = "digest"

// digestClock sets the one timer of the digest to its next hour.
func (s *step) digestClock() {
	if next := nextDigest(s.team(), s.now); !next.IsZero() {
		s.timer(digestTimer(), next)
	}
}

// digestDays is how far ahead an hour for the digest is looked for.
const digestDays = 15

// nextDigest is the first of the team's chosen hours after t that lies in its
// working hours; zero when none ever does.
func nextDigest(t *care.Team, after time.Time) time.Time {
	hours, zone := t.Digest, calendar.Zone(t.Zone)
	if len(hours) == 0 {
		hours = care.DigestHours
	}
	var next time.Time
	for day := range digestDays {
		for _, clock := range hours {
			at, err := calendar.Instant(calendar.Day(after.In(zone).AddDate(0, 0, day), zone), clock, zone)
			if err != nil || !at.After(after) || !next.IsZero() && !at.Before(next) {
				continue
			}
			if _, open := calendar.Covers(t.Hours, at, zone, t.Holidays...); open {
				next = at
			}
		}
		if !next.IsZero() {
			return next
		}
	}
	return next
}

// onDigest tells each member of staff what waits in the circles that they read.
func onDigest(s *step) Reason {
	told := false
	for _, m := range s.team().Staff {
		if c := s.staffContact(m.ID); c != nil && s.isStaff(c) {
			told = s.digest(c) || told
		}
	}
	if !told {
		return "digest.empty"
	}
	s.digestClock()
	return "digest.sent"
}

// digest takes the place of the one before, and is not sent when nothing waits.
func (s *step) digest(c *care.Contact) bool {
	waiting := slices.DeleteFunc(s.standings(c), func(st standing) bool { return st.unread == 0 })
	m := Message{Person: c.ID, Lane: Bulk, Key: locales.InboxDigest, Slot: digestSlot, Silent: true, Guard: Guard{Purpose: PurposeDuty, Quiet: true}}
	stood := c.Digest
	c.Digest = len(waiting) > 0
	if stood != c.Digest {
		s.putContact(c)
	}
	switch {
	case len(waiting) > 0:
		m.Fresh, m.Replace = true, stood
		m.Lines = s.standingLines(waiting)
		for _, st := range waiting[:min(shelvesAtOnce, len(waiting))] {
			m.Buttons = append(m.Buttons, row(s.shelfButton(st.network, "digest")))
		}
		if len(waiting) > shelvesAtOnce {
			m.Buttons = append(m.Buttons, s.shelvesRow(""))
		}
	case stood:
		m.Key = locales.InboxDigestRead
	default:
		return false
	}
	s.say(m)
	return len(waiting) > 0
}

// digestUsed: somebody reads in the message that was their digest; the next one
// leaves it alone.
func (s *step) digestUsed() {
	if s.me.Digest {
		s.me.Digest = false
		s.putContact(s.me)
	}
}

package flows

import (
	"time"

	"polyphony/care"
	"polyphony/scheduler/calendar"
)

// What a trust does not want to keep any longer goes by itself, at night. Each
// thing has one timer that asks the team file as it is then, so a trust that
// changes its mind is obeyed without a search through the store.

// keptHour is when things go: at night, when nobody waits for an answer.
const keptHour = "03:00"

// keptAgain is how soon is asked again about what is kept without an end: a
// setting that was made since takes effect within this time.
const keptAgain = 30

// linkKept is how many days a link that has run out or was used stays known, so
// that whoever opens it late is told why it does not work.
const linkKept = 90

func keptTimer(subject, id string) TimerKey {
	return TimerKey{Subject: subject, ID: id, What: "kept"}
}

// keepUntil lets a thing go in the night after so many days.
func (s *step) keepUntil(subject, id string, from time.Time, days int) {
	due := from.AddDate(0, 0, days)
	if due.Before(s.now) {
		due = s.now
	}
	s.timer(keptTimer(subject, id), s.night(due))
}

// keepFor lets a thing go after so many days; with 0 it is asked about again.
func (s *step) keepFor(subject, id string, from time.Time, days int) {
	if days == 0 || from.AddDate(0, 0, days).After(s.now.AddDate(0, 0, keptAgain)) {
		from, days = s.now, keptAgain // the setting may be another until then
	}
	s.keepUntil(subject, id, from, days)
}

// keepLooking asks about a thing regularly, for as long as it is there.
func (s *step) keepLooking(subject, id string) { s.keepFor(subject, id, s.now, 0) }

// night is the first night hour after t, on the team's clock.
func (s *step) night(t time.Time) time.Time {
	next, err := calendar.Next(t, calendar.EveryDay, keptHour, calendar.Zone(s.team().Zone))
	if err != nil || next.IsZero() {
		return t.Add(24 * time.Hour)
	}
	return next
}

// past reports whether so many days have gone since; with 0 they never have.
func (s *step) past(from time.Time, days int) bool {
	return days > 0 && !s.now.Before(from.AddDate(0, 0, days))
}

// goes removes a record with its trail.
func (s *step) goes(kind care.Kind, id string) Reason {
	s.put(kind, id, nil)
	s.d.Trim = append(s.d.Trim, Trimming{Subject: string(kind) + ":" + id})
	return Reason(string(kind) + ".not.kept")
}

// onMeetingKept lets a meeting go with its topics.
func onMeetingKept(s *step) Reason {
	m := s.meeting(s.ev.Timer.ID)
	if m == nil {
		return "meeting.gone"
	}
	days := s.team().Retention.Meetings
	if !s.past(ends(m), days) {
		s.keepFor("meeting", m.ID, ends(m), days)
		return "meeting.kept"
	}
	if n := s.network(m.Network); n != nil {
		n.Meetings, n.Unsaid = drop(n.Meetings, m.ID), drop(n.Unsaid, m.ID)
		if n.Last == m.ID {
			n.Last = ""
		}
		s.putNetwork(n)
	}
	return s.goes(care.KindMeeting, m.ID)
}

// onAlertKept lets a finished call for help go. One that is open is never
// touched (I2).
func onAlertKept(s *step) Reason {
	a := s.alert(s.ev.Timer.ID)
	if a == nil {
		return "alert.gone"
	}
	days := s.team().Retention.Alerts
	switch {
	case a.Open():
		s.keepLooking("alert", a.ID)
		return "alert.open"
	case !a.Forgotten.IsZero() && days == 0, s.past(a.Closed, days):
		return s.goes(care.KindAlert, a.ID)
	}
	s.keepFor("alert", a.ID, a.Closed, days)
	return "alert.kept"
}

// onRequestKept lets a request go as meetings do.
func onRequestKept(s *step) Reason {
	r := s.request(s.ev.Timer.ID)
	if r == nil {
		return "request.gone"
	}
	days := s.team().Retention.Meetings
	if r.Open() || !s.past(r.At, days) {
		s.keepFor("request", r.ID, r.At, days)
		return "request.kept"
	}
	return s.goes(care.KindRequest, r.ID)
}

// onInvitationKept lets a link go that nobody can use any more.
func onInvitationKept(s *step) Reason {
	inv := read[care.Invitation](s, care.KindInvitation, s.ev.Timer.ID)
	if inv == nil {
		return "invitation.gone"
	}
	if n := s.network(inv.Network); n != nil {
		s.dropInvite(n, inv.ID)
		s.putNetwork(n)
	}
	return s.goes(care.KindInvitation, inv.ID)
}

// keepLink lets a link go some time after nobody can use it any more.
func (s *step) keepLink(inv *care.Invitation) {
	s.keepUntil("invitation", inv.ID, inv.Expires, linkKept)
}

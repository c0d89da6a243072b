package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

const reachSlot = "reach"

// comingSpans are the shifts of a member of staff that begin after now and until
// then, without those that follow another directly.
func (s *step) comingSpans(staff string, until time.Time) (out []calendar.Stretch) {
	for _, st := range s.dutySpans(staff, s.now.Add(-shortBreak), until.Add(time.Second)) {
		if st.From.After(s.now) && !st.From.After(until) {
			out = append(out, s.wholeSpan(staff, st))
		}
	}
	return out
}

// wholeSpan is a shift until it really ends, not only until where was looked.
func (s *step) wholeSpan(staff string, st calendar.Stretch) calendar.Stretch {
	for _, whole := range s.dutySpans(staff, st.From, st.From.AddDate(0, 0, onCallDays)) {
		return whole
	}
	return st
}

// askEvening asks those who come on call before the next evening. Those who
// cannot be reached at all the coordinators hear of.
func (s *step) askEvening() {
	evening := s.dayAt(eveningClock, 0)
	if s.now.Before(evening) || s.now.Sub(evening) >= eveningLate {
		return
	}
	r := s.rota()
	for _, m := range s.team().Staff {
		coming := s.comingSpans(m.ID, s.dayAt(eveningClock, 1))
		if !m.Role.Staff() || len(coming) == 0 {
			continue
		}
		last := coming[len(coming)-1].From
		c := s.staffContact(m.ID)
		switch {
		case !s.staffHears(m.ID):
			s.lost(m.ID)
		case coming[0].From.Sub(s.now) <= askBefore || !r.Asked[m.ID].Before(last):
		case s.hereToday(m.ID): // the question an hour before is the one that counts
		default:
			s.asked(m.ID, last)
			s.say(s.reachQuestion(c, locales.ReachEvening, coming))
		}
	}
}

// hereToday reports whether somebody has been on call within a day, and has shown
// then that they can be reached: they know that they come again tomorrow.
func (s *step) hereToday(staff string) bool {
	since := s.now.Add(-24 * time.Hour)
	for _, st := range s.dutySpans(staff, since.Add(-shortBreak), s.now) {
		if st.From.After(since) && s.proven(staff, st.From) {
			return true
		}
	}
	return false
}

func (s *step) asked(name string, begins time.Time) {
	r := s.rota()
	if r.Asked == nil {
		r.Asked = map[string]time.Time{}
	}
	r.Asked[name] = begins
	s.putRota(r)
}

// reachQuestion takes the place of the one before it: one question stands, not
// three.
func (s *step) reachQuestion(c *care.Contact, key locales.Key, coming []calendar.Stretch) Message {
	m := Message{Person: c.ID, Lane: Reply, Key: key, Args: s.span(c, coming[0].From, coming[0].Until), Slot: reachSlot, Fresh: true, Replace: true,
		Guard: Guard{Purpose: PurposeDuty, Before: coming[0].From}}
	for _, st := range coming[1:] {
		m.Lines = append(m.Lines, Line{Key: locales.ReachAlso, Args: s.span(c, st.From, st.Until)})
	}
	m.Buttons = [][]Button{row(Button{Label: locales.ReachHere, Data: data("duty", "-", 0, "here."+stamp(coming[0].From)), Style: "primary"},
		Button{Label: locales.ReachCant, Data: data("duty", "-", 0, "cant."+stamp(coming[0].Until))})}
	return m
}

// askHour asks those who come on call within the hour. Whoever has been here in
// the hour before is only reminded.
func (s *step) askHour() {
	r := s.rota()
	for _, m := range s.team().Staff {
		coming := s.comingSpans(m.ID, s.now.Add(askBefore))
		if !m.Role.Staff() || len(coming) == 0 || r.Asked["hour."+m.ID].Equal(coming[0].From) || !s.staffHears(m.ID) {
			continue
		}
		s.asked("hour."+m.ID, coming[0].From)
		s.mark("asked."+m.ID, s.now)
		c := s.staffContact(m.ID)
		q := s.reachQuestion(c, locales.ReachHour, coming[:1])
		if s.proven(m.ID, coming[0].From) {
			q.Key, q.Buttons = locales.ReachHourKnown, nil
		}
		s.say(q)
	}
}

// proven reports whether somebody has shown lately enough that they can be
// reached for a shift that begins then.
func (s *step) proven(staff string, begins time.Time) bool {
	return !s.rota().Proofs[staff].Before(begins.Add(-2 * askBefore))
}

// tellSilent tells the coordinators who has not said that they are there; of a
// coordinator whom no other can ask after, the practitioners hear.
func (s *step) tellSilent() {
	var all, alone []calendar.Stretch
	for _, m := range s.team().Staff {
		st, is := s.silentBeforeShift(m.ID)
		if !m.Role.Staff() || !is {
			continue
		}
		s.mark("silent."+m.ID, st.From)
		all = append(all, s.wholeSpan(m.ID, st))
		if !slices.ContainsFunc(s.team().StaffWith(care.Coordinator), func(c care.StaffMember) bool { return c.ID != m.ID && s.staffHears(c.ID) }) {
			alone = append(alone, all[len(all)-1])
		}
	}
	s.toRole(care.Coordinator, "", func(to *care.Contact) Message { return s.silentMessage(to, all) })
	s.toRole(care.Practitioner, "", func(to *care.Contact) Message { return s.silentMessage(to, alone) })
}

// silentBeforeShift is the shift that somebody has been asked about without an
// answer, long enough to be told, and not told of yet.
func (s *step) silentBeforeShift(staff string) (calendar.Stretch, bool) {
	r := s.rota()
	for _, st := range s.dutySpans(staff, s.now.Add(-shortBreak), s.now.Add(silentBefore+time.Second)) {
		waited := st.From.After(s.now.Add(-silentBefore)) && !s.now.Before(s.silentAt(staff, st.From)) && r.Asked["hour."+staff].Equal(st.From)
		if waited && !s.proven(staff, st.From) && !r.Reported["silent."+staff].Equal(st.From) {
			return st, true
		}
	}
	return calendar.Stretch{}, false
}

func (s *step) silentMessage(to *care.Contact, all []calendar.Stretch) Message {
	m := Message{Key: locales.ReachSilent}
	for _, st := range all {
		who := st.Staff[0]
		if who == to.Staff {
			continue
		}
		args := s.span(to, st.From, st.Until)
		args["Name"] = s.staffNames([]string{who})
		m.Lines = append(m.Lines, Line{Key: locales.ReachSilentLine, Args: args, Tight: len(m.Lines) > 0})
		m.Buttons = append(m.Buttons, s.findButton(who, st.Until))
	}
	if len(m.Lines) == 0 {
		return Message{}
	}
	return m
}

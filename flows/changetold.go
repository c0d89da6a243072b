package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// tellChange tells those who are invited what has changed, those who are newly
// invited that there is a meeting, and those who are not any more that they
// need not come.
func (s *step) tellChange(m, stood *care.Meeting, parts []care.Part, lines []Line) {
	s.fetchReminders(slices.Concat(m.Invited, stood.Invited))
	for _, id := range m.Invited {
		if slices.Contains(stood.Invited, id) {
			s.tellChanged(m, stood, id, parts, lines)
		} else {
			s.tell(m, id, tellPlanned)
		}
	}
	for _, id := range minus(stood.Invited, m.Invited) {
		s.tellNotNeeded(m, id)
	}
	first, _ := changeSaid(parts)
	s.tellElsewhere(m, first)
}

// tellChanged tells one reader what has changed since they last heard of the
// meeting; one who has not heard of it at all hears that it is planned.
func (s *step) tellChanged(m, stood *care.Meeting, id string, parts []care.Part, lines []Line) {
	since, start := s.unheardSince(stood, id), starts(m)
	if was := starts(stood); was.Before(start) {
		start = was
	}
	if since.Before(s.now) && !m.At.Before(since) {
		s.tellBefore(start, m, id, tellPlanned)
		return
	}
	told := untold(m, parts, since)
	first, more := changeSaid(told)
	s.tellBefore(start, m, id, first, slices.Concat(wasLines(m, stood, since), lines, more)...)
}

// wasLines say the time before a move, to whoever knows it: one who has not
// heard of the move before this one either knows another.
func wasLines(m, stood *care.Meeting, since time.Time) []Line {
	again := slices.ContainsFunc(m.Changes, func(c care.Change) bool {
		return c.Part == care.PartTime && c.Seq != m.Seq && !c.At.Before(since)
	})
	if again || starts(stood).Equal(starts(m)) {
		return nil
	}
	return []Line{{Key: locales.ChangeWas, Args: Args{"When": when(starts(stood))}}}
}

// unheardSince is from when on a reader may not have heard what was said: what
// was said in their quiet hours waits until the morning and dies with its
// version, so that the notice after it speaks for both. A meeting that begins in
// those hours waits for nothing.
func (s *step) unheardSince(stood *care.Meeting, id string) time.Time {
	if s.startsBeforeQuietEnds(stood, id) {
		return s.now
	}
	return calendar.QuietBegan(s.now, s.zoneOf(s.contact(id)))
}

// untold are the parts that have changed now, or since a reader could last be told.
func untold(m *care.Meeting, parts []care.Part, since time.Time) (told []care.Part) {
	for _, p := range allParts {
		changed := slices.ContainsFunc(m.Changes, func(c care.Change) bool { return c.Part == p && !c.At.Before(since) })
		if changed || slices.Contains(parts, p) {
			told = append(told, p)
		}
	}
	return told
}

var allParts = []care.Part{care.PartTime, care.PartLength, care.PartPlace, care.PartPeople, care.PartInvited}

// changeSaid are the first words of a notice about some changes, and a line for
// each that the first words do not say.
func changeSaid(parts []care.Part) (first locales.Key, lines []Line) {
	if len(parts) == 1 {
		return changeKeys[parts[0]].first, nil
	}
	first = locales.ChangeSeveral
	for _, p := range parts {
		if p == care.PartTime {
			first = tellMoved
			continue
		}
		lines = append(lines, line(changeKeys[p].line))
	}
	return first, lines
}

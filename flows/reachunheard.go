package flows

import (
	"slices"
	"strings"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// What a coordinator had to know did not arrive. When no other coordinator heard
// it the practitioners are told in their place: a gap of which nobody knows is
// the one that stays (I10).

// mustBeHeard are the messages about the rota that somebody has to hear.
var mustBeHeard = []locales.Key{locales.ReachGaps, locales.ReachLostBlock, locales.ReachLostStop, locales.ReachLostJoin, locales.ReachSilent}

// rotaUnheard tells the practitioners what a coordinator did not hear.
func (s *step) rotaUnheard(f Failure) (Reason, bool) {
	c := s.contact(f.Person)
	if c == nil || !slices.Contains(mustBeHeard, locales.Key(f.Key)) || f.Reason == FailedSlow || f.Reason == FailedArrived || !s.isCoordinator(c.ID) {
		return "", false
	}
	for _, m := range s.team().StaffWith(care.Coordinator) {
		if m.ID != c.Staff && s.staffHears(m.ID) {
			return "failure.heard.by.another", true
		}
	}
	switch locales.Key(f.Key) {
	case locales.ReachGaps:
		s.tellGapsTo(s.inTheirPlace, s.gapsToldBefore())
	case locales.ReachSilent:
		s.tellSilentAgain(c)
	default:
		s.tellLostAgain()
	}
	return "failure.practitioners", true
}

// inTheirPlace the practitioners hear it.
func (s *step) inTheirPlace(made func(*care.Contact) Message) int {
	return s.toRole(care.Practitioner, "", made)
}

// gapsToldBefore are the gaps to come that were told of before this moment.
func (s *step) gapsToldBefore() (before []calendar.Stretch) {
	for _, g := range s.gaps(s.now.AddDate(0, 0, onCallDays)) {
		if at := s.gapTold(g); !at.IsZero() && at.Before(s.now) {
			before = append(before, g)
		}
	}
	return before
}

// tellLostAgain tells the practitioners of those who are on call and cannot be
// reached, as far as that was told before this moment.
func (s *step) tellLostAgain() {
	for _, m := range s.team().Staff {
		if at := s.rota().Reported["lost."+m.ID]; !at.IsZero() && at.Before(s.now) {
			s.lostTo(s.inTheirPlace, m.ID)
		}
	}
}

// tellSilentAgain tells them who has not said that they are there, for shifts
// that are not over.
func (s *step) tellSilentAgain(unheard *care.Contact) {
	var all []calendar.Stretch
	for name, begins := range s.rota().Reported {
		staff, is := strings.CutPrefix(name, "silent.")
		if !is || s.proven(staff, begins) {
			continue
		}
		for _, st := range s.dutySpans(staff, later(begins, s.now), s.now.AddDate(0, 0, 1)) {
			if !st.From.After(later(begins, s.now)) && staff != unheard.Staff {
				all = append(all, s.wholeSpan(staff, st))
			}
		}
	}
	slices.SortFunc(all, func(a, b calendar.Stretch) int { return strings.Compare(a.Staff[0], b.Staff[0]) })
	s.inTheirPlace(func(to *care.Contact) Message { return s.silentMessage(to, all) })
}

// gapTold is when the coordinators were told of all of a gap, zero when they were
// not.
func (s *step) gapTold(g calendar.Stretch) (at time.Time) {
	for name, told := range s.rota().Reported {
		if !strings.HasPrefix(name, "gap.") {
			continue
		}
		if from, until := gapTimes(name); !g.From.Before(from) && g.Until.Unix() <= until.Unix() && told.After(at) {
			at = told
		}
	}
	return at
}

package flows

import (
	"slices"
	"strconv"

	"polyphony/care"
	"polyphony/locales"
)

// Coordinators see where company is wanting as two rows of numbers, of the whole
// team and never of a person (rule 17). No map of company is looked into.

// companyFew is how many people besides staff a circle needs not to be counted.
const companyFew = 2

// companyCounts are the lines for a coordinator: the visits of this month and the
// one before, and how many circles are small.
func (s *step) companyCounts() []Line {
	lines := []Line{line(locales.CountsVisits)}
	now := s.now.In(s.teamZone())
	first := now.AddDate(0, 0, 1-now.Day())
	for back, key := range []locales.Key{locales.CountsVisitsNow, locales.CountsVisitsBefore} {
		n := s.visits().Months[first.AddDate(0, -back, 0).Format("2006-01")]
		lines = append(lines, Line{Key: key, Tight: true, Args: Args{"Asked": count(n.Asked), "Made": count(n.Made), "Unfound": count(n.Unfound)}})
	}
	return append(lines, Line{Key: locales.CompanyThin, Args: Args{"Number": text(strconv.Itoa(s.thinCircles()))}})
}

// thinCircles is how many circles that go on have fewer than two people besides
// staff, those without Telegram counted among the people. Every circle has
// somebody of the team, so all are found with them.
func (s *step) thinCircles() (few int) {
	var circles []string
	for _, m := range s.team().Staff {
		if c := s.staffContact(m.ID); c != nil {
			circles = append(circles, c.Networks...)
		}
	}
	slices.Sort(circles)
	circles = slices.Compact(circles)
	s.fetch(care.KindNetwork, circles...)
	for _, id := range circles {
		if n := s.network(id); n != nil && ended(n) == "" && peopleIn(n) < companyFew {
			few++
		}
	}
	return few
}

// peopleIn is how many belong to a circle besides staff.
func peopleIn(n *care.Network) (people int) {
	for _, m := range n.Members {
		if !m.Role.Staff() && !slices.Contains(n.Died, m.Contact) {
			people++
		}
	}
	return people + len(n.Absent)
}

package flows

import (
	"slices"

	"polyphony/care"
)

// wordsGo removes what somebody wrote so many days ago, the oldest first, and
// returns how much of a batch is left.
func (s *step) wordsGo(c *care.Contact, days int) (left int) {
	left = forgetBatch
	m := s.mineOf(c.ID)
	for n := 0; n < m.Pages && left > 0; n++ {
		page := s.minePage(c.ID, n)
		if page == nil {
			continue
		}
		before := len(page.Items)
		left = s.pageGoes(c, page, days, left)
		switch len(page.Items) {
		case before:
		case 0:
			s.put(care.KindMine, minePageID(c.ID, n), nil)
		default:
			s.put(care.KindMine, minePageID(c.ID, n), page)
		}
	}
	if before := len(m.Items); left > 0 {
		if left = s.pageGoes(c, m, days, left); len(m.Items) < before {
			s.put(care.KindMine, c.ID, m)
		}
	}
	return left
}

func (s *step) pageGoes(c *care.Contact, page *care.Mine, days, left int) int {
	page.Items = slices.DeleteFunc(page.Items, func(r care.Ref) bool {
		if left == 0 || !s.past(r.At, days) || !s.mayGo(c, r, days) {
			return false
		}
		left--
		s.forgetOne(r, c.ID)
		return true
	})
	return left
}

// mayGo reports whether a thing is over: what still runs is not old, and calls
// for help have a time of their own. Of a measure that goes on the old values go.
func (s *step) mayGo(c *care.Contact, r care.Ref, days int) bool {
	switch r.Kind {
	case care.KindAlert:
		return false
	case care.KindCheckIn:
		return r.ID != c.CheckIn
	case care.KindVisit:
		return false // they go by a timer of their own, as meetings do
	case care.KindVolunteer:
		return s.peer(c.ID) == nil // what volunteers say of themselves is not old while they are volunteers
	case care.KindCompany:
		m := s.companyOf(r.ID)
		return m == nil || s.past(m.Changed, days)
	case care.KindPlan:
		p := s.plan(r.ID)
		return p == nil || p.Ended
	case care.KindMeasure:
		m := read[care.Measure](s, care.KindMeasure, r.ID)
		if m == nil {
			return true
		}
		before := len(m.Points)
		m.Points = slices.DeleteFunc(m.Points, func(p care.Point) bool { return s.past(p.At, days) })
		if len(m.Points) < before {
			s.put(care.KindMeasure, m.ID, m)
		}
		return !m.Ended.IsZero() && len(m.Points) == 0
	}
	return true
}

// oldest is the first thing that somebody wrote and that words go by.
func (s *step) oldest(c *care.Contact) care.Ref {
	m := s.mineOf(c.ID)
	words := func(r care.Ref) bool { return r.Kind != care.KindAlert }
	for n := range m.Pages {
		if page := s.minePage(c.ID, n); page != nil {
			if i := slices.IndexFunc(page.Items, words); i >= 0 {
				return page.Items[i]
			}
		}
	}
	if i := slices.IndexFunc(m.Items, words); i >= 0 {
		return m.Items[i]
	}
	return care.Ref{}
}

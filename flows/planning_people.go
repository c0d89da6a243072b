package flows

import (
	"slices"
	"strings"

	"polyphony/care"
	"polyphony/locales"
)

// practitioners are those of a circle who can come, in order of joining.
// Whoever has left the team is none of them.
func (s *step) practitioners(n *care.Network) (can []string) {
	for _, id := range n.With(care.Practitioner) {
		if s.place(n, id) != nil {
			can = append(can, id)
		}
	}
	return can
}

// sameAgain are the practitioners of the last meeting who can still come
// (rule 10), else the circle's.
func (s *step) sameAgain(n *care.Network) []string {
	can := s.practitioners(n)
	last := s.lastMeeting(n)
	if last == nil {
		return can
	}
	if same := slices.DeleteFunc(slices.Clone(last.Practitioners), func(id string) bool { return !slices.Contains(can, id) }); len(same) >= 2 {
		return same
	}
	return can
}

// peopleBefore are the practitioners whom people expect: those of the meeting
// as it stands, or those of last time. Nil: nobody yet.
func (s *step) peopleBefore(d *care.Draft) []string {
	if m := s.meeting(d.Meeting); m != nil {
		return m.Practitioners
	}
	if last := s.lastMeeting(s.network(d.Network)); last != nil {
		return last.Practitioners
	}
	return nil
}

// otherPeople reports whether somebody else comes than people expect.
func (s *step) otherPeople(d *care.Draft) bool {
	before := s.peopleBefore(d)
	return len(before) > 0 && !sameSet(before, d.Staff)
}

func sameSet(a, b []string) bool { return len(minus(a, b)) == 0 && len(minus(b, a)) == 0 }

// minus are those of a who are not in b, in a's order.
func minus(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(x string) bool { return slices.Contains(b, x) })
}

func (s *step) showPeople() {
	s.await(draftPlan)
	d := s.me.Draft
	var rows [][]Button
	can := s.practitioners(s.network(d.Network))
	for _, id := range can {
		label := locales.PlanComesNot
		if slices.Contains(d.Staff, id) {
			label = locales.PlanComes
		}
		rows = append(rows, row(s.planButton(label, Args{"Name": text(s.name(id))}, "comes."+id)))
	}
	if len(can) < 2 {
		rows = append(rows, row(Button{Label: locales.CircleAddStaff, Data: data("circle", d.Network, 0, "staff")}))
	}
	var lines []Line
	if before := s.peopleBefore(d); len(before) > 0 {
		lines = append(lines, Line{Key: locales.PlanPeopleBefore, Args: Args{"Names": s.names(before)}})
	}
	s.draw(locales.PlanPeople, nil, nil, lines, append(rows, row(s.planButton(locales.PlanDone, nil, "chosen")), s.backRow())...)
}

// planComes lets a practitioner come, or not.
func planComes(s *step, id string) Reason {
	d := s.me.Draft
	if !slices.Contains(s.practitioners(s.network(d.Network)), id) {
		return s.refused()
	}
	if i := slices.Index(d.Staff, id); i >= 0 {
		d.Staff = slices.Delete(slices.Clone(d.Staff), i, i+1)
	} else {
		d.Staff = append(slices.Clone(d.Staff), id)
	}
	d.Why, d.Asked = "", false
	s.chosen(care.PartPeople)
	s.showPeople()
	return "plan.comes"
}

// planPeopleChosen goes on, when enough come. A change is told beforehand, with
// its reason (rule 10), so that is asked first.
func planPeopleChosen(s *step, _ string) Reason {
	if reason, wrong := s.peopleWrong(); wrong {
		return reason
	}
	s.showSummary()
	return "plan.people.chosen"
}

// peopleWrong asks for whatever is missing about the practitioners.
func (s *step) peopleWrong() (Reason, bool) {
	d := s.me.Draft
	if gone := minus(d.Staff, s.practitioners(s.network(d.Network))); len(gone) > 0 {
		d.Staff, d.Why, d.Asked = minus(d.Staff, gone), "", false
		s.chosen(care.PartPeople)
		s.wrong(locales.PlanPersonLeft, Args{"Name": s.names(gone)})
		s.showPeople()
		return "plan.person.left", true
	}
	switch {
	case len(d.Staff) < 2:
		s.wrong(locales.PlanTooFew, nil)
		s.showPeople()
		return "plan.people.few", true
	case s.otherPeople(d) && !d.Asked:
		s.showWhy()
		return "plan.why", true
	}
	return "", false
}

func (s *step) showWhy() {
	s.await(draftWhy)
	s.draw(locales.PlanWhy, Args{"Names": s.names(s.peopleBefore(s.me.Draft))}, nil, nil,
		row(s.planButton(locales.PlanWhyNone, nil, "nowhy")),
		row(s.planButton(locales.PlanBack, nil, "people"), s.planButton(locales.PlanLeave, nil, "leave")))
}

// whyTyped keeps the reason as it was written.
func whyTyped(s *step, typed string) Reason {
	if tooLong(typed, reasonLimit+1) || strings.TrimSpace(typed) == "" {
		s.reply(locales.PlanWhyLong, nil)
		return "plan.why.long"
	}
	s.me.Draft.Why, s.me.Draft.Asked = typed, true
	s.showSummary()
	return "plan.why.said"
}

func planNoWhy(s *step, _ string) Reason {
	s.me.Draft.Why, s.me.Draft.Asked = "", true
	s.showSummary()
	return "plan.why.none"
}

// peopleLines say who is new and who is not there this time, and why.
func (s *step) peopleLines(before, now []string, why string) (lines []Line) {
	if len(before) == 0 || sameSet(before, now) {
		return nil
	}
	if comes := minus(now, before); len(comes) > 0 {
		lines = append(lines, Line{Key: locales.ChangeComes, Args: Args{"Names": s.names(comes)}})
	}
	if gone := minus(before, now); len(gone) > 0 {
		lines = append(lines, Line{Key: locales.ChangeComesNot, Args: Args{"Names": s.names(gone)}})
	}
	if why != "" {
		lines = append(lines, Line{Key: locales.ChangeWhy, Args: Args{"Words": words(why)}})
	}
	return lines
}

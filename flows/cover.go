package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// Covers: what changes the pattern, who is told of it, and taking it back.

// agree adds a cover.
func (s *step) agree(c care.Cover) {
	c.ID, c.By, c.At = s.newID("cover"), s.me.ID, s.now
	r := s.rota()
	r.Covers = append(r.Covers, c)
	s.audit("rota:"+care.RotaID, "cover.agreed", c.ID)
}

// rotaChanged keeps the rota and looks at what follows from the change: when the
// next question is due, and what nobody covers any more.
func (s *step) rotaChanged() {
	s.putRota(s.rota())
	s.rotaClock()
	s.gapsNow()
}

// tellOnDuty says something about being on call to a member of staff. Nobody is
// woken for a shift that begins after the night.
func (s *step) tellOnDuty(staff string, begins time.Time, m Message) {
	c := s.staffContact(staff)
	if c == nil || !s.canHear(c.ID) {
		return
	}
	m.Person, m.Lane = c.ID, Reply
	m.Guard = Guard{Purpose: PurposeDuty}
	if c != s.me { // whoever just tapped is awake
		m.Silent = m.Silent || begins.Sub(s.now) > 12*time.Hour && calendar.Quiet(s.now, s.zoneOf(c))
	}
	s.say(m)
}

// toCoordinators says to each coordinator but one what is made for them;
// nothing, when it has no key.
func (s *step) toCoordinators(except string, made func(*care.Contact) Message) (told int) {
	return s.toRole(care.Coordinator, except, made)
}

// mustHear says to the coordinators what somebody has to know; when none can be
// reached, to the practitioners.
func (s *step) mustHear(made func(*care.Contact) Message) (told int) {
	if told = s.toRole(care.Coordinator, "", made); told > 0 {
		return told
	}
	return s.toRole(care.Practitioner, "", made)
}

func (s *step) toRole(role care.Role, except string, made func(*care.Contact) Message) (told int) {
	for _, member := range s.team().StaffWith(role) {
		c := s.staffContact(member.ID)
		if c == nil || c.ID == except || !s.canHear(c.ID) {
			continue
		}
		if m := made(c); m.Key != "" {
			m.Person, m.Lane = c.ID, Reply
			m.Guard = Guard{Purpose: PurposeDuty}
			s.say(m)
			told++
		}
	}
	return told
}

func (s *step) findButton(staff string, until time.Time) []Button {
	return row(Button{Label: locales.ReachFind, Args: Args{"Name": s.staffNames([]string{staff})}, Data: data("duty", staff, 0, "cover."+stamp(until))})
}

// setCover: a coordinator says who is on call, without asking.
func (s *step) setCover(in string) Reason {
	if !s.coordinates() {
		return s.refused()
	}
	c := *s.coverDraft().Cover
	c.In = in
	if c.Out != "" {
		c.Tier = 0
	}
	s.dropCoverDraft()
	s.agree(c)
	s.rotaChanged()
	args := s.span(s.me, c.From, c.Until)
	args["In"] = s.staffNames([]string{in})
	key := locales.OncallSetDone
	if in == s.me.Staff {
		key = locales.SwapYoursGap
	}
	s.show(key, args, row(s.overviewButton()))
	s.tellSet(c, in, locales.SwapSetIn)
	s.tellSet(c, c.Out, locales.SwapSetOut)
	return "cover.set"
}

func (s *step) tellSet(c care.Cover, staff string, key locales.Key) {
	to := s.staffContact(staff)
	if to == nil || to.ID == s.me.ID {
		return
	}
	args := s.span(to, c.From, c.Until)
	args["By"] = s.called(s.me.ID)
	switch {
	case key == locales.SwapSetOut && c.In == s.me.Staff:
		key, args["Name"] = locales.SwapTaken, s.staffNames([]string{c.In})
	case key == locales.SwapSetOut:
		args["In"] = s.staffNames([]string{c.In})
	}
	s.tellOnDuty(staff, c.From, Message{Key: key, Args: args, Buttons: [][]Button{row(s.overviewButton())}})
}

// offerUndo lists the changes that can be taken back.
func offerUndo(s *step, _ press, _ string) Reason {
	if !s.coordinates() {
		return s.refused()
	}
	s.menu()
	var rows [][]Button
	for _, c := range s.rota().Covers {
		if !c.Until.After(s.now) || len(rows) == shiftPage {
			continue
		}
		args, key := s.span(s.me, c.From, c.Until), locales.OncallChange
		args["In"], args["Out"] = s.staffNames([]string{c.In}), s.staffNames([]string{c.Out})
		if c.Out == "" {
			key = locales.OncallChangeIn
		}
		rows = append(rows, row(s.dutyButton(key, args, c.ID, "drop")))
	}
	key := locales.OncallUndoWhich
	if len(rows) == 0 {
		key = locales.OncallUndoNone
	}
	s.show(key, nil, append(rows, row(s.dutyButton(locales.OncallBack, nil, "-", "leave")))...)
	return "cover.undo"
}

// dropCover takes a change back, with what was given for it in return and what
// was built on it since.
func dropCover(s *step, p press, _ string) Reason {
	c := s.coverFor(p.id)
	if !s.coordinates() {
		return s.refused()
	}
	if c == nil || !c.Until.After(s.now) {
		s.notice(locales.OncallChangedSince, nil)
		return offerUndo(s, p, "")
	}
	s.removeCovers(s.builtOn(*c))
	s.show(locales.OncallUndone, nil, row(s.overviewButton()))
	return "cover.undone"
}

// builtOn is a cover with all that cannot stay without it.
func (s *step) builtOn(first care.Cover) []care.Cover {
	out := []care.Cover{first}
	for _, c := range s.rota().Covers {
		with := func(o care.Cover) bool {
			pair := c.Swap != "" && c.Swap == o.Swap
			upon := c.Out == o.In && o.In != "" && c.From.Before(o.Until) && o.From.Before(c.Until) && !c.At.Before(o.At)
			return c.ID != o.ID && (pair || upon)
		}
		if c.Until.After(s.now) && c.ID != first.ID && slices.ContainsFunc(out, with) {
			out = append(out, c)
		}
	}
	return out
}

// removeCovers takes covers out of the rota and tells those whose shifts change.
func (s *step) removeCovers(gone []care.Cover) {
	r := s.rota()
	r.Covers = slices.DeleteFunc(r.Covers, func(c care.Cover) bool {
		return slices.ContainsFunc(gone, func(g care.Cover) bool { return g.ID == c.ID })
	})
	s.rotaChanged()
	for _, c := range gone {
		s.audit("rota:"+care.RotaID, "cover.undone", c.ID)
		from := later(c.From, s.now)
		if s.onDutyThroughout(c.Out, from, c.Until) {
			s.tellOnDuty(c.Out, from, Message{Key: locales.SwapUndoneOut, Args: s.span(s.staffContact(c.Out), from, c.Until), Buttons: [][]Button{row(s.overviewButton())}})
		}
		if _, still := s.onDutyWithin(c.In, from, c.Until); !still {
			s.tellOnDuty(c.In, from, Message{Key: locales.SwapUndoneIn, Args: s.span(s.staffContact(c.In), from, c.Until), Buttons: [][]Button{row(s.overviewButton())}})
		}
	}
}

// coversWithout drops the covers by people who have left the team: whoever they
// stood in for is on call again, and hears of it.
func (s *step) coversWithout(before *care.Team) {
	t, r := s.team(), s.rota()
	var gone []care.Cover
	r.Covers = slices.DeleteFunc(r.Covers, func(c care.Cover) bool {
		m, known := t.StaffByID(c.In)
		left := c.In != "" && (!known || !m.Role.Staff())
		if left && c.Until.After(s.now) {
			gone = append(gone, c)
		}
		return left
	})
	for _, c := range gone {
		from := later(c.From, s.now)
		if to := s.staffContact(c.Out); to != nil {
			args := s.span(to, from, c.Until)
			m, _ := before.StaffByID(c.In)
			args["Name"] = text(m.Name)
			s.tellOnDuty(c.Out, from, Message{Key: locales.SwapLeftTeam, Args: args, Buttons: [][]Button{row(s.overviewButton())}})
		}
	}
}

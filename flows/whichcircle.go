package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// belongs are the circles that a contact has a place in, in the order of
// joining, those that have ended too.
func (s *step) belongs(c *care.Contact) []*care.Network {
	var out []*care.Network
	for _, id := range c.Networks {
		if n := s.network(id); s.place(n, c.ID) != nil {
			out = append(out, n)
		}
	}
	return out
}

// circles are those of them that go on.
func (s *step) circles(c *care.Contact) []*care.Network {
	return slices.DeleteFunc(s.belongs(c), func(n *care.Network) bool { return ended(n) != "" })
}

// hearsOf reports whether a contact is spoken to about a circle at this moment.
// Whatever chain asks goes on all the same: a pause ends.
func (s *step) hearsOf(network, contact string) bool {
	n := s.network(network)
	m := s.place(n, contact)
	return m != nil && !m.Muted && ended(n) == ""
}

// chooseCircle lists somebody's circles as buttons; staff can begin a new one.
func (s *step) chooseCircle(key locales.Key, verb string) Reason {
	var rows [][]Button
	for _, n := range s.belongs(s.me) {
		if verb == "circle" || ended(n) == "" {
			rows = append(rows, row(Button{Label: circleLabel(n), Args: Args{"Circle": text(n.Called)}, Data: data(verb, n.ID, 0, "")}))
		}
	}
	if s.staff() {
		if len(rows) == 0 {
			key = locales.CircleNoneStaff
		}
		rows = append(rows, row(Button{Label: locales.CircleStart, Data: data("circle", "-", 0, "new")}))
	}
	s.show(key, nil, rows...)
	return "circle.chosen"
}

// ownCircles are the circles in which somebody is not staff.
func (s *step) ownCircles(c *care.Contact) []*care.Network {
	return slices.DeleteFunc(s.circles(c), func(n *care.Network) bool { return n.Member(c.ID).Role.Staff() })
}

// circleOf is the circle that a request for help most likely concerns: one in
// which they are not staff, and of several the one they wrote to last. It never
// waits for an answer: whoever gets the card sees every circle that they share.
func (s *step) circleOf(c *care.Contact) string {
	own := s.ownCircles(c)
	here := s.circleHere()
	if slices.ContainsFunc(own, func(n *care.Network) bool { return n.ID == here }) {
		return here // they wrote in its group
	}
	if id := s.lastUsed(c, own); id != "" {
		return id
	}
	for _, n := range s.belongs(c) {
		if !n.Member(c.ID).Role.Staff() {
			return n.ID // it has ended; its team still hears, when there is no other
		}
	}
	return ""
}

// lastUsed is the circle that somebody's newest note went to, else the first.
func (s *step) lastUsed(c *care.Contact, among []*care.Network) string {
	if len(among) == 0 {
		return ""
	}
	last := s.note(c.Said)
	for _, n := range among {
		if last != nil && last.Network == n.ID {
			return n.ID
		}
	}
	return among[0].ID
}

// noteCircle is where words to the team are kept, at once. Whoever has several
// circles is asked afterwards, and can move them.
func (s *step) noteCircle() string {
	all := s.circles(s.me)
	if last := s.note(s.me.Said); last != nil && slices.ContainsFunc(all, func(n *care.Network) bool { return n.ID == last.Network }) {
		return last.Network
	}
	if own := s.circleOf(s.me); own != "" {
		return own
	}
	if len(all) > 0 {
		return all[0].ID
	}
	if len(s.me.Networks) > 0 {
		return s.me.Networks[0]
	}
	return ""
}

// whichTeam says, to somebody with several circles, whose team has their note,
// with a button for each of the others; nothing to somebody with one.
func (s *step) whichTeam(note *care.Note) ([]Line, [][]Button) {
	rows := s.otherTeams(note)
	if len(rows) == 0 {
		return nil, nil
	}
	return []Line{{Key: locales.WhichTeam, Args: Args{"Circle": text(circleName(s.network(note.Network)))}}}, rows
}

func (s *step) otherTeams(note *care.Note) [][]Button {
	var rows [][]Button
	for _, n := range s.circles(s.me) {
		if n.ID != note.Network {
			rows = append(rows, row(Button{Label: locales.CircleOf, Args: Args{"Circle": text(n.Called)}, Data: data("note", note.ID, 0, n.ID)}))
		}
	}
	return rows
}

// noteTap moves a note to the team of another of its author's circles.
func noteTap(s *step, p press) Reason {
	note, to := s.note(p.id), s.network(p.arg)
	if s.me == nil || note == nil || note.Author != s.me.ID || s.place(to, s.me.ID) == nil || !to.Closed.IsZero() {
		return s.refused()
	}
	if note.Network != to.ID {
		s.moveNote(note, to.ID)
	}
	s.redraw(locales.WhichMoved, Args{"Circle": text(to.Called), "When": when(s.readBy())}, append(s.otherTeams(note), s.seeNoteRow(note)...)...)
	return "note.moved"
}

// moveNote takes a note from one team's shelf and puts it before another team,
// as new and as urgent as it was.
func (s *step) moveNote(note *care.Note, to string) {
	item := care.Item{Kind: care.KindNote, ID: note.ID, At: s.now}
	if from, _, i := s.findItem(note.Network, note.ID); from != nil {
		item = from.Items[i]
		s.takeFromTeam(note.Network, care.Ref{Kind: care.KindNote, ID: note.ID})
	}
	item.SeenBy, item.Brought, item.Replies = nil, "", nil
	item.Told, item.Rung = false, 0 // the other team was told
	s.takeBack(care.Ref{Kind: care.KindNote, ID: note.ID}, &note.Share, note.Share.Sent...)
	if note.Share.Audience != care.OnlyMe {
		note.Share = care.Share{} // it was shown to people of the other circle
		s.shelve(to, item, true)
	}
	note.Network = to
	s.put(care.KindNote, note.ID, note)
	s.audit("contact:"+s.me.ID, "note.moved", note.ID)
}

// cardCircles are the circles to name on an alert's card: those of the sender
// that its reader belongs to, else the one that it most likely concerns.
func (s *step) cardCircles(a *care.Alert, reader string) []*care.Network {
	var shared []*care.Network
	if sender := s.contact(a.Sender); sender != nil {
		for _, n := range s.ownCircles(sender) {
			if s.place(n, reader) != nil {
				shared = append(shared, n)
			}
		}
	}
	if n := s.network(a.Network); len(shared) == 0 && n != nil {
		shared = append(shared, n)
	}
	return shared
}

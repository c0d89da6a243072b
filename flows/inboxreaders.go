package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// readersOf are the staff who read a circle's words: its own, or the whole
// team for somebody who belongs to no circle.
func (s *step) readersOf(network string) []string {
	if n := s.network(network); n != nil {
		var staff []string
		for _, id := range n.With(care.Practitioner, care.Coordinator) {
			if s.place(n, id) != nil {
				staff = append(staff, id)
			}
		}
		if len(staff) > 0 {
			return staff
		}
	}
	var out []string
	for _, m := range s.team().Staff {
		if c := s.staffContact(m.ID); m.Role.Staff() && c != nil {
			out = append(out, c.ID)
		}
	}
	return out
}

// reads reports whether this person reads a circle's shelf, now.
func (s *step) reads(network string) bool {
	return s.staff() && slices.Contains(s.readersOf(network), s.me.ID)
}

// shelfButton opens a shelf.
func (s *step) shelfButton(network, arg string) Button {
	b := Button{Label: locales.InboxNoCircle, Data: data("inbox", inboxID(network), 0, arg)}
	if n := s.network(network); n != nil {
		b.Label, b.Args = locales.InboxOf, Args{"Circle": text(n.Called)}
	}
	return b
}

// An inbox button and a shelf's timer name the shelf; "-" stands for that of no
// circle.
func inboxID(network string) string {
	if network == "" {
		return "-"
	}
	return network
}

func shelfOf(id string) string {
	if id == "-" {
		return ""
	}
	return id
}

// readerGuard is the guard of what tells a reader about a shelf unasked: they
// must still belong to the circle when it leaves.
func (s *step) readerGuard(network, reader string, quiet bool) Guard {
	g := Guard{Purpose: PurposeDuty, Quiet: quiet}
	n := s.network(network)
	if m := s.place(n, reader); m != nil && !m.Muted && ended(n) == "" {
		g.Network = network
	}
	return g
}

// readingGuard is the guard of what a reader has opened.
func (s *step) readingGuard(network string) Guard {
	if n := s.network(network); s.place(n, s.me.ID) != nil {
		return Guard{Purpose: PurposeReply, Network: network}
	}
	return Guard{Purpose: PurposeDuty}
}

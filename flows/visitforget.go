package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// When somebody is erased they leave their visits as whoever cannot be told any
// more does (visitbeforegone.go), and then nothing of them stays. A visit that
// runs is watched until its volunteer is safe, whoever is erased meanwhile (I8, I11).

// forgetVisits takes somebody who is erased out of what they have a part in.
func (s *step) forgetVisits(c *care.Contact) {
	for _, id := range slices.Clone(c.Visits) {
		v := s.visit(id)
		switch {
		case v == nil:
		case v.Volunteer == c.ID && (v.Watched() || s.visitRaised(v)):
			s.volunteerErased(v, c)
		default:
			v.Every = endless(v, c.ID)
			if v.Open() {
				s.visitWithout(v, c.ID)
			}
			s.noTrace(v, c.ID)
		}
	}
	s.forgetPeer(c.ID)
}

// endless is how a visit comes back: not at all once its person is erased.
func endless(v *care.Visit, contact string) int {
	if v.Person == contact {
		return 0
	}
	return v.Every
}

// noTrace takes out of a visit what is left of somebody who is erased. While a
// volunteer is there, where it is stays for those who watch over them, as words
// without an author do: until they are safe.
func (s *step) noTrace(v *care.Visit, contact string) {
	switch {
	case v.Person == contact && v.Watched():
		v.Own, v.Wish = care.Words{}, care.Words{}
		v.Address.Author, v.Address.Chat, v.Address.Message = "", 0, 0
		v.Person, v.By, v.ChangedBy = "", s.stillHere(v.By), s.stillHere(v.ChangedBy)
		v.Rev++
		s.namelessVisit(v, contact)
	case v.Person == contact:
		s.forgetVisit(v.ID, contact)
	default:
		s.namelessVisit(v, contact)
	}
}

// namelessVisit takes out of a visit's record a volunteer, or whoever watched over
// one, who was erased.
func (s *step) namelessVisit(v *care.Visit, contact string) {
	is := func(id string) bool { return id == contact }
	if is(v.Volunteer) {
		v.Volunteer = ""
	}
	for _, w := range []*care.Watcher{&v.Buddy, &v.Deputy} {
		if is(w.Contact) {
			*w = care.Watcher{Lost: true}
		}
	}
	v.Asked = slices.DeleteFunc(v.Asked, func(a care.Asking) bool { return is(a.Volunteer) })
	v.Refused, v.Cannot = slices.DeleteFunc(v.Refused, is), slices.DeleteFunc(v.Cannot, is)
	for _, id := range []*string{&v.By, &v.ChangedBy, &v.SafeBy} {
		if is(*id) {
			*id = ""
		}
	}
	for i := range v.Story {
		if is(v.Story[i].Who) {
			v.Story[i].Who = ""
		}
	}
	s.putVisit(v)
}

// forgetPeer takes somebody from the volunteers, with what they wrote as one.
func (s *step) forgetPeer(contact string) {
	peers := s.peers()
	if peers.Of(contact) != nil {
		peers.All = slices.DeleteFunc(peers.All, func(p care.Peer) bool { return p.Contact == contact })
		s.putPeers(peers)
	}
	s.put(care.KindVolunteer, contact, nil)
}

// forgetVisit removes a visit that is over: the person's own, or the trace of
// the volunteer in it.
func (s *step) forgetVisit(id, contact string) {
	v := s.visit(id)
	switch {
	case v == nil || v.Watched():
	case v.Person == contact:
		s.cancel(keptTimer("visit", id))
		if v.Volunteer != "" {
			s.unlist(v.Volunteer, visitRef(v))
		}
		s.goes(care.KindVisit, id)
	case v.Volunteer == contact || v.Asking(contact) != nil || v.Buddy.Contact == contact || v.Deputy.Contact == contact:
		s.namelessVisit(v, contact)
	}
}

// forgetWords removes what a volunteer wrote about themselves; that a coordinator
// has withdrawn them goes with it.
func (s *step) forgetWords(id, contact string) {
	if id != contact {
		return
	}
	s.put(care.KindVolunteer, id, nil)
	if p := s.peers().Of(contact); p != nil && !p.Withdrawn.IsZero() {
		s.forgetPeer(contact)
	}
}

// forgetVisitLines say what becomes of somebody's visits.
func (s *step) forgetVisitLines(c *care.Contact) (lines []Line) {
	planned, there := false, false
	for _, id := range c.Visits {
		if v := s.visit(id); v != nil && v.Open() {
			there = there || v.Watched() && v.Person == c.ID
			planned = planned || !v.Watched() && (v.Person == c.ID || v.Volunteer == c.ID)
		}
	}
	if planned {
		lines = append(lines, line(locales.ForgetVisits))
	}
	if there {
		lines = append(lines, line(locales.ForgetVisit))
	}
	return lines
}

package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// When somebody is erased their visits end. A visit that runs is watched until
// its volunteer is safe, whoever is erased meanwhile (I8, I11).

// forgetVisits ends what somebody has a part in, as far as it is theirs.
func (s *step) forgetVisits(c *care.Contact) {
	for _, id := range slices.Clone(c.Visits) {
		v := s.visit(id)
		switch {
		case v == nil:
		case v.Person == c.ID:
			s.personGone(v)
		default:
			s.helperGone(v, c.ID)
		}
	}
	s.forgetPeer(c.ID)
}

// personGone: what does not run yet ends. While a volunteer is there, where it
// is stays for those who watch over them, as words without an author do: until
// they are safe.
func (s *step) personGone(v *care.Visit) {
	if v.Watched() {
		v.Own, v.Wish = care.Words{}, care.Words{}
		v.Address.Author, v.Address.Chat, v.Address.Message = "", 0, 0
		v.Person, v.By = "", s.stillHere(v.By)
		v.Every = 0
		v.Rev++
		s.putVisit(v)
		return
	}
	v.Every = 0
	s.tellCalledOff(v)
	s.visitNever(v, care.VisitOff)
	s.forgetVisit(v.ID, v.Person)
}

// helperGone: a volunteer, or somebody who watches over one, is erased.
func (s *step) helperGone(v *care.Visit, contact string) {
	for _, w := range []*care.Watcher{&v.Buddy, &v.Deputy} {
		if w.Contact == contact {
			w.Lost = true // the next is told at once
			if !v.Watched() {
				*w = care.Watcher{}
			}
		}
	}
	if a := v.Asking(contact); a != nil && v.Volunteer != contact {
		a.Answer = care.OfferGone
	}
	s.putVisit(v)
	if v.Volunteer == contact && !v.Watched() {
		s.volunteerLeaves(v)
		s.namelessVisit(v, contact)
	}
}

// namelessVisit takes a volunteer who was erased out of a visit's record.
func (s *step) namelessVisit(v *care.Visit, contact string) {
	if v.Volunteer == contact {
		v.Volunteer = ""
	}
	v.Asked = slices.DeleteFunc(v.Asked, func(a care.Asking) bool { return a.Volunteer == contact })
	v.Refused = slices.DeleteFunc(v.Refused, func(id string) bool { return id == contact })
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
	case v.Volunteer == contact || v.Asking(contact) != nil:
		s.namelessVisit(v, contact)
	}
}

// tellCalledOff tells the volunteer of an agreed visit, and whoever would have
// watched over them, that it does not take place. Nobody is named.
func (s *step) tellCalledOff(v *care.Visit) {
	if v.State != care.VisitAgreed {
		return
	}
	for _, who := range []string{v.Volunteer, v.Buddy.Contact, v.Deputy.Contact} {
		if who != "" {
			s.tellAgain(who, locales.AftervisitOff)
		}
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

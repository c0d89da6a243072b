package flows

import (
	"slices"

	"polyphony/care"
)

// A visit goes from hand to hand: visitask (asked for), visitfind (a volunteer
// is found), visitbefore (time, address, buddy), visitwatch (it is watched until
// the volunteer is safe), visitafter (what is gone, what goes on). Each hands on
// by one function of the next.

// VisitPart is what somebody is in one visit.
type VisitPart string

// The parts in a visit.
const (
	PartVisited   VisitPart = "visited"   // the person
	PartAsked     VisitPart = "asked"     // a volunteer who was asked and has not said no
	PartVolunteer VisitPart = "volunteer" // the volunteer who goes, or went
	PartDoor      VisitPart = "door"      // the same, while they may know where
	PartBuddy     VisitPart = "buddy"     // buddy or deputy
)

// peers are all admitted volunteers; an empty list before the first.
func (s *step) peers() *care.Peers {
	if p := read[care.Peers](s, care.KindPeers, care.PeersID); p != nil {
		return p
	}
	return &care.Peers{}
}

func (s *step) putPeers(p *care.Peers) { s.put(care.KindPeers, care.PeersID, p) }

// peer is what somebody offers as a volunteer whom a coordinator admitted and
// has not withdrawn; nil for anybody else.
func (s *step) peer(contact string) *care.Peer {
	if p := s.peers().Of(contact); p != nil && p.Withdrawn.IsZero() {
		return p
	}
	return nil
}

// volunteerWords is what a volunteer wrote about themselves.
func (s *step) volunteerWords(contact string) *care.VolunteerWords {
	if v := read[care.VolunteerWords](s, care.KindVolunteer, contact); v != nil {
		return v
	}
	return &care.VolunteerWords{Contact: contact}
}

// visits is what coordinators see without looking.
func (s *step) visits() *care.Visits {
	if v := read[care.Visits](s, care.KindVisits, care.VisitsID); v != nil {
		return v
	}
	return &care.Visits{Months: map[string]care.VisitsCounts{}}
}

func (s *step) putVisits(v *care.Visits) { s.put(care.KindVisits, care.VisitsID, v) }

// visitTimer is one of a visit's timers: "round", "before", "watch", "next", "kept".
func visitTimer(visit, what string) TimerKey {
	return TimerKey{Subject: "visit", ID: visit, What: what}
}

// visitMoment notes what happened in a visit's story and trail.
func (s *step) visitMoment(v *care.Visit, what, who string) {
	v.Story = append(v.Story, care.Moment{At: s.now, What: what, Who: who})
	s.audit("visit:"+v.ID, Reason("visit."+what), "")
}

// takesPart remembers with a contact that they have a part in a visit;
// leavesVisit forgets it.
func (s *step) takesPart(v *care.Visit, contact string) {
	if c := s.contact(contact); c != nil && !slices.Contains(c.Visits, v.ID) {
		c.Visits = append(c.Visits, v.ID)
		s.putContact(c)
	}
}

func (s *step) leavesVisit(v *care.Visit, contact string) {
	if c := s.contact(contact); c != nil && slices.Contains(c.Visits, v.ID) {
		c.Visits = slices.DeleteFunc(c.Visits, func(id string) bool { return id == v.ID })
		s.putContact(c)
	}
}

// openVisit begins a visit and makes it known where it must be found.
func (s *step) openVisit(v *care.Visit) {
	n := s.network(v.Network)
	n.Visits = append(n.Visits, v.ID)
	s.putNetwork(n)
	s.takesPart(v, v.Person)
	all := s.visits()
	all.Open = append(all.Open, v.ID)
	s.putVisits(all)
	s.countVisit(v, func(n *care.VisitsCounts) { n.Asked++ })
	s.wrote(v.Person, visitRef(v))
	s.putVisit(v)
}

// closeVisit takes a visit that is over from where it is found, and its timers.
// What leads to the person's door is gone with it, unless an alert about it is
// open; then it goes with that.
func (s *step) closeVisit(v *care.Visit) {
	isIt := func(id string) bool { return id == v.ID }
	if n := s.network(v.Network); n != nil {
		n.Visits = slices.DeleteFunc(n.Visits, isIt)
		if !v.Began.IsZero() && v.Volunteer != "" {
			n.Faces = append([]string{v.Volunteer}, slices.DeleteFunc(n.Faces, func(id string) bool { return id == v.Volunteer })...)
		}
		s.putNetwork(n)
	}
	had := slices.Concat([]string{v.Person, v.Volunteer, v.Buddy.Contact, v.Deputy.Contact}, askedOf(v))
	s.fetch(care.KindContact, had...)
	sought := s.visitRaised(v) // whoever looks for the volunteer needs what is known, until they are found
	for _, contact := range had {
		if contact != v.Volunteer || !sought {
			s.leavesVisit(v, contact)
		}
	}
	peers := s.peers()
	if p := peers.Of(v.Volunteer); p != nil && slices.Contains(p.Open, v.ID) {
		p.Open = slices.DeleteFunc(p.Open, isIt)
		s.putPeers(peers)
	}
	all := s.visits()
	all.Open = slices.DeleteFunc(all.Open, isIt)
	s.putVisits(all)
	s.shutDoor(v)
	for _, what := range []string{"round", "before", "watch"} {
		s.cancel(visitTimer(v.ID, what))
	}
	if !sought {
		v.Forget()
	}
	v.Ended = s.now
	s.putVisit(v)
}

func askedOf(v *care.Visit) (volunteers []string) {
	for _, a := range v.Asked {
		volunteers = append(volunteers, a.Volunteer)
	}
	return volunteers
}

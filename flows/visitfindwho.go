package flows

import (
	"cmp"
	"slices"
	"strings"

	"polyphony/care"
)

// Who is asked about a visit follows from the one record of all volunteers, so
// that it costs the same with five of them as with five hundred.

// roundSize is how many volunteers are asked at a time.
const roundSize = 3

// visitCandidates are the volunteers who could make a visit and have not been asked,
// the fairest first: who knows the person, then who visited least lately, then
// who was asked least lately, then who was admitted first.
func (s *step) visitCandidates(v *care.Visit) []care.Peer {
	open := s.openFor(v)
	if len(open) == 0 {
		return nil
	}
	var fit []care.Peer
	for _, p := range s.peers().All {
		if s.fits(v, &p) && v.Asking(p.Contact) == nil && len(inTheirWeek(open, p.Times)) > 0 {
			fit = append(fit, p)
		}
	}
	s.fetchOf(fit)
	fit = slices.DeleteFunc(fit, func(p care.Peer) bool {
		return !s.sharesLanguage(v.Person, &p) || len(freeOf(inTheirWeek(open, p.Times), v.Minutes, s.visitsTaken(p.Open, v.ID))) == 0
	})
	n := s.network(v.Network)
	slices.SortStableFunc(fit, func(a, b care.Peer) int {
		return cmp.Or(cmp.Compare(stranger(n, a), stranger(n, b)), a.Visited.Compare(b.Visited), a.AskedAt.Compare(b.AskedAt))
	})
	return fit
}

// openFor are the hours that are left and at which the person has no other visit.
func (s *step) openFor(v *care.Visit) []opening {
	n := s.network(v.Network)
	s.fetch(care.KindVisit, n.Visits...)
	return freeOf(openings(v, s.now, askLead), v.Minutes, s.visitsTaken(n.Visits, v.ID))
}

// fits reports whether a volunteer would go there for that, at some time.
func (s *step) fits(v *care.Visit, p *care.Peer) bool {
	return p.Contact != v.Person && p.Active(s.now) && p.Does(v.For, v.Area) && !slices.Contains(v.Refused, p.Contact)
}

// fetchOf brings at once what is not in the record of volunteers: the visits
// that they have agreed to, and the language of those who named none.
func (s *step) fetchOf(fit []care.Peer) {
	var visits, contacts []string
	for _, p := range fit {
		visits = append(visits, p.Open...)
		if len(p.Languages) == 0 {
			contacts = append(contacts, p.Contact)
		}
	}
	s.fetch(care.KindVisit, visits...)
	s.fetch(care.KindContact, contacts...)
}

// sharesLanguage reports whether the two can talk. Of somebody whose language
// nobody knows it is not held against them.
func (s *step) sharesLanguage(person string, p *care.Peer) bool {
	c := s.contact(person)
	if c == nil || c.Language == "" {
		return true
	}
	return slices.ContainsFunc(s.peerTongues(p), func(l string) bool { return tongueOf(l) == tongueOf(c.Language) })
}

// tongueOf is the language of a BCP 47 code, without its region.
func tongueOf(code string) string {
	tongue, _, _ := strings.Cut(strings.ToLower(code), "-")
	return tongue
}

// stranger is 1 for a volunteer who has not visited the circle's person.
func stranger(n *care.Network, p care.Peer) int {
	if slices.Contains(n.Faces, p.Contact) {
		return 0
	}
	return 1
}

// pick takes from the candidates those of the next round whom a message can
// reach. Whoever has visited the person before is asked before anybody else.
func (s *step) pick(v *care.Visit) (round []string) {
	all := s.visitCandidates(v)
	n := s.network(v.Network)
	if v.Round == 0 && slices.ContainsFunc(all, func(p care.Peer) bool { return stranger(n, p) == 0 && s.canBeTold(p.Contact) }) {
		all = slices.DeleteFunc(all, func(p care.Peer) bool { return stranger(n, p) == 1 })
	}
	s.fetch(care.KindContact, contactsOf(all[:min(len(all), 2*roundSize)])...)
	for _, p := range all {
		if len(round) < roundSize && s.canBeTold(p.Contact) {
			round = append(round, p.Contact)
		}
	}
	return round
}

func contactsOf(all []care.Peer) (contacts []string) {
	for _, p := range all {
		contacts = append(contacts, p.Contact)
	}
	return contacts
}

// canBeTold reports whether something can be said to a contact.
func (s *step) canBeTold(contact string) bool {
	c := s.contact(contact)
	return c != nil && c.Chat != 0 && !c.Blocked && !c.Stopped && c.Died.IsZero()
}

// stillGoes reports whether a volunteer who said yes can go at their hour as
// things stand now.
func (s *step) stillGoes(v *care.Visit, a *care.Asking) bool {
	p := s.peer(a.Volunteer)
	if p == nil || !p.Active(s.now) || !s.canBeTold(a.Volunteer) {
		return false
	}
	s.fetch(care.KindVisit, p.Open...)
	n := s.network(v.Network)
	s.fetch(care.KindVisit, n.Visits...)
	open := slices.DeleteFunc(openings(v, s.now, answerLead), func(o opening) bool { return o.slot != a.Slot || o.clock != a.Clock })
	all := append(s.visitsTaken(p.Open, v.ID), s.visitsTaken(n.Visits, v.ID)...)
	return len(freeOf(open, v.Minutes, all)) > 0
}

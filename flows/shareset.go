package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/scheduler/calendar"
)

// changed is what a choice led to, besides the choice.
type changed struct {
	taken  []string // out of whose chat it is taken
	missed []string // who was chosen and cannot be shown anything now
	night  []string // who gets it when their night is over
	left   []string // who was chosen and belongs no more
	read   []string // who of the team had read it before it became the author's alone
}

// setShare keeps a choice: it goes to whoever is new in it, and away from
// whoever is not in it any more.
func (s *step) setShare(it *shown, a care.Audience, people []string) changed {
	var done changed
	before := it.share.Audience
	can := s.candidates(it)
	if it.own() && a == care.OnlyTeam {
		people, can = s.readersOf(it.network), s.readersOf(it.network)
	}
	done.left = slices.DeleteFunc(slices.Clone(people), func(id string) bool { return slices.Contains(can, id) })
	people = slices.DeleteFunc(slices.Clone(people), func(id string) bool { return !slices.Contains(can, id) })
	done.taken = slices.DeleteFunc(slices.Clone(it.share.Sent), func(id string) bool { return slices.Contains(people, id) })
	s.takeBack(it.ref, it.share, done.taken...)
	it.share.Audience, it.share.People, it.share.At = a, people, s.now
	for _, id := range people {
		switch {
		case slices.Contains(it.share.Sent, id):
		case s.reaches(it.network, id):
			s.sendShared(it, id)
			if calendar.Quiet(s.now, s.zoneOf(s.contact(id))) {
				done.night = append(done.night, id)
			}
		default:
			done.missed = append(done.missed, id)
		}
	}
	done.read = s.moveTeam(it, before)
	s.keepShown(it)
	s.remember(it)
	s.audit("contact:"+it.author, chosenReasons[a], it.ref.ID)
	return done
}

// moveTeam takes it off the team's shelf, or puts it back there. It returns who
// had read what the team does not see any more.
func (s *step) moveTeam(it *shown, before care.Audience) (read []string) {
	now := it.share.Audience
	switch {
	case it.own():
	case now == care.OnlyMe && before != care.OnlyMe:
		read = s.readBefore(it)
		s.takeFromTeam(it.network, it.ref)
	case now != care.OnlyMe && before == care.OnlyMe:
		s.shelve(it.network, care.Item{Kind: it.ref.Kind, ID: it.ref.ID, At: s.now}, true)
	}
	return read
}

// readBefore are those of the team who have read it.
func (s *step) readBefore(it *shown) []string {
	return slices.Clone(s.seenBy(it.network, it.ref.ID))
}

// remember keeps the choice as what they chose last in this circle.
func (s *step) remember(it *shown) {
	if it.own() || it.network == "" {
		return
	}
	if s.me.Prefer == nil {
		s.me.Prefer = map[string]care.Share{}
	}
	s.me.Prefer[it.network] = care.Share{Audience: it.share.Audience, People: it.share.People, At: s.now}
	s.putContact(s.me)
}

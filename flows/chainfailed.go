package flows

import (
	"slices"

	"polyphony/care"
)

// What an alert does when a card or a channel fails: another way to the same
// person first, then somebody else in their place; the next step when nobody of
// this one is left. One closed telephone does not call the whole team.

// cardFailed: somebody's card of an open alert does not arrive.
func (s *step) cardFailed(a *care.Alert, f Failure) Reason {
	if f.Person == "" || slices.Contains(a.Failed, f.Person) {
		return "failure.known" // their failure has moved the chain on already
	}
	a.Failed = append(a.Failed, f.Person)
	s.moment(a, "failed."+f.Reason, f.Person)
	s.putAlert(a)
	if !slices.Contains(a.Now, f.Person) && s.canHear(f.Person) {
		return "failure.noted" // an older card, edited in place: this step rings others
	}
	rung := s.wakeAtLast(a, f.Person)
	switch {
	case s.stepFailed(a):
		a.Rev++
		s.escalate(a)
		return "failure.escalated"
	case rung:
		return "failure.rung"
	case s.standIn(a):
		return "failure.replaced"
	}
	return "failure.others"
}

// wayFailed: a channel, or the team's group, does not work.
func (s *step) wayFailed(a *care.Alert, id, why string) Reason {
	if slices.Contains(a.Down, id) {
		return "failure.known"
	}
	a.Down = append(a.Down, id)
	s.moment(a, "channel."+why, "")
	s.putAlert(a)
	switch {
	case s.nextWay(a, id):
		return "failure.rung"
	case s.stepFailed(a):
		a.Rev++
		s.escalate(a)
		return "failure.escalated"
	}
	return "failure.others"
}

// nextWay raises another channel instead of one that does not work: of the same
// person, or of the team.
func (s *step) nextWay(a *care.Alert, failed string) bool {
	ways := s.team().Channels
	i := slices.IndexFunc(ways, func(ch care.Channel) bool { return ch.ID == failed })
	if i < 0 {
		return false
	}
	for _, ch := range ways {
		if ch.Staff == ways[i].Staff && s.ringWay(a, ch.ID) {
			if slices.Contains(a.Now, care.Way+failed) {
				a.Now = append(a.Now, care.Way+ch.ID)
			}
			return true
		}
	}
	return false
}

// stepFailed reports whether nobody whom the newest step rang has heard.
func (s *step) stepFailed(a *care.Alert) bool {
	for _, id := range a.Now {
		way, isWay := cutWay(id)
		if isWay && !slices.Contains(a.Down, way) || !isWay && !slices.Contains(a.Failed, id) {
			return false
		}
	}
	return true
}

func cutWay(id string) (way string, is bool) {
	if len(id) > 0 && id[:1] == care.Way {
		return id[1:], true
	}
	return "", false
}

// standIn asks one more person in the place of somebody whose card does not
// arrive: the first of the steps to come who has not been told. While nobody is
// on call, those who sleep are left alone for as long as anybody has heard.
func (s *step) standIn(a *care.Alert) bool {
	if a.Waits {
		return false
	}
	steps := s.escalation().Steps
	for _, names := range append(slices.Clone(steps[min(a.Step+1, len(steps)):]), everybody) {
		for _, id := range s.targets(a, names).people {
			if !a.Tell(id) {
				continue
			}
			s.givenCard(a, id)
			a.Now = append(a.Now, id)
			s.moment(a, "stand.in", id)
			s.cardsTo(a, []string{id}, true)
			s.wake(a, id)
			s.tellSender(a, reach{people: []string{id}}, []string{id})
			s.putAlert(a)
			return true
		}
	}
	return false
}

// cardArrived: a card that was slow has arrived after all.
func (s *step) cardArrived(a *care.Alert, person string) Reason {
	i := slices.Index(a.Failed, person)
	if i < 0 {
		return "failure.noted"
	}
	a.Failed = slices.Delete(a.Failed, i, i+1)
	s.moment(a, "arrived", person)
	s.putAlert(a)
	return "failure.forgotten"
}

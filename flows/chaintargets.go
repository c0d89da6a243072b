package flows

import (
	"slices"
	"strconv"
	"strings"

	"polyphony/care"
)

// Whom one escalation step reaches, by Telegram and otherwise.

// reach is whom one step of an alert reaches, as far as we know.
type reach struct {
	people []string // contacts who are sent a card
	ways   []string // channels that are not Telegram
	group  bool     // the team's own Telegram group
}

func (r reach) anybody() bool { return len(r.people) > 0 || len(r.ways) > 0 || r.group }

// targets are those whom a step names and who can be reached. Whoever could not
// be reached since the last step began is not tried again before the next.
func (s *step) targets(a *care.Alert, names []string) (r reach) {
	for _, name := range names {
		for _, staff := range s.staffNamed(name) {
			c := s.staffContact(staff)
			if c != nil && s.mayAskOn(a, c.ID) && !slices.Contains(r.people, c.ID) {
				r.people = append(r.people, c.ID)
			}
		}
		for _, id := range s.waysOf(name) {
			if !slices.Contains(a.Down, id) && !slices.Contains(r.ways, id) {
				r.ways = append(r.ways, id)
			}
		}
		if name == care.TargetGroup && s.rota().Group != 0 && !slices.Contains(a.Down, care.TargetGroup) {
			r.group = true
		}
	}
	return r
}

// mayAskOn reports whether somebody can be asked to take an alert: not its
// sender, and not who has just handed it back.
func (s *step) mayAskOn(a *care.Alert, contact string) bool {
	return s.canHear(contact) && contact != a.Sender && contact != a.GaveBack && !slices.Contains(a.Failed, contact)
}

// staffNamed are the staff ids that a target names.
func (s *step) staffNamed(target string) (ids []string) {
	roles := map[string]care.Role{care.TargetTeam: care.Practitioner, care.TargetCoordinators: care.Coordinator}
	if role, all := roles[target]; all {
		for _, m := range s.team().StaffWith(role) {
			ids = append(ids, m.ID)
		}
		return ids
	}
	if tier := tierOf(target); tier > 0 {
		ids, _ = s.onDuty(tier)
		return ids
	}
	if _, known := s.team().StaffByID(target); known {
		return []string{target}
	}
	return nil
}

// tierOf is the tier of the pattern that a target names, 0 when it names none.
func tierOf(target string) int {
	if target == care.TargetOnCall {
		return 1
	}
	n, found := strings.CutPrefix(target, care.TargetTier)
	tier, err := strconv.Atoi(n)
	if !found || err != nil || tier < 1 {
		return 0
	}
	return tier
}

// waysOf are the channels that a target names.
func (s *step) waysOf(target string) (ids []string) {
	for _, ch := range s.team().Channels {
		if target == care.TargetChannels || target == ch.ID {
			ids = append(ids, ch.ID)
		}
	}
	return ids
}

package flows

import "polyphony/locales"

// onBlocked remembers that somebody cannot be reached.
func onBlocked(s *step) Reason { return s.reachable(false) }

func onUnblocked(s *step) Reason { return s.reachable(true) }

func (s *step) reachable(yes bool) Reason {
	if !yes {
		s.relayCut(locales.RelayBlocked)
	}
	if s.me == nil {
		return "block.stranger"
	}
	s.me.Blocked = !yes
	s.putContact(s.me)
	if yes {
		s.present()
		return "unblocked"
	}
	s.letGo("owner.blocked")
	s.cannotHear(s.me)
	return "blocked"
}

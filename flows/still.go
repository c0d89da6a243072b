package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// hushed answers a member's press of a button of a circle that is still, with
// the same words whatever the button was.
func (s *step) hushed(p press) bool {
	n := s.circleOfButton(p)
	if s.me == nil || n == nil || n.Still.IsZero() {
		return false
	}
	if m := n.Member(s.me.ID); m == nil || m.Role.Staff() {
		return false
	}
	s.notice(locales.DeathTouch, nil)
	return true
}

// circleOfButton is the circle that a button is about: its own id, or that of
// a thing that belongs to one. Help is about a person and is never hushed.
func (s *step) circleOfButton(p press) *care.Network {
	if p.id == "-" || p.verb == "alert" || p.verb == "safe" {
		return nil
	}
	if n := s.network(p.id); n != nil {
		return n
	}
	if m := s.meeting(p.id); m != nil {
		return s.network(m.Network)
	}
	if pl := s.plan(p.id); pl != nil {
		return s.network(pl.Network)
	}
	if in := s.checkin(p.id); in != nil {
		return s.network(in.Network)
	}
	if r := s.request(p.id); r != nil {
		return s.network(r.Network)
	}
	if r := s.series(p.id); r != nil {
		return s.network(r.Network)
	}
	if v := s.visit(p.id); v != nil && (p.verb == "visit" || p.verb == "found") {
		return s.network(v.Network)
	}
	return nil
}

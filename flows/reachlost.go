package flows

import (
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// Somebody on call whom no card reaches: the coordinators hear at once, with the
// shift and a button to find cover.

// lostAgain is when they hear of the same person once more.
const lostAgain = 7 * 24 * time.Hour

var lostKeys = map[locales.Key]locales.Key{
	locales.OncallCannotBlock: locales.ReachLostBlock,
	locales.OncallCannotStop:  locales.ReachLostStop,
	locales.OncallCannotJoin:  locales.ReachLostJoin,
}

// lost tells the coordinators that a member of staff who is on call, now or
// next, cannot be reached.
func (s *step) lost(staff string) {
	if s.now.Sub(s.rota().Reported["lost."+staff]) >= lostAgain {
		s.lostTo(s.mustHear, staff)
	}
}

// lostTo tells it to some, and remembers it when anybody was told.
func (s *step) lostTo(tell func(func(*care.Contact) Message) int, staff string) {
	shifts := s.dutyParts(staff, s.now.AddDate(0, 0, onCallDays))
	key, can := lostKeys[s.cannot(staff, &care.Cover{})]
	if len(shifts) == 0 || !can {
		return
	}
	shift := shifts[0]
	alone := false
	for _, g := range s.gaps(shift.Until) {
		if g.From.Before(shift.Until) && shift.From.Before(g.Until) {
			alone = true
			s.mark(gapName(g), s.now)
		}
	}
	told := tell(func(to *care.Contact) Message {
		if to.Staff == staff {
			return Message{}
		}
		args := s.span(to, shift.From, shift.Until)
		args["Name"] = s.staffNames([]string{staff})
		m := Message{Key: key, Args: args, Buttons: [][]Button{s.findButton(staff, shift.Until)}}
		if alone {
			m.Lines = []Line{line(locales.ReachLostAlone)}
		}
		return m
	})
	if told > 0 {
		s.mark("lost."+staff, s.now)
	}
}

// cannotHear is called when somebody has become unreachable. Whoever is not on
// call for a fortnight matters to nobody yet.
func (s *step) cannotHear(c *care.Contact) {
	s.visitsWithout(c)
	if c == nil || !s.isStaff(c) {
		return
	}
	r := s.rota()
	delete(r.Reported, "lost."+c.Staff)
	s.lost(c.Staff)
	s.gapsNow()
}

// foundAgain: the coordinators hear that somebody is back.
func (s *step) foundAgain(staff string) {
	if !s.staffHears(staff) {
		return
	}
	r := s.rota()
	delete(r.Reported, "lost."+staff)
	s.putRota(r)
	s.forgetClosed()
	s.toCoordinators(s.me.ID, func(*care.Contact) Message {
		return Message{Key: locales.ReachBack, Args: Args{"Name": s.staffNames([]string{staff})}, Silent: true}
	})
}

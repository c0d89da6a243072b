package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// "Wake me by": the channels of one's own that ring together with the first card.

func (s *step) ownChannels() (out []care.Channel) {
	for _, ch := range s.team().Channels {
		if ch.Staff == s.me.Staff {
			out = append(out, ch)
		}
	}
	return out
}

func (s *step) showWake() Reason {
	s.menu()
	key := locales.WakeWhich
	var rows [][]Button
	for _, ch := range s.ownChannels() {
		label := locales.WakeOff
		if slices.Contains(s.me.Wake, ch.ID) {
			label = locales.WakeOn
		}
		rows = append(rows, row(s.dutyButton(label, Args{"Channel": text(ch.ID)}, ch.ID, "wakeby")))
	}
	if len(rows) == 0 {
		key = locales.WakeNone
	}
	s.show(key, nil, append(rows, row(s.dutyButton(locales.OncallBack, nil, "-", "open")))...)
	return "wake.shown"
}

// wakeBy chooses a channel, or chooses it no more. Those that the team file no
// longer has go with it.
func wakeBy(s *step, p press, _ string) Reason {
	own := s.ownChannels()
	is := func(id string) func(care.Channel) bool { return func(ch care.Channel) bool { return ch.ID == id } }
	if !slices.ContainsFunc(own, is(p.id)) {
		s.notice(locales.OncallChangedSince, nil)
		return s.showWake()
	}
	s.me.Wake = slices.DeleteFunc(s.me.Wake, func(id string) bool { return !slices.ContainsFunc(own, is(id)) })
	if i := slices.Index(s.me.Wake, p.id); i >= 0 {
		s.me.Wake = slices.Delete(s.me.Wake, i, i+1)
	} else {
		s.me.Wake = append(s.me.Wake, p.id)
	}
	s.putContact(s.me)
	s.notice(locales.WakeDone, nil)
	return s.showWake()
}

package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// lifeActs are the buttons of /circle for what happens in the life of a circle.
// Each asks once more before anything changes.
var lifeActs map[string]func(*step, *care.Network, string) Reason

// lifeSteps are the buttons of those questions. They count in the newest menu
// only: a yes that was left standing for a month is none.
var lifeSteps map[string]func(*step, *care.Network, string) Reason

func init() {
	lifeActs = map[string]func(*step, *care.Network, string) Reason{
		"absent": showAbsents, "phone": askWhoseAccount, "died": askWhoDied, "mistake": askMistake, "again": planAgain, "close": askClose, "open": openAgain,
	}
	lifeSteps = map[string]func(*step, *care.Network, string) Reason{
		"phone": makeReturnLink, "died": askDied, "died_yes": died, "mistake_yes": putRight, "close_yes": closeCircle,
	}
}

// lifeTap handles a yes to one of those questions.
func lifeTap(s *step, p press) Reason {
	n := s.network(p.id)
	if s.me == nil || !s.staffOf(n) {
		return s.refused()
	}
	act, value := splitArg(p.arg)
	do, known := lifeSteps[act]
	if !known {
		return s.refused()
	}
	if p.rev != s.me.Menu {
		s.stale()
		s.showCircle(n)
		return "life.stale"
	}
	return do(s, n, value)
}

// staffOf reports whether whoever did this is staff of a circle, also of one
// that has ended.
func (s *step) staffOf(n *care.Network) bool {
	m := s.place(n, s.me.ID)
	return m != nil && m.Role.Staff()
}

func (s *step) lifeButton(n *care.Network, label locales.Key, args Args, arg string) Button {
	return Button{Label: label, Args: args, Data: data("life", n.ID, s.me.Menu, arg)}
}

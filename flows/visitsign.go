package flows

import (
	"strings"
	"unicode"

	"polyphony/care"
)

// The quiet sign: an ordinary tap, or a word of their own, that means "I am not
// safe" for one volunteer. It raises the on-call chain at once, and that is all
// it does: whatever the tap or word does and shows otherwise happens as ever.
// Nothing here may say anything to the volunteer, change what is said to them,
// or raise the revision that their buttons carry.

// signTaps are the buttons that may be somebody's sign.
var signTaps = map[care.QuietSign]string{care.QuietThirty: "more30", care.QuietFifteen: "more15"}

// signTap raises the chain when this tap is the volunteer's sign, also on an old
// button: they tapped it.
func (s *step) signTap(v *care.Visit, arg string) {
	if p := s.peers().Of(v.Volunteer); p != nil && signTaps[p.Signal] == arg {
		s.giveSign(v)
	}
}

// signWord raises the chain when this is the volunteer's word. It also notes that
// they wrote.
func (s *step) signWord(typed string) {
	v := s.onVisit(s.me)
	if v == nil || typed == "" {
		return
	}
	v.LastSeen = s.now
	s.putVisit(v)
	p := s.peers().Of(v.Volunteer)
	if p == nil || p.Signal != care.QuietWord {
		return
	}
	if word := plainWord(s.volunteerWords(v.Volunteer).Secret.Text); word != "" && plainWord(typed) == word {
		s.giveSign(v)
	}
}

func (s *step) giveSign(v *care.Visit) {
	if v.Signal.IsZero() {
		v.Signal = s.now
	}
	s.putVisit(v)
	known := s.quietlyRaised(v)
	s.raiseVisit(v, "visit.sign", v.Volunteer, true)
	if !known {
		s.watchersLeave(v)
	}
}

// plainWord is a word however it was typed: case, spaces and marks do not count.
func plainWord(typed string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.IsSymbol(r) || unicode.IsControl(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, typed)
}

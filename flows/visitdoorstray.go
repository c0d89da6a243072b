package flows

import (
	"strings"
	"unicode"

	"polyphony/care"
	"polyphony/locales"
)

// An address that lands where it does not belong: in a group, or in the chat of
// a volunteer who has it already. Nothing of it is repeated, kept or passed on,
// and whoever sent it hears in private that it is not needed there.

// strayRoom is how many letters may stand round an address for a message to be
// the address and not a message in which it occurs: that one is for the team.
const strayRoom = 24

// knownAddress is the visit whose address stands in a text. To whoever may not
// know where it is nothing is confirmed: they could be guessing.
func (s *step) knownAddress(text string) *care.Visit {
	if s.me == nil || len(s.me.Visits) == 0 {
		return nil
	}
	written := plainly(text)
	for _, id := range s.me.Visits {
		v := s.visit(id)
		if v == nil || v.Address.Text == "" || v.Person != s.me.ID && !mayKnowWhere(v, s.me.ID, s.now) {
			continue
		}
		if where := plainly(v.Address.Text); len(where) >= strayLeast && strings.Contains(written, where) {
			return v
		}
	}
	return nil
}

// strayLeast is how short a text is too common to be taken for an address.
const strayLeast = 6

// onlyAddress reports whether a text is the address of a visit and little else.
func (s *step) onlyAddress(text string) bool {
	v := s.knownAddress(text)
	return v != nil && len(plainly(text)) <= len(plainly(v.Address.Text))+strayRoom
}

// plainly is a text without the spaces, signs and capitals in which two people
// write the same address differently.
func plainly(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, text)
}

// strayInGroup tells somebody in private about an address that they have sent
// into a group. While they are being asked where they live, anything there with
// a number or a place in it is taken for the answer; else only what they have
// told us before. The group hears nothing.
func (s *step) strayInGroup() bool {
	if s.me == nil {
		return false
	}
	asked := s.whereWaits()
	answer := asked != nil && (s.ev.Spot != nil || strings.ContainsFunc(s.ev.Text, unicode.IsDigit))
	if !answer && s.knownAddress(s.ev.Text) == nil {
		return false
	}
	key := locales.DoorStrayGroup
	if answer {
		key = locales.DoorStrayAsked
	}
	s.say(Message{Person: s.me.ID, Lane: Reply, Key: key, Guard: Guard{Purpose: PurposeReply}})
	return true
}

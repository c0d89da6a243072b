package flows

import (
	"slices"

	"polyphony/care"
)

// Who of the staff saw what of whom, and when, stands in the trail of whomever
// it is about: an id of what it was, never a word. They read it in what /mydata
// sends them, a trust reads it with `polyphony access`, and it goes when the
// trail goes (team file, retention).

// What is noted, besides "words.seen" and "words.answered".
const (
	accessAgain      Reason = "access.again"       // words opened again
	accessListed     Reason = "access.listed"      // how words begin, in a list
	accessPlayed     Reason = "access.played"      // a voice message or picture
	accessCard       Reason = "access.card"        // the card of a call for help was sent to them
	accessCardOpened Reason = "access.card.opened" // they opened it from what is open
	accessStory      Reason = "access.story"       // what happened with a call for help
	accessExported   Reason = "access.exported"    // an operator had everything written out
)

// AccessLog are the reasons under which a trail says who saw something.
var AccessLog = []Reason{"words.seen", "words.answered", accessAgain, accessListed, accessPlayed, accessCard, accessCardOpened, accessStory, accessExported}

// access notes that whoever did this saw something of somebody else, once a
// decision.
func (s *step) access(about string, what Reason, detail string) {
	if s.me != nil {
		s.accessBy(s.me.ID, about, what, detail)
	}
}

func (s *step) accessBy(who, about string, what Reason, detail string) {
	if about == "" || about == who {
		return
	}
	e := Entry{Subject: "contact:" + about, At: s.now, Who: who, What: what, Detail: detail}
	if !slices.Contains(s.d.Audit, e) {
		s.d.Audit = append(s.d.Audit, e)
	}
}

// givenCard: the card of a call for help goes to one more of the team.
func (s *step) givenCard(a *care.Alert, to string) {
	if !a.Drill {
		s.accessBy(to, a.Sender, accessCard, a.ID)
	}
}

// opened notes an item that was opened by somebody who had opened it before;
// the first time is "words.seen".
func (s *step) opened(item care.Item, author string, before []string) {
	if slices.Contains(before, s.me.ID) {
		s.access(author, accessAgain, item.ID)
	}
}

// listedTo notes that somebody saw how an item begins.
func (s *step) listedTo(item care.Item) {
	author, _, _ := s.said(item)
	s.access(author, accessListed, item.ID)
}

// exported notes that an operator had everything about somebody written out.
func (s *step) exported(contact, by string) Reason {
	if s.contact(contact) == nil {
		return "export.unknown"
	}
	s.audit("contact:"+contact, accessExported, by)
	return "exported"
}

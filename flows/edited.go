package flows

import (
	"polyphony/care"
	"polyphony/locales"
	"polyphony/urgency"
)

// editsReach is how many of the newest things somebody wrote an edit is looked
// for in: Telegram lets messages be changed for two days.
const editsReach = 60

// onEdited changes what somebody wrote wherever it is kept, and reads it for
// danger as if it were new. What is not found is taken as the new words that it
// is. A location that moves is edited every few seconds and says nothing new.
func onEdited(s *step) Reason {
	if s.ev.Spot != nil && s.ev.Text == "" {
		return s.whereaboutsMove()
	}
	if s.ev.Text == "" {
		return "edited.ignored"
	}
	found := s.me != nil && s.changeKept(s.ev.Text)
	if found && s.ownAlert() == nil && s.reading(s.ev.Text).Level != urgency.Urgent {
		return s.saidChanged()
	}
	if !found {
		if reason, ok := s.valueEdited(s.ev.Text); ok {
			return reason
		}
	}
	if s.me != nil {
		s.me.Draft = nil // a correction completes nothing that was begun since
	}
	return s.words(s.ev.Text, care.Media{})
}

// saidChanged answers a change that is no sign of danger.
func (s *step) saidChanged() Reason {
	if s.reading(s.ev.Text).Level == urgency.Soon {
		s.offerHelp()
		return "edited.soon"
	}
	if s.mayAcknowledge() {
		s.acknowledged()
		s.say(Message{Lane: Reply, Key: locales.ShareEdited, Silent: true, Guard: Guard{Purpose: PurposeReply}})
	}
	return "edited.kept"
}

// changeKept replaces the text of the message that was edited, and reports
// whether it is kept anywhere.
func (s *step) changeKept(typed string) bool {
	refs := s.mineOf(s.me.ID).Items
	if len(refs) > editsReach {
		refs = refs[len(refs)-editsReach:]
	}
	s.fetchRefs(refs)
	for i := len(refs) - 1; i >= 0; i-- {
		r := refs[i]
		if r.Kind == care.KindMeeting {
			if s.changeTopic(r, typed) {
				return true
			}
			continue
		}
		it := s.shownRef(r)
		if it == nil || it.author != s.me.ID {
			continue
		}
		before := s.sharedSlots(r)
		if s.replaced(it.words, typed) {
			s.changeShown(it, before)
			return true
		}
	}
	return false
}

// replaced changes the one of these words that stood in the edited message.
func (s *step) replaced(among []care.Words, typed string) bool {
	for i, w := range among {
		if w.Chat == s.ev.Chat && w.Message == s.ev.Message && w.Message != 0 && w.Author == s.me.ID {
			among[i].Text, among[i].Edited = typed, s.now
			return true
		}
	}
	return false
}

// changeShown keeps changed words, puts them before the team as unread, and
// changes them in the chats where they were shared. Long words stood there in
// several messages; those that are not needed any more are taken away.
func (s *step) changeShown(it *shown, before []string) {
	s.keepShown(it)
	soon := s.reading(s.ev.Text).Level == urgency.Soon
	switch {
	case it.share.Audience != care.OnlyMe:
		s.shelve(it.network, care.Item{Kind: it.ref.Kind, ID: it.ref.ID, At: s.now, Soon: soon}, false)
	case soon:
		s.keepNote(s.ev.Text, care.Media{}, true) // what was kept stays theirs; people still read this
	}
	for _, id := range s.stillReading(it) {
		s.say(s.sharedCard(it, id))
		for _, slot := range minus(before, s.sharedSlots(it.ref)) {
			s.say(gone(id, slot))
		}
	}
}

// changeTopic changes the words of a topic that its author edited.
func (s *step) changeTopic(r care.Ref, typed string) bool {
	m := s.meeting(r.ID)
	if m == nil {
		return false
	}
	for i := range m.Topics {
		if m.Topics[i].ID == r.Part {
			one := []care.Words{m.Topics[i].Words}
			if s.replaced(one, typed) {
				m.Topics[i].Words = one[0]
				s.putMeeting(m)
				return true
			}
		}
	}
	return false
}

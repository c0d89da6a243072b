package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// Whoever was shown something can say two things, and both go to its author.
var readerActs map[string]func(*step, *shown) Reason

func init() {
	readerActs = map[string]func(*step, *shown) Reason{"thank": thankShared, "talk": talkShared}
}

// readsShared reports whether it is shown to whoever tapped, now.
func (s *step) readsShared(it *shown) bool {
	n, author := s.network(it.network), s.contact(it.author)
	if author == nil || !mayShare(author) || s.place(n, it.author) == nil || s.place(n, s.me.ID) == nil {
		return false
	}
	return includes(it.ref.Kind, it.share, s.me.ID) && slices.Contains(it.share.Sent, s.me.ID)
}

func thankShared(s *step, it *shown) Reason {
	return s.answerShared(it, &it.share.Thanked, locales.ShareThanked, nil, "share.thanked")
}

// talkShared tells the author who would like to talk about it. What becomes of
// that is theirs: nothing is put on the meeting for them (rule 8).
func talkShared(s *step, it *shown) Reason {
	bring := [][]Button{row(it.button(locales.ShareTopic, nil, "topic"))}
	return s.answerShared(it, &it.share.Talk, locales.ShareTalked, bring, "share.talked")
}

// answerShared tells the author once, and takes the button away.
func (s *step) answerShared(it *shown, said *[]string, key locales.Key, buttons [][]Button, reason Reason) Reason {
	if slices.Contains(*said, s.me.ID) {
		s.stale()
		s.redrawShared(it)
		return reason + ".already"
	}
	*said = append(*said, s.me.ID)
	s.keepShown(it)
	s.say(Message{Person: it.author, Lane: Bulk, Key: key, Args: Args{"Name": s.called(s.me.ID), "When": when(it.at())}, Buttons: buttons, Silent: true,
		Guard: Guard{Purpose: PurposeNotice, Network: it.network, Quiet: true}})
	s.notice(locales.ShareTold, Args{"Name": text(s.name(it.author))})
	s.redrawShared(it)
	return reason
}

func (s *step) redrawShared(it *shown) {
	card := s.sharedCard(it, s.me.ID)
	card.Lane, card.Guard.Quiet = Reply, false
	if s.ev.Caption && it.own() { // the picture stays, and only what stands under it changes
		card = split(card)[0]
		card.Chart, card.Map, card.Slot, card.Edit, card.Caption = nil, nil, "", s.ev.Message, true
	}
	s.say(card)
}

// bringShared makes it a topic of the author's next meeting, in their own words.
// They still choose whether anybody else sees that.
func (s *step) bringShared(it *shown) Reason {
	m := s.nextMeetingOf(it.network)
	if m == nil {
		s.redraw(locales.ShareNoMeeting, nil, row(it.button(locales.ShareTopic, nil, "topic")))
		return "share.no.meeting"
	}
	own := s.ownTopics(m)
	words := it.text()
	if i := slices.IndexFunc(own, func(t care.Topic) bool { return t.Words.Text == words }); i >= 0 {
		s.stale()
		return s.showTopic(m, &own[i])
	}
	if words == "" || len(own) >= topicsEach {
		return s.askTopic(m)
	}
	t := care.Topic{ID: s.newID("topic"), Words: s.spoken(words, care.Media{})}
	m.Topics = append(m.Topics, t)
	s.wrote(s.me.ID, care.Ref{Kind: care.KindMeeting, ID: m.ID, Part: t.ID})
	s.putMeeting(m)
	return s.showTopic(m, &t)
}

// nextMeetingOf is the first meeting of a circle that whoever tapped is asked to.
func (s *step) nextMeetingOf(network string) *care.Meeting {
	for _, m := range s.ownMeetings(s.me) {
		if m.Network == network {
			return m
		}
	}
	return nil
}

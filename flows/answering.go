package flows

import (
	"polyphony/care"
	"polyphony/locales"
	"polyphony/urgency"
)

// answerCheckIn takes words as the answer to the open question; late answers
// count until the next one.
func (s *step) answerCheckIn(text string, media care.Media, soon bool) (Reason, bool) {
	in := s.checkin(s.me.CheckIn)
	if in == nil || in.Member != s.me.ID {
		return "", false
	}
	if !s.mayAnswer(in, s.me.ID) {
		return "", false // those who would read it are not theirs any more
	}
	worrying := s.reading(text).Level == urgency.Soon
	if in.Share.Audience == care.OnlyMe && worrying {
		return "", false // what was kept stays theirs alone; these words are for people who read them
	}
	first := len(in.Words) == 0
	in.Words = append(in.Words, s.spoken(text, media))
	if first {
		s.chooseAsLastTime(in, worrying)
	}
	s.wrote(s.me.ID, care.Ref{Kind: care.KindCheckIn, ID: in.ID})
	s.put(care.KindCheckIn, in.ID, in)
	if first && in.Meeting != "" {
		s.say(s.howCard(in))
	}
	it := s.shown("c", in.ID)
	if in.Share.Audience == care.OnlyMe {
		return s.answeredForMe(it, first, soon), true
	}
	waited := s.waitsSoon(it)
	s.shelve(in.Network, care.Item{Kind: care.KindCheckIn, ID: in.ID, At: s.now, Soon: soon}, first)
	if !first {
		s.showFurther(it, in.Words[len(in.Words)-1])
	}
	if soon && (!waited || s.mayAcknowledge()) {
		s.offerHelp()
		s.acknowledged()
		if first {
			s.sayWho(it, locales.ShareAsk, s.worryLines(in))
		}
		return "checkin.answered.soon", true
	}
	s.thank(it, in, first)
	return "checkin.answered", true
}

// worryLines say that what they prefer was not done this time.
func (s *step) worryLines(in *care.CheckIn) []Line {
	if s.me.Prefer[in.Network].Audience == care.OnlyMe {
		return []Line{line(locales.ShareWorry)}
	}
	return nil
}

// chooseAsLastTime applies what they chose last in this circle when it keeps
// words among fewer. Showing words to others is chosen each time (rule 3), and
// words that may not be able to wait are not kept from the team by a habit.
func (s *step) chooseAsLastTime(in *care.CheckIn, worrying bool) {
	last, chosen := s.me.Prefer[in.Network]
	if !chosen || showsOthers(last.Audience) || last.Audience == care.OnlyMe && worrying {
		return
	}
	in.Share = care.Share{Audience: last.Audience, At: s.now}
}

// thank answers an answer: the first words with thanks and one question, further
// ones with a short word now and then.
func (s *step) thank(it *shown, in *care.CheckIn, first bool) {
	switch {
	case !first:
		s.acknowledge(it)
	case it.share.At.IsZero():
		s.say(Message{Lane: Reply, Key: locales.CheckThanks, Lines: append(s.whose(locales.AnsweringGiven, in), line(locales.ShareAsk)),
			Buttons: append(s.seeButtons(it), s.alsoOpen(in)...), Guard: Guard{Purpose: PurposeReply}})
	default:
		s.say(Message{Lane: Reply, Key: locales.ShareThanksTeam, Lines: s.whose(locales.AnsweringGiven, in),
			Buttons: append([][]Button{row(it.button(locales.ShareChange, nil, "open"))}, s.alsoOpen(in)...), Guard: Guard{Purpose: PurposeReply}})
	}
}

// answeredForMe keeps words that nobody but their author sees.
func (s *step) answeredForMe(it *shown, first, media bool) Reason {
	if !first {
		s.acknowledge(it)
		return "checkin.answered.me"
	}
	msg := Message{Lane: Reply, Key: locales.ShareThanksMe, Buttons: [][]Button{row(it.button(locales.ShareChange, nil, "open"))}, Guard: Guard{Purpose: PurposeReply}}
	if media {
		msg.Lines = []Line{line(locales.ShareThanksMeMedia)}
	}
	s.say(msg)
	return "checkin.answered.me"
}

// mayAcknowledge reports whether further words are answered again: somebody who
// writes forty messages in a row reads none of forty answers.
func (s *step) mayAcknowledge() bool { return s.now.Sub(s.me.PassedAt) >= passedGap }

func (s *step) acknowledged() {
	s.me.PassedAt = s.now
	s.putContact(s.me)
}

// acknowledge says in a few words, without a sound, where further words went.
func (s *step) acknowledge(it *shown) {
	if !s.mayAcknowledge() {
		return
	}
	s.acknowledged()
	key, args := locales.ShareAdded, Args(nil)
	switch {
	case it.share.Audience == care.OnlyMe:
		key = locales.ShareAddedMe
	case len(it.share.Sent) > 0:
		key, args = locales.ShareAddedPeople, Args{"Names": s.names(it.share.Sent)}
	}
	s.say(Message{Lane: Reply, Key: key, Args: args, Silent: true, Guard: Guard{Purpose: PurposeReply}})
}

// waitsSoon reports whether the item waits already at the top of its shelf.
func (s *step) waitsSoon(it *shown) bool {
	shelf := s.shelf(it.network)
	i := shelf.Index(it.ref.ID)
	return i >= 0 && shelf.Items[i].Soon
}

package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// What cannot simply become a topic: words that sound as if they could not
// wait, words for a meeting that has gone, and any while help is on its way.

// draftTopicLate keeps the words of a topic whose meeting has gone until their
// author says what shall become of them.
const draftTopicLate = "topic.late"

// topicLater says whom words reach now: while a call for help is open, whoever
// has it.
func (s *step) topicLater() Reason {
	s.reply(locales.TopicLater, nil)
	return "topic.later"
}

// topicWorries keeps words as the topic that they are, and shows them to the
// team too; their author reads both.
func (s *step) topicWorries(typed string) Reason {
	if m, t := s.keepTopic(typed); t != nil {
		s.showTopic(m, t, line(locales.TopicPassedToo))
	}
	return s.toTeam(typed, care.Media{}, true)
}

// topicTooLate asks before words reach the team that were meant for themselves
// or for a meeting.
func (s *step) topicTooLate(typed string) Reason {
	s.begin(&care.Draft{What: draftTopicLate, Text: typed, Typed: true})
	button := func(label locales.Key, arg string) []Button {
		return row(Button{Label: label, Data: data("topic", "-", s.me.Menu, arg)})
	}
	s.reply(locales.TopicTooLate, nil, button(locales.TopicSend, "send"), button(locales.TopicLetGo, "drop"))
	return "topic.too.late"
}

var lateTopics map[string]func(*step, press) Reason

func init() {
	lateTopics = map[string]func(*step, press) Reason{"send": lateTopic, "drop": lateTopic}
}

// lateTopic does what they said with the words that waited.
func lateTopic(s *step, p press) Reason {
	d := s.me.Draft
	if d == nil || d.What != draftTopicLate || p.rev != s.me.Menu {
		s.stale()
		s.redraw(locales.TopicLetGone, nil)
		return "topic.late.stale"
	}
	s.me.Draft = nil
	s.putContact(s.me)
	if p.arg == "drop" {
		s.redraw(locales.TopicLetGone, nil)
		return "topic.let.go"
	}
	s.keepNote(d.Text, care.Media{}, false)
	s.redraw(locales.NotePassed, Args{"When": when(s.readBy())})
	return "topic.to.team"
}

// waitsForTopic reports whether what they write now was asked for as a topic.
func waitsForTopic(s *step, d *care.Draft) bool {
	_, waits := s.awaiting()
	return waits && d.What == draftTopic
}

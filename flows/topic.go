package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// A topic is something that somebody would like to be talked about, in their
// own words. Whoever wrote it brings it to the meeting, or shows it to all; only
// they change or remove it. The team does not see one that is not shown, nor
// that there is one (rules 1, 3 and 4).

// draftTopic waits for the words of a topic.
const draftTopic = "topic"

// topicsEach is how many topics one member keeps at one meeting.
const topicsEach = 5

// topicCommand asks at which meeting, when there are several.
func topicCommand(s *step, _ string) Reason {
	if s.ownAlert() != nil {
		return s.topicLater()
	}
	all := s.ownMeetings(s.me)
	switch len(all) {
	case 0:
		if reason, past := s.onlyEnded(); past {
			return reason
		}
		s.reply(locales.TopicNoMeeting, nil)
		return "topic.no.meeting"
	case 1:
		return s.showTopics(all[0])
	}
	var rows [][]Button
	for _, m := range all {
		rows = append(rows, row(Button{Label: locales.ReminderOpen, Args: s.openArgs(m), Data: data("topic", m.ID, 0, "")}))
	}
	s.reply(locales.TopicWhich, nil, rows...)
	return "topic.which"
}

// topicTap handles the buttons of topics. Each says what shall be, so a second
// tap does nothing that was not meant.
func topicTap(s *step, p press) Reason {
	if answer, late := lateTopics[p.arg]; late && s.me != nil {
		return answer(s, p)
	}
	m := s.meeting(p.id)
	if s.me == nil || m == nil || !m.Asked(s.me.ID) || s.place(s.network(m.Network), s.me.ID) == nil {
		return s.refused()
	}
	if m.Cancelled || !s.now.Before(ends(m)) {
		return s.staleMeeting(m)
	}
	act, id := splitArg(p.arg)
	switch act {
	case "":
		return s.showTopics(m)
	case "add":
		return s.askTopic(m)
	}
	i := slices.IndexFunc(m.Topics, func(t care.Topic) bool { return t.ID == id && t.Words.Author == s.me.ID })
	if i < 0 {
		s.stale() // removed, or somebody else's: the answer is the same
		return s.showTopics(m)
	}
	switch act {
	case "one":
		return s.showTopic(m, &m.Topics[i])
	case "show", "mine":
		m.Topics[i].Shown = act == "show"
		s.putMeeting(m)
		s.notice(topicNotice[m.Topics[i].Shown], nil)
		return s.showTopics(m)
	case "remove":
		m.Topics = slices.Delete(m.Topics, i, i+1)
		s.putMeeting(m)
		s.notice(locales.TopicRemoved, nil)
		s.listTopics(m) // also when none is left: what they write next is for the team again
		return "topic.removed"
	}
	return s.refused()
}

var topicNotice = map[bool]locales.Key{true: locales.TopicIsShown, false: locales.TopicIsMine}

// ownTopics are those that the reader wrote.
func (s *step) ownTopics(m *care.Meeting) []care.Topic {
	return slices.DeleteFunc(slices.Clone(m.Topics), func(t care.Topic) bool { return t.Words.Author != s.me.ID })
}

// showTopics lists the reader's own topics, each with a button; with none yet it
// asks for the first at once.
func (s *step) showTopics(m *care.Meeting) Reason {
	if len(s.ownTopics(m)) == 0 {
		return s.askTopic(m)
	}
	s.listTopics(m)
	return "topic.shown"
}

func (s *step) listTopics(m *care.Meeting) {
	own := s.ownTopics(m)
	if len(own) == 0 {
		lines := []Line{line(locales.TopicNone)}
		rows := [][]Button{row(Button{Label: locales.TopicAnother, Data: data("topic", m.ID, 0, "add")}), row(s.backToMeeting(m))}
		s.topicMessage(m, locales.TopicTitle, s.meetingArgs(m), lines, rows)
		return
	}
	var lines []Line
	var rows [][]Button
	for i, t := range own {
		args := Args{"Number": count(i + 1), "Words": words(t.Words.Text), "Who": keyed(topicWho[t.Shown])}
		lines = append(lines, Line{Key: locales.TopicNumbered, Args: args})
		rows = append(rows, row(Button{Label: locales.TopicChangeOne, Args: Args{"Number": count(i + 1)}, Data: data("topic", m.ID, 0, "one."+t.ID)}))
	}
	if len(own) < topicsEach {
		rows = append(rows, row(Button{Label: locales.TopicAnother, Data: data("topic", m.ID, 0, "add")}))
	}
	s.topicMessage(m, locales.TopicTitle, s.meetingArgs(m), lines, append(rows, row(s.backToMeeting(m))))
}

func (s *step) backToMeeting(m *care.Meeting) Button {
	return Button{Label: locales.TopicBack, Data: data("meet", m.ID, m.Seq, "details")}
}

var topicWho = map[bool]locales.Key{true: locales.TopicWhoAll, false: locales.TopicWhoYou}

// topicMessage draws in place, unless that is a caption, which holds too little.
func (s *step) topicMessage(m *care.Meeting, key locales.Key, args Args, lines []Line, rows [][]Button) {
	msg := Message{Person: s.me.ID, Lane: Reply, Key: key, Args: args, Lines: lines, Buttons: rows, Guard: Guard{Purpose: PurposeReply, Network: m.Network}}
	if s.ev.Kind == KindTap && !s.ev.Caption {
		msg.Edit = s.ev.Message
	}
	s.say(msg)
}

// askTopic waits for the words.
func (s *step) askTopic(m *care.Meeting) Reason {
	if len(s.ownTopics(m)) >= topicsEach {
		s.notice(locales.TopicEnough, nil)
		return s.showTopics(m)
	}
	if s.ownAlert() != nil {
		return s.topicLater()
	}
	s.begin(&care.Draft{What: draftTopic, Network: m.Network, Meeting: m.ID})
	s.topicMessage(m, s.readOrNot(locales.TopicAsk, locales.ReadingTopic), nil, nil, [][]Button{row(s.backToMeeting(m))})
	return "topic.asked"
}

// topicTyped keeps the words and asks one question. Until it is answered only
// their author sees them.
func topicTyped(s *step, typed string) Reason {
	m, t := s.keepTopic(typed)
	if t == nil {
		return s.topicTooLate(typed)
	}
	return s.showTopic(m, t)
}

// keepTopic puts the words on the meeting for which they were written, nil when
// that is no longer possible.
func (s *step) keepTopic(typed string) (*care.Meeting, *care.Topic) {
	m := s.meeting(s.me.Draft.Meeting)
	s.me.Draft = nil
	s.putContact(s.me)
	if m == nil || m.Cancelled || !s.now.Before(ends(m)) || !m.Asked(s.me.ID) || s.place(s.network(m.Network), s.me.ID) == nil {
		return nil, nil
	}
	t := care.Topic{ID: s.newID("topic"), Words: s.spoken(typed, care.Media{})}
	m.Topics = append(m.Topics, t)
	s.wrote(s.me.ID, care.Ref{Kind: care.KindMeeting, ID: m.ID, Part: t.ID})
	s.putMeeting(m)
	return m, &m.Topics[len(m.Topics)-1]
}

// showTopic shows one with what its author can do with it.
func (s *step) showTopic(m *care.Meeting, t *care.Topic, lines ...Line) Reason {
	act := func(label locales.Key, verb string) []Button {
		return row(Button{Label: label, Data: data("topic", m.ID, 0, verb+"."+t.ID)})
	}
	s.topicMessage(m, locales.TopicKept, Args{"Words": words(t.Words.Text), "Who": keyed(topicWho[t.Shown])}, lines, [][]Button{
		act(locales.TopicMine, "mine"), act(locales.TopicShow, "show"), act(locales.TopicRemove, "remove"),
		row(s.backToMeeting(m)),
	})
	return "topic.kept"
}

// topicLines are the topics as one reader sees them on the meeting's details:
// what was shown to all, and their own. Words of somebody who has left or died
// are theirs and go with them.
func (s *step) topicLines(m *care.Meeting) []Line {
	n := s.network(m.Network)
	var lines []Line
	for _, t := range m.Topics {
		author := s.contact(t.Words.Author)
		if author == nil || !author.Died.IsZero() || s.place(n, author.ID) == nil {
			continue
		}
		switch {
		case t.Shown:
			lines = append(lines, Line{Key: locales.TopicLine, Args: Args{"Name": text(author.Name), "Words": words(t.Words.Text)}})
		case author.ID == s.me.ID:
			lines = append(lines, Line{Key: locales.TopicLineYours, Args: Args{"Words": words(t.Words.Text)}})
		}
	}
	return lines
}

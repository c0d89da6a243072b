package flows

import (
	"slices"
	"unicode/utf16"

	"polyphony/care"
	"polyphony/locales"
)

// memberActs is what anybody invited can do on a meeting's card, by verb.
var memberActs map[string]func(*step, *care.Meeting, string) Reason

func init() {
	memberActs = map[string]func(*step, *care.Meeting, string) Reason{
		string(care.Coming):    func(s *step, m *care.Meeting, _ string) Reason { return s.answerMeeting(m, care.Coming) },
		string(care.NotComing): func(s *step, m *care.Meeting, _ string) Reason { return s.answerMeeting(m, care.NotComing) },
		string(care.OtherTime): func(s *step, m *care.Meeting, _ string) Reason { return s.offerTimes(m) },
		"details":              func(s *step, m *care.Meeting, _ string) Reason { return s.showDetails(m, false) },
		"open":                 func(s *step, m *care.Meeting, _ string) Reason { return s.showDetails(m, true) },
		"card": func(s *step, m *care.Meeting, _ string) Reason {
			s.showMeeting(m, locales.MeetingDetails)
			return "meeting.shown"
		},
		"slot":  (*step).propose,
		"write": func(s *step, m *care.Meeting, _ string) Reason { return s.askOtherWords(m) },
	}
}

// showDetails shows the whole of a meeting: the card, the topics, and what one
// can set for oneself. It stands where the card stood, unless that is the
// caption of a file and the whole would not fit one, or it was asked for from a
// list that must stay.
func (s *step) showDetails(m *care.Meeting, anew bool) Reason {
	msg := s.meetingCard(m, s.me.ID, locales.MeetingDetails)
	msg.Lines = append(msg.Lines, s.topicLines(m)...)
	msg.Lines = append(msg.Lines, s.broughtLines(m)...)
	own := func(label locales.Key, verb string) Button {
		return Button{Label: label, Data: data(verb, m.ID, 0, "")}
	}
	msg.Buttons = append(s.meetingButtons(m, s.me.ID), row(own(locales.TopicButton, "topic"), own(locales.ReminderButton, "remind")))
	msg.Buttons = append(msg.Buttons, s.proposalButtons(m, s.me.ID)...)
	msg.Buttons = append(msg.Buttons, s.wayButtons(m, s.me.ID, true)...)
	if anew || s.ev.Caption && !fitsCaption(msg) {
		msg.Fresh = true
		s.say(msg)
		return "meeting.details"
	}
	s.inPlace(msg)
	return "meeting.details"
}

// captionRoom is how much of what people wrote a caption holds beside our own
// text, in UTF-16 units. Telegram's limit for both is 1,024.
const captionRoom = 300

// fitsCaption reports whether a card may stand under a file. What is too long
// there would be cut, and nobody's words may be (rule 4).
func fitsCaption(m Message) bool {
	n := 0
	for _, l := range m.Lines {
		for _, a := range l.Args {
			n += len(utf16.Encode([]rune(a.Text + a.Words + a.Open)))
		}
	}
	return n <= captionRoom
}

// ownMeetings are those to which a contact is invited and which are not over,
// soonest first.
func (s *step) ownMeetings(c *care.Contact) []*care.Meeting {
	var all []*care.Meeting
	for _, id := range c.Networks {
		n := s.network(id)
		if s.place(n, c.ID) == nil || ended(n) != "" {
			continue
		}
		for _, mid := range n.Meetings {
			if m := s.meeting(mid); m != nil && !m.Cancelled && m.Asked(c.ID) && s.now.Before(ends(m)) {
				all = append(all, m)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *care.Meeting) int { return starts(a).Compare(starts(b)) })
	return all
}

// meetingCommand plans for staff, and shows what is planned to everybody.
func meetingCommand(s *step, rest string) Reason {
	if s.staff() {
		return s.staffMeetings(rest)
	}
	switch all := s.ownMeetings(s.me); len(all) {
	case 0:
		if reason, past := s.onlyEnded(); past {
			return reason
		}
		s.reply(locales.MeetingNone, nil, askRow("-"))
		return "meeting.none"
	case 1:
		msg := s.meetingCard(all[0], s.me.ID, locales.MeetingDetails)
		msg.Fresh = true
		msg.Buttons = append(msg.Buttons, askRow(all[0].Network))
		s.say(msg)
	default:
		msg := s.meetingList(all, s.me.ID, locales.MeetingSeveral)
		msg.Lane, msg.Guard.Purpose = Reply, PurposeReply
		s.say(msg)
	}
	return "meeting.shown"
}

// meetingList is several meetings of several circles in one message. A line
// falls out at sending when its meeting has changed; its button then says so.
func (s *step) meetingList(all []*care.Meeting, reader string, key locales.Key) Message {
	msg := Message{Person: reader, Key: key, Args: Args{"Count": count(len(all))}}
	for _, m := range all {
		args := s.meetingArgs(m)
		args["Circle"] = text(circleName(s.network(m.Network)))
		l := Line{Key: locales.ReminderLine, Args: args, Meeting: m.ID, Seq: m.Seq}
		if where, ok := whereLine(m); ok {
			l.Key = locales.ReminderLinePlace
			args["Where"] = list(where)
		}
		msg.Lines = append(msg.Lines, l)
		msg.Buttons = append(msg.Buttons, row(Button{Label: locales.ReminderOpen, Args: s.openArgs(m), Data: data("meet", m.ID, m.Seq, "open")}))
		msg.Buttons = append(msg.Buttons, s.wayButtons(m, reader, false)...)
	}
	return msg
}

// openArgs name a meeting on a button: two may be at the same hour.
func (s *step) openArgs(m *care.Meeting) Args {
	return Args{"Circle": text(circleName(s.network(m.Network))), "When": when(starts(m))}
}

// inviteLate invites somebody who joined after a meeting was planned, unless its
// people were chosen by name. The person at the centre always is (rule 1).
func (s *step) inviteLate(n *care.Network, id string) {
	m := s.meeting(id)
	if m == nil || m.Cancelled || m.Asked(s.me.ID) || !s.now.Before(starts(m)) {
		return
	}
	if m.Chosen && !alwaysInvited(n, m.Practitioners, s.me.ID) {
		return
	}
	s.caughtUp(s.me)
	m.Invited = append(m.Invited, s.me.ID)
	s.putMeeting(m)
	s.say(s.noticeOf(m, s.me.ID, tellPlanned))
	s.remindAnew(s.me)
}

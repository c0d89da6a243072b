package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// Deleting is one tap and one yes. It goes here, in the chat where Telegram
// allows it, and where others have it; what is said about it is no more than
// is true: whoever has read it has read it.

// deletable is how long Telegram lets a message be taken away, less a while for
// a row that waits.
const deletable = 48*time.Hour - 10*time.Minute

// askDelete asks once, in the same message.
func (s *step) askDelete(p *piece) Reason {
	lines := append(ownLines(p), s.beforeDelete(p)...)
	return s.mineMessage(Message{Key: locales.MineAsk, Lines: lines, Buttons: [][]Button{
		row(Button{Label: locales.MineYes, Data: data("mine", p.ref.ID, 0, "delete."+named(p.ref)), Style: "danger"}),
		row(mineButton(locales.MineKeep, "show", p.ref)),
	}}, "mine.asked")
}

// beforeDelete says what deleting cannot do.
func (s *step) beforeDelete(p *piece) (lines []Line) {
	switch {
	case p.alert != nil && p.alert.Open():
		lines = append(lines, line(locales.MineAlertOpen))
	case p.alert != nil && s.team().Retention.Alerts > 0:
		lines = append(lines, Line{Key: locales.MineAlertKept, Args: Args{"Days": s.keptDays()}})
	}
	return append(lines, line(locales.MineHonest))
}

func (s *step) keptDays() Arg {
	return Arg{List: []Line{{Key: locales.CommonDays, Args: Args{"Count": count(s.team().Retention.Alerts)}}}, Inline: true}
}

// deleteMine deletes a thing wherever it is.
func (s *step) deleteMine(p *piece) Reason {
	young, old := s.inChat(p)
	key, lines := locales.MineDeleted, []Line(nil)
	switch {
	case p.alert != nil && p.alert.Open():
		key = locales.MineChatOnly
		lines = append(lines, line(locales.MineAlertOpen))
	case p.alert != nil && s.team().Retention.Alerts > 0:
		key = locales.MineChatOnly
		lines = append(lines, Line{Key: locales.MineAlertKept, Args: Args{"Days": s.keptDays()}})
	default:
		s.forgetPiece(p)
	}
	if old > 0 {
		lines = append(lines, line(locales.MineTooOld))
	}
	s.audit("contact:"+s.me.ID, "words.deleted", p.ref.ID)
	s.say(Message{Person: s.me.ID, Lane: Reply, Slot: mineSlot + ":" + p.ref.ID, Key: locales.MineDeleted, Gone: true, Silent: true, Guard: Guard{Purpose: PurposeReply}})
	return s.mineMessage(Message{Key: key, Lines: lines, Delete: young, Buttons: [][]Button{row(mineFirst(locales.MineOthers))}}, "mine.deleted")
}

// inChat are the messages of the author's chat that Telegram still takes away,
// and how many it does not.
func (s *step) inChat(p *piece) (young []int, old int) {
	for _, w := range p.words {
		switch {
		case w.Message == 0 || w.Chat != s.me.Chat:
			old++
		case s.now.Sub(w.At) < deletable:
			young = append(young, w.Message)
		default:
			old++
		}
	}
	return slices.Compact(slices.Sorted(slices.Values(young))), old
}

// forgetPiece takes the words out of the records and away from those who have
// them.
func (s *step) forgetPiece(p *piece) {
	if p.share != nil {
		s.takeBack(p.ref, p.share, slices.Clone(p.share.Sent)...)
		s.leaveBrought(p)
		s.takeFromTeam(p.network, p.ref)
	}
	switch {
	case p.checkin != nil: // that it was asked stays; what was answered goes
		p.checkin.Words, p.checkin.Share = nil, care.Share{}
		s.put(care.KindCheckIn, p.checkin.ID, p.checkin)
	case p.note != nil:
		s.put(care.KindNote, p.note.ID, nil)
		if s.me.Said == p.note.ID {
			s.me.Said = ""
			s.putContact(s.me)
		}
	case p.topic != nil:
		p.meeting.Topics = slices.DeleteFunc(p.meeting.Topics, func(t care.Topic) bool { return t.ID == p.ref.Part })
		s.putMeeting(p.meeting)
	case p.visit != nil:
		s.unsayVisit(p.visit)
	case p.peer != nil && p.ref.Part != "":
		s.numberGone(p.peer)
	case p.peer != nil:
		p.peer.About = care.Words{}
		s.put(care.KindVolunteer, p.peer.Contact, p.peer)
	case p.finish != nil:
		s.forgetFinish(p.finish, s.me.ID)
	case p.alert != nil:
		s.unrelay(p.alert, s.me.ID)
		if !p.relayed {
			p.alert.Words, p.alert.Where, p.alert.Phone = nil, care.Words{}, care.Words{}
		}
		p.alert.Rev++
		s.putAlert(p.alert)
		s.cards(p.alert, false)
	}
	s.unlist(s.me.ID, p.ref)
}

// leaveBrought takes it off the meeting to which somebody of the team brings it.
func (s *step) leaveBrought(p *piece) {
	item := s.itemOf(p)
	if item == nil || item.Brought == "" {
		return
	}
	m := s.meeting(item.Brought)
	if m == nil {
		return
	}
	m.Brought = slices.DeleteFunc(m.Brought, func(b care.Brought) bool { return samePiece(p.ref)(b.Ref) })
	s.putMeeting(m)
}

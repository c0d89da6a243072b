package flows

import (
	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// The team's own Telegram group hears that something urgent waits, and nothing of
// it. A coordinator ties it by writing /oncall here in it.

// tieTeam makes the group in which this was said the team's.
func (s *step) tieTeam() Reason {
	g, r := s.within, s.rota()
	switch {
	case !s.coordinates():
		s.reply(locales.TeamgroupNotYours, nil)
		return "teamgroup.not.theirs"
	case g.Network != "":
		s.reply(locales.TeamgroupTaken, nil)
		return "teamgroup.taken"
	case r.Group == g.Chat:
		s.reply(locales.TeamgroupBefore, nil, s.untieRow())
		return "teamgroup.before"
	}
	if r.Group != 0 {
		s.sayInTeam(locales.TeamgroupSaidBye)
	}
	r.Group = g.Chat
	g.By, g.Asked = s.me.ID, ""
	s.putGroup(g)
	s.putRota(r)
	s.audit("rota:"+care.RotaID, "teamgroup.tied", "")
	s.reply(locales.TeamgroupTied, nil, s.untieRow())
	s.sayInTeam(locales.TeamgroupSaidHello)
	return "teamgroup.tied"
}

func (s *step) untieRow() []Button {
	return row(Button{Label: locales.TeamgroupUntie, Data: data("duty", "-", s.menu(), "untie")})
}

// sayInTeam says something in the team's group, in the team's language.
func (s *step) sayInTeam(key locales.Key) {
	m := Message{Chat: s.rota().Group, Lane: Reply, Key: key, Guard: Guard{Purpose: PurposeReply}, Silent: calendar.Quiet(s.now, s.teamZone())}
	if own := s.team().Languages; len(own) > 0 {
		m.Language = s.Match(own[0])
	}
	s.say(m)
}

func (s *step) untieTeam() Reason {
	if !s.coordinates() {
		return s.refused()
	}
	r := s.rota()
	if r.Group == 0 {
		s.notice(locales.OncallChangedSince, nil)
		return s.showOnCall()
	}
	s.sayInTeam(locales.TeamgroupSaidBye)
	r.Group = 0
	s.putRota(r)
	s.audit("rota:"+care.RotaID, "teamgroup.untied", "")
	s.show(locales.TeamgroupUntied, nil, row(s.overviewButton()))
	return "teamgroup.untied"
}

// teamGroupGone: we cannot reach the team's group any more; the coordinators
// hear of it.
func (s *step) teamGroupGone(chat int64) {
	r := s.rota()
	if r.Group == 0 || r.Group != chat {
		return
	}
	r.Group = 0
	s.putRota(r)
	s.audit("rota:"+care.RotaID, "teamgroup.out", "")
	s.toCoordinators("", func(*care.Contact) Message { return Message{Key: locales.TeamgroupOut} })
}

// teamGroupMoved follows the team's group to its new number.
func (s *step) teamGroupMoved(from, to int64) {
	if r := s.rota(); r.Group != 0 && r.Group == from {
		r.Group = to
		s.putRota(r)
	}
}

package flows

import (
	"polyphony/care"
	"polyphony/locales"
)

// audienceLines say who may see a thing, by what its author chose.
var audienceLines = map[care.Audience]locales.Key{
	care.OnlyTeam: locales.MineTeam, care.OnlyMe: locales.MineOnlyYou, care.ThesePeople: locales.MineThese, care.WholeCircle: locales.MineCircle,
}

// whoSees says who may see a thing and who has read it, as far as we know.
func (s *step) whoSees(p *piece) []Line {
	switch {
	case p.topic != nil:
		return []Line{line(topicWho[p.topic.Shown])}
	case p.alert != nil:
		return []Line{line(locales.MineAlertWho)}
	case p.visit != nil:
		return []Line{line(locales.MineVisitWho)}
	case p.peer != nil && p.ref.Part != "":
		return []Line{line(locales.TalkNumberWho)}
	case p.peer != nil:
		return []Line{line(locales.MinePeerWho)}
	case p.finish != nil:
		return []Line{line(locales.ChainMineWho)}
	case s.me.Staff != "":
		return s.haveRead(p)
	}
	who := line(audienceLines[p.share.Audience])
	if p.share.Audience == care.ThesePeople {
		who.Args = Args{"Names": s.names(p.share.People)}
	}
	return append([]Line{who}, s.haveRead(p)...)
}

// haveRead names who of the team has read it, and to whom it went.
func (s *step) haveRead(p *piece) (lines []Line) {
	item := s.itemOf(p)
	switch {
	case item != nil && len(item.SeenBy) > 0:
		lines = append(lines, Line{Key: locales.MineRead, Args: Args{"Names": s.names(item.SeenBy)}})
	case item != nil:
		lines = append(lines, line(locales.MineUnread))
	}
	if len(p.share.Sent) > 0 {
		lines = append(lines, Line{Key: locales.MineSent, Args: Args{"Names": s.names(p.share.Sent)}})
	}
	return lines
}

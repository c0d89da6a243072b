package flows

import (
	"strconv"

	"polyphony/care"
	"polyphony/locales"
)

// guide is "Before your first visit", page by page.
var guide = []locales.Key{
	locales.GuideYou, locales.GuideBefore, locales.GuideDoor, locales.GuideWrong, locales.GuideAlarm,
}

// showGuide draws one page in the place of the one before.
func (s *step) showGuide(page int) Reason {
	page = min(max(page, 0), len(guide)-1)
	turn := func(label locales.Key, to int) Button { return peerButton(label, nil, "guide."+strconv.Itoa(to)) }
	var r []Button
	if page > 0 {
		r = append(r, turn(locales.GuidePrevious, page-1))
	}
	switch p := s.peer(s.me.ID); {
	case page < len(guide)-1:
		r = append(r, turn(locales.GuideNext, page+1))
	case p != nil && p.Guide.IsZero():
		read := peerButton(locales.GuideRead, nil, "read")
		read.Style = "primary"
		r = append(r, read)
	default:
		r = append(r, peerButton(locales.VolunteerBack, nil, ""))
	}
	s.showLines(locales.GuideTitle, Args{"Number": count(page + 1), "Of": count(len(guide))}, s.guideLines(page), [][]Button{r})
	return "guide.shown"
}

// guideLines are a page; those that speak of danger bear the numbers to ring.
func (s *step) guideLines(page int) []Line {
	lines := []Line{line(guide[page])}
	if guide[page] == locales.GuideWrong || guide[page] == locales.GuideAlarm {
		lines = append(lines, s.crisisLines()...)
	}
	return lines
}

func guideTurned(s *step, _ *care.Peer, p press) Reason {
	page, err := strconv.Atoi(p.arg)
	if err != nil {
		return s.refused()
	}
	return s.showGuide(page)
}

// guideRead makes them somebody who can be asked, as soon as they say when.
func guideRead(s *step, p *care.Peer, _ press) Reason {
	if p.Guide.IsZero() {
		p.Guide = s.now
		s.keepPeer("guide.read")
	}
	if len(p.Times) == 0 {
		return s.showWeek(p)
	}
	return s.showPeer()
}

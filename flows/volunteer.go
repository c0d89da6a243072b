package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// /volunteer is what a peer volunteer says about themselves: when, where and for
// what they can be asked. It is drawn in one message, and can be changed at any
// time. What is tapped says what shall be so, never "the other way round": a
// second tap on the same button changes nothing.

func volunteerCommand(s *step, _ string) Reason { return s.showPeer() }

// peerActs is the table of a volunteer's own buttons.
var peerActs map[string]func(*step, *care.Peer, press) Reason

func init() {
	peerActs = map[string]func(*step, *care.Peer, press) Reason{
		"":          func(s *step, _ *care.Peer, _ press) Reason { return s.showPeer() },
		"guide":     guideTurned,
		"read":      guideRead,
		"times":     func(s *step, p *care.Peer, _ press) Reason { return s.showWeek(p) },
		"time":      timeChosen,
		"usual":     usualChosen,
		"pick":      showChoice,
		"set":       choiceSet,
		"about":     askAbout,
		"number":    askNumber,
		"sign":      signTap,
		"pause":     pauseSet,
		"leave":     peerLeaves,
		"leave_yes": peerLeft,
	}
}

// peerTap handles the buttons of a volunteer's own profile.
func peerTap(s *step, p press) Reason {
	if s.me == nil {
		return s.refused()
	}
	if p.id != "-" {
		return s.staffPeerTap(p)
	}
	mine := s.peers().Of(s.me.ID)
	act, value := splitArg(p.arg)
	do, known := peerActs[act]
	switch {
	case mine == nil || !known:
		return s.refused()
	case !mine.Withdrawn.IsZero():
		s.stale()
		return s.showPeer()
	case mine.Guide.IsZero() && act != "guide" && act != "read":
		return s.showGuide(0) // whatever was chosen before waits for their yes
	}
	s.leavesDraft()
	p.arg = value
	return do(s, mine, p)
}

// leavesDraft: whoever taps went another way. What they write next is for the
// team.
func (s *step) leavesDraft() {
	if d := s.me.Draft; d != nil && slices.Contains([]string{draftAbout, draftSign, draftNumber}, d.What) {
		s.endDraft()
	}
}

func peerButton(label locales.Key, args Args, arg string) Button {
	return Button{Label: label, Args: args, Data: data("peer", "-", 0, arg)}
}

func backToPeer() []Button { return row(peerButton(locales.VolunteerBack, nil, "")) }

// keepPeer keeps what a volunteer changed about themselves.
func (s *step) keepPeer(why Reason) {
	s.putPeers(s.peers())
	s.audit("contact:"+s.me.ID, why, "")
}

// showPeer draws the profile. Whoever has not read the guide reads it first.
func (s *step) showPeer() Reason {
	p := s.peer(s.me.ID)
	switch {
	case p == nil:
		s.show(locales.VolunteerNone, nil)
		return "volunteer.none"
	case p.Guide.IsZero():
		return s.showGuide(0)
	}
	s.showLines(locales.VolunteerProfile, nil, s.peerLines(p), s.peerButtons(p))
	return "volunteer.shown"
}

// peerLines say what stands. Which quiet sign was chosen is not among it.
func (s *step) peerLines(p *care.Peer) []Line {
	lines := s.pauseLine(p)
	if len(p.Times) == 0 {
		lines = append(lines, line(locales.VolunteerTimesNone))
	} else {
		lines = append(lines, Line{Key: locales.VolunteerTimesAre, Args: Args{"Times": timesArg(p)}})
	}
	lines = append(lines, s.areasLine(p)...)
	likes := line(locales.VolunteerLikesAll)
	if len(p.Likes) > 0 {
		likes = Line{Key: locales.VolunteerLikesAre, Args: Args{"Likes": s.choiceNames("like", p)}}
	}
	likes.Tight = true
	lines = append(lines, likes, Line{Key: locales.VolunteerLanguagesAre, Args: Args{"Languages": s.choiceNames("lang", p)}, Tight: true})
	if mine := s.volunteerWords(p.Contact); mine.About.Text != "" {
		lines = append(lines, Line{Key: locales.VolunteerAboutIs, Args: Args{"Words": aboutArg(mine)}})
	} else {
		lines = append(lines, line(locales.VolunteerAboutNone))
	}
	return append(lines, s.numberLine(p))
}

// areasLine says where; a team without areas asks nobody where.
func (s *step) areasLine(p *care.Peer) []Line {
	switch areas := s.team().Areas; {
	case len(areas) == 0:
		return []Line{line(locales.VolunteerAreasAll)}
	case len(p.Areas) == 0:
		return []Line{line(locales.VolunteerAreasAll)}
	case len(orAll(areas, p.Areas)) == 0: // the team has other areas now
		return []Line{line(locales.VolunteerAreasAgain)}
	}
	return []Line{{Key: locales.VolunteerAreasAre, Args: Args{"Areas": s.choiceNames("area", p)}}}
}

func (s *step) peerButtons(p *care.Peer) [][]Button {
	rows := [][]Button{row(peerButton(locales.VolunteerTimesButton, nil, "times"))}
	for _, what := range []string{"area", "like", "lang"} {
		if c := peerChoices[what]; len(c.all(s)) > 1 {
			rows = append(rows, row(peerButton(c.button, nil, "pick."+what)))
		}
	}
	pause := locales.VolunteerPauseButton
	if s.now.Before(p.Paused) {
		pause = locales.VolunteerPausedButton
	}
	return append(rows,
		row(peerButton(locales.VolunteerAboutButton, nil, "about")),
		row(peerButton(locales.TalkNumberButton, nil, "number")),
		row(peerButton(locales.VolunteerSignButton, nil, "sign")),
		row(peerButton(pause, nil, "pause")),
		row(peerButton(locales.VolunteerGuideButton, nil, "guide.0")),
		row(peerButton(locales.VolunteerLeave, nil, "leave")))
}

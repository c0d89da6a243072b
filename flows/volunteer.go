package flows

import (
	"time"

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
		"":      func(s *step, _ *care.Peer, _ press) Reason { return s.showPeer() },
		"guide": guideTurned,
		"read":  guideRead,
		"times": func(s *step, p *care.Peer, _ press) Reason { return s.showWeek(p) },
		"time":  timeChosen,
		"usual": usualChosen,
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
	}
	p.arg = value
	return do(s, mine, p)
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

func (s *step) peerLines(p *care.Peer) []Line {
	lines := []Line{{Key: locales.VolunteerTimesAre, Args: Args{"Times": timesArg(p)}}}
	if len(p.Times) == 0 {
		lines = []Line{line(locales.VolunteerTimesNone)}
	}
	return lines
}

func (s *step) peerButtons(_ *care.Peer) [][]Button {
	return [][]Button{
		row(peerButton(locales.VolunteerTimesButton, nil, "times")),
		row(peerButton(locales.VolunteerGuideButton, nil, "guide.0")),
	}
}

// ready reports whether a volunteer can be asked now: they have read the guide
// and said when.
func ready(p *care.Peer, t time.Time) bool { return p.Active(t) && len(p.Times) > 0 }

package flows

import (
	"strings"

	"polyphony/care"
	"polyphony/locales"
)

// The quiet sign is an ordinary tap that means "I am not safe". Which one it is
// stands nowhere on the volunteer's phone: whoever looks over their shoulder
// must not find it. So it is said once, in a notice that passes, and a word that
// was typed is taken out of the chat.

const (
	draftSign = "volunteer.sign" // waits for a word of their own
	signLeast = 4                // letters: shorter ones are written every day
	signMost  = 40
)

// quietSigns are those that are a tap, as they are said.
var quietSigns = map[string]struct {
	sign  care.QuietSign
	label locales.Key
	said  locales.Key
}{
	"thirty":  {care.QuietThirty, locales.VolunteerSignThirty, locales.VolunteerSignThirtySaid},
	"fifteen": {care.QuietFifteen, locales.VolunteerSignFifteen, locales.VolunteerSignFifteenSaid},
	"none":    {care.QuietNone, locales.VolunteerSignNone, locales.VolunteerSignNoneSaid},
}

// signTap explains the sign, asks for a word, or takes a choice.
func signTap(s *step, p *care.Peer, pr press) Reason {
	chosen, known := quietSigns[pr.arg]
	switch {
	case pr.arg == "":
		return s.showSign(p)
	case pr.arg == "word":
		s.begin(&care.Draft{What: draftSign})
		s.show(locales.VolunteerSignWordAsk, nil, backToPeer())
		return "volunteer.sign.word"
	case !known:
		return s.refused()
	}
	s.notice(chosen.said, nil)
	return s.setSign(p, chosen.sign, care.Words{})
}

func (s *step) setSign(p *care.Peer, sign care.QuietSign, word care.Words) Reason {
	p.Signal = sign
	mine := s.volunteerWords(s.me.ID)
	mine.Secret = word
	s.putVolunteerWords(mine)
	s.keepPeer("volunteer.sign")
	return s.showSign(p)
}

// showSign says honestly what the sign does, and what it cannot do.
func (s *step) showSign(p *care.Peer) Reason {
	state := locales.VolunteerSignHas
	if p.Signal == care.QuietNone {
		state = locales.VolunteerSignHasNone
	}
	s.showLines(locales.VolunteerSign, nil, []Line{line(locales.VolunteerSignHow), line(locales.VolunteerSignLimits), line(state)}, [][]Button{
		row(peerButton(locales.VolunteerSignThirty, nil, "sign.thirty")),
		row(peerButton(locales.VolunteerSignFifteen, nil, "sign.fifteen")),
		row(peerButton(locales.VolunteerSignWord, nil, "sign.word")),
		row(peerButton(locales.VolunteerSignNone, nil, "sign.none")),
		backToPeer(),
	})
	return "volunteer.sign"
}

// signTyped keeps a word of their own, and takes it out of the chat.
func signTyped(s *step, typed string) Reason {
	p := s.peer(s.me.ID)
	typed = strings.TrimSpace(typed)
	switch n := len([]rune(typed)); {
	case p == nil:
		s.endDraft()
		return s.toTeam(typed, care.Media{}, false)
	case n < signLeast || n > signMost || strings.ContainsAny(typed, "\n\r"):
		s.reply(locales.VolunteerSignWordLength, Args{"Least": count(signLeast), "Most": count(signMost)})
		return "volunteer.sign.length"
	}
	s.endDraft()
	p.Signal = care.QuietWord
	mine := s.volunteerWords(s.me.ID)
	mine.Secret = s.spoken(typed, care.Media{})
	s.putVolunteerWords(mine)
	s.keepPeer("volunteer.sign")
	s.say(Message{Lane: Reply, Key: locales.VolunteerSignWordKept, Delete: []int{s.ev.Message}, Buttons: [][]Button{backToPeer()}, Guard: Guard{Purpose: PurposeReply}})
	return "volunteer.sign.set"
}

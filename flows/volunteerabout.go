package flows

import (
	"strings"

	"polyphony/care"
	"polyphony/locales"
)

// What a volunteer says about themselves is the one thing, besides their first
// name, by which a person decides whether they may come.

const (
	draftAbout = "volunteer.about" // waits for their sentence
	aboutMost  = 200               // letters
)

func (s *step) putVolunteerWords(v *care.VolunteerWords) {
	ref := care.Ref{Kind: care.KindVolunteer, ID: v.Contact}
	if v.About.Text == "" && v.Secret.Text == "" {
		s.unlist(v.Contact, ref)
	} else {
		s.wrote(v.Contact, ref)
	}
	if v.About.Text == "" && v.Secret.Text == "" && v.Phone.Text == "" {
		s.put(care.KindVolunteer, v.Contact, nil)
		return
	}
	s.put(care.KindVolunteer, v.Contact, v)
}

func aboutArg(v *care.VolunteerWords) Arg { return Arg{Open: v.About.Text, By: v.Contact} }

// askAbout asks for the sentence, and says who reads it.
func askAbout(s *step, _ *care.Peer, pr press) Reason {
	mine := s.volunteerWords(s.me.ID)
	if pr.arg == "gone" {
		mine.About = care.Words{}
		s.putVolunteerWords(mine)
		s.endDraft()
		s.keepPeer("volunteer.about.gone")
		return s.showPeer()
	}
	s.begin(&care.Draft{What: draftAbout})
	var lines []Line
	var rows [][]Button
	if mine.About.Text != "" {
		lines = append(lines, Line{Key: locales.VolunteerAboutNow, Args: Args{"Words": aboutArg(mine)}})
		rows = append(rows, row(peerButton(locales.VolunteerAboutGone, nil, "about.gone")))
	}
	s.showLines(locales.VolunteerAbout, Args{"Most": count(aboutMost)}, lines, append(rows, backToPeer()))
	return "volunteer.about.asked"
}

// aboutTyped keeps the sentence as it was written.
func aboutTyped(s *step, typed string) Reason {
	p := s.peer(s.me.ID)
	typed = strings.TrimSpace(typed)
	switch n := len([]rune(typed)); {
	case p == nil:
		s.endDraft()
		return s.toTeam(typed, care.Media{}, false)
	case n > aboutMost:
		s.reply(locales.VolunteerAboutLong, Args{"Most": count(aboutMost), "Number": count(n)})
		return "volunteer.about.long"
	}
	s.endDraft()
	mine := s.volunteerWords(s.me.ID)
	mine.About = s.spoken(typed, care.Media{})
	s.putVolunteerWords(mine)
	s.keepPeer("volunteer.about")
	return s.showPeer()
}

func waitsForAbout(s *step) bool {
	_, waits := s.awaiting()
	return waits && s.me.Draft.What == draftAbout
}

// aboutWorries keeps a sentence that speaks of hard times, as those of peers
// often do, and brings it to the team all the same.
func (s *step) aboutWorries(typed string) Reason {
	aboutTyped(s, typed)
	return s.toTeam(typed, care.Media{}, true)
}

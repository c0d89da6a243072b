package flows

import (
	"strings"

	"polyphony/care"
	"polyphony/locales"
)

// A volunteer may leave a number. Minutes count for whoever looks for them, and
// nobody else has any use for it: visitnumber.go says who reads it, and when.

const draftNumber = "volunteer.number" // waits for it

func numberRef(contact string) care.Ref {
	return care.Ref{Kind: care.KindVolunteer, ID: contact, Part: "number"}
}

// numberLine is what stands in the profile, for the volunteer alone.
func (s *step) numberLine(p *care.Peer) Line {
	mine := s.volunteerWords(p.Contact)
	if mine.Phone.Text == "" {
		return line(locales.TalkNumberNone)
	}
	return Line{Key: locales.TalkNumberIs, Args: Args{"Words": s.numberArg(mine)}}
}

// numberArg is a number as every telephone dials it, behind a spoiler.
func (s *step) numberArg(of *care.VolunteerWords) Arg {
	number := dialled(of.Phone.Text, s.team().Country)
	if number == "" {
		number = of.Phone.Text // the team has another country now
	}
	return Arg{Words: number, By: of.Contact}
}

// askNumber asks for it and says who reads it, or takes it away.
func askNumber(s *step, _ *care.Peer, pr press) Reason {
	mine := s.volunteerWords(s.me.ID)
	if pr.arg == "gone" {
		s.numberGone(mine)
		s.endDraft()
		s.keepPeer("volunteer.number.gone")
		return s.showPeer()
	}
	s.begin(&care.Draft{What: draftNumber})
	var lines []Line
	var rows [][]Button
	if mine.Phone.Text != "" {
		lines = append(lines, Line{Key: locales.TalkNumberNow, Args: Args{"Words": s.numberArg(mine)}})
		rows = append(rows, row(peerButton(locales.TalkNumberGone, nil, "number.gone")))
	}
	s.showLines(locales.TalkNumberAsk, nil, lines, append(rows, backToPeer()))
	return "volunteer.number.asked"
}

// numberTyped keeps the number that stands in what they wrote, or in the contact
// that they sent.
func numberTyped(s *step, typed string) Reason {
	if s.peer(s.me.ID) == nil {
		s.endDraft()
		return s.toTeam(strings.TrimSpace(typed), care.Media{}, false)
	}
	number, found := s.numberIn(typed)
	if !found {
		s.reply(locales.TalkNumberUnread, nil, backToPeer())
		return "volunteer.number.unread"
	}
	s.endDraft()
	mine := s.volunteerWords(s.me.ID)
	mine.Phone = s.spoken(number, care.Media{})
	s.putVolunteerWords(mine)
	s.wrote(s.me.ID, numberRef(s.me.ID))
	s.keepPeer("volunteer.number")
	return s.showPeer()
}

// numberGone takes the number away; what shows it now is drawn without it.
func (s *step) numberGone(mine *care.VolunteerWords) {
	mine.Phone = care.Words{}
	s.putVolunteerWords(mine)
	s.unlist(mine.Contact, numberRef(mine.Contact))
	v := s.onVisit(s.contact(mine.Contact))
	if v == nil {
		return
	}
	if a := s.alert(v.Alert); a != nil && a.Open() {
		s.cards(a, false)
	}
	if toldLate(v, v.Deputy.Contact) || toldLate(v, v.Buddy.Contact) {
		s.drawWatchers(v, nil)
	}
}

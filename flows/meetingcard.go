package flows

import (
	"cmp"
	"fmt"
	"net/url"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// A meeting's card is one block that can be read at a glance: when, where, who
// comes from the team, and what everybody answered, by name.

// namesShown is how many names one list of answers shows. The others are a
// number: a card must stay a card in a circle of five hundred.
const namesShown = 12

// meetingCard is a meeting as one reader sees it.
func (s *step) meetingCard(m *care.Meeting, reader string, key locales.Key) Message {
	return s.cardOf(m, reader, key, false)
}

// cardOf makes the card. What is pushed to a lock screen hides what somebody
// wrote (rule 12); what somebody opened shows it.
func (s *step) cardOf(m *care.Meeting, reader string, key locales.Key, pushed bool) Message {
	msg := Message{Person: reader, Lane: Reply, Slot: "meeting:" + m.ID, Key: key, Args: s.meetingArgs(m),
		Guard: Guard{Purpose: PurposeReply, Network: m.Network, Meeting: m.ID, Seq: m.Seq}}
	if m.Cancelled {
		return msg
	}
	msg.Lines = s.factLines(m, pushed)
	if len(m.Answers) > 0 || !pushed { // a notice is short: that nobody has answered yet is no news
		msg.Lines = append(msg.Lines, s.answerLines(m)...)
	}
	if own, said := ownAnswer(m, reader); said {
		msg.Lines = append(msg.Lines, own)
	}
	msg.Lines = append(msg.Lines, s.proposalLines(m, reader)...)
	if s.plansIn(reader, m.Network) {
		msg.Lines = append(msg.Lines, s.absentLines(m)...)
	}
	tighten(msg.Lines)
	msg.Buttons = append(s.meetingButtons(m, reader), s.proposalButtons(m, reader)...)
	msg.Buttons = append(msg.Buttons, s.wayButtons(m, reader, false)...)
	return msg
}

func tighten(lines []Line) {
	for i := range lines {
		lines[i].Tight = true
	}
}

// factLines say where it is and who comes from the team.
func (s *step) factLines(m *care.Meeting, pushed bool) []Line {
	var lines []Line
	if where, ok := whereLine(m); ok {
		lines = append(lines, where)
	}
	lines = append(lines, Line{Key: locales.MeetingWho, Args: Args{"Practitioners": s.names(s.wereOn(m))}})
	if by := s.called(cmp.Or(m.WhyBy, m.PlannedBy)); m.Why != "" && by.Text != "" {
		lines = append(lines, Line{Key: locales.MeetingWhy, Args: Args{"Name": by, "Why": wordsArg(m.Why, !pushed, m.WhyBy)}})
	}
	return lines
}

// whereLine says how somebody gets there; ok is false when nobody said where.
func whereLine(m *care.Meeting) (where Line, ok bool) {
	switch {
	case videoLink(m) != "":
		return line(locales.MeetingByVideo), true
	case m.Kind == care.PlaceVideo:
		return line(locales.MeetingByVideoLater), true
	case m.Place != "":
		return Line{Key: locales.MeetingPlace, Args: Args{"Place": text(m.Place)}}, true
	case m.Spot != nil:
		return line(locales.MeetingOnMap), true
	}
	return Line{}, false
}

// videoLink is the address of a video meeting, "" when there is none.
func videoLink(m *care.Meeting) string {
	if m.Kind != care.PlaceVideo {
		return ""
	}
	u, err := url.Parse(m.Place)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return ""
	}
	return m.Place
}

// mapLink shows a spot on the map.
func mapLink(at *care.Spot) string {
	return fmt.Sprintf("https://www.openstreetmap.org/?mlat=%.5f&mlon=%.5f#map=17/%.5f/%.5f", at.Lat, at.Long, at.Lat, at.Long)
}

// wayButtons lead to the meeting: the map at any time, the video meeting on the
// day, and before it only where somebody asked for the details.
func (s *step) wayButtons(m *care.Meeting, reader string, details bool) [][]Button {
	var rows [][]Button
	zone := s.zoneOf(s.contact(reader))
	today := calendar.Day(starts(m), zone) == calendar.Day(s.now, zone)
	if link := videoLink(m); link != "" && (today || details) {
		rows = append(rows, row(Button{Label: locales.MeetingButtonVideo, URL: link}))
	}
	if m.Spot != nil {
		rows = append(rows, row(Button{Label: locales.MeetingButtonMap, URL: mapLink(m.Spot)}))
	}
	return rows
}

// answerGroups are the lists of a card, in their order. Everybody invited sees
// them: who comes concerns all.
var answerGroups = []struct {
	answer care.Answer
	key    locales.Key
}{
	{care.Coming, locales.MeetingComing}, {care.NotComing, locales.MeetingNotComing},
	{care.OtherTime, locales.MeetingOtherTime}, {"", locales.MeetingNotYet},
}

// answerLines lists the answers as names, of those who still belong.
func (s *step) answerLines(m *care.Meeting) []Line {
	n := s.network(m.Network)
	by := map[care.Answer][]string{}
	for _, id := range m.Invited {
		if s.place(n, id) != nil {
			by[m.Answers[id]] = append(by[m.Answers[id]], id)
		}
	}
	var lines []Line
	for _, g := range answerGroups {
		if names := s.someNames(by[g.answer]); len(names.List) > 0 {
			lines = append(lines, Line{Key: g.key, Args: Args{"Names": names}})
		}
	}
	return lines
}

// someNames lists the first of some contacts by name, and says how many more
// there are. Only those who are named are read.
func (s *step) someNames(ids []string) Arg {
	s.fetch(care.KindContact, ids[:min(len(ids), namesShown)]...)
	var lines []Line
	for i, id := range ids {
		if len(lines) == namesShown {
			return Arg{List: append(lines, Line{Key: locales.MeetingMore, Args: Args{"Count": count(len(ids) - i)}}), Inline: true}
		}
		if name := s.called(id); name.Text != "" {
			lines = append(lines, Line{Key: locales.ListName, Args: Args{"Name": name}})
		}
	}
	return Arg{List: lines, Inline: true}
}

// noticeOf is the one message by which somebody hears of a meeting or of its
// change: text, buttons and the calendar file.
func (s *step) noticeOf(m *care.Meeting, reader string, key locales.Key) Message {
	msg := s.cardOf(m, reader, key, true)
	msg.Lane, msg.Fresh, msg.Guard.Purpose = Bulk, true, PurposeNotice
	msg.Calendar = s.appointment(m)
	return msg
}

// appointment is what a calendar is told of a meeting.
func (s *step) appointment(m *care.Meeting) *Appointment {
	a := &Appointment{UID: m.ID + "@polyphony", Seq: m.Seq, Day: m.Day, Clock: m.Clock, Zone: m.Zone, Minutes: m.Minutes,
		Place: m.Place, Link: videoLink(m), Cancelled: m.Cancelled, At: s.now}
	switch {
	case m.Kind == care.PlaceVideo:
		a.Place = ""
	case a.Place == "" && m.Spot != nil:
		a.Place = fmt.Sprintf("%.5f, %.5f", m.Spot.Lat, m.Spot.Long)
	}
	return a
}

// showMeeting draws the card in the place of the message tapped on.
func (s *step) showMeeting(m *care.Meeting, key locales.Key) {
	s.inPlace(s.meetingCard(m, s.me.ID, key))
}

func (s *step) inPlace(msg Message) {
	if s.ev.Message != 0 && s.ev.Kind == KindTap {
		msg.Edit, msg.Caption, msg.Slot = s.ev.Message, s.ev.Caption, ""
	}
	s.say(msg)
}

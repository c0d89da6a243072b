package flows

import (
	"slices"
	"strings"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/urgency"
)

// onText decides what somebody's words are: a command, a press of the help
// button, a sign of danger, the answer to something that was asked, or
// something for the team. Nothing falls through.
func onText(s *step) Reason {
	if name, rest, ok := command(s.ev.Text); ok {
		handle, known := commands[name]
		if !known {
			return s.unknownCommand()
		}
		if s.account.Contact == "" && !handle.anybody {
			return s.stranger()
		}
		return handle.do(s, rest)
	}
	if s.IsHelp(s.ev.Text) {
		return s.help("button", care.Words{})
	}
	return s.words(s.ev.Text, care.Media{})
}

// words handles everything that is not a command.
func (s *step) words(text string, media care.Media) Reason {
	s.signWord(text)
	if reason, taken := s.ownerWrites(text, media); taken {
		return reason
	}
	reading := s.reading(text)
	if media.Kind == "" && s.me != nil && s.replies() {
		return replyTyped(s, text)
	}
	if media.Kind == "" && s.me != nil && s.finishes() {
		return finishTyped(s, text)
	}
	if media.Kind != "" && s.me != nil && s.replies() {
		s.reply(locales.ReplyWritten, nil)
	}
	if reading.Level == urgency.Urgent {
		return s.help(signal(reading), care.Words{Text: text, Media: media})
	}
	if a := s.ownAlert(); a != nil {
		return s.joinAlert(a, text, media)
	}
	if s.me == nil {
		return s.stranger()
	}
	if take, waits := s.awaiting(); waits && media.Kind == "" && (!worries(reading) || forTheirMap(s.me.Draft)) {
		return take(s, text)
	}
	if media.Kind == "" && !worries(reading) && s.onlyAddress(text) {
		s.reply(locales.DoorStrayHere, nil)
		return "visit.address.stray"
	}
	if d := s.me.Draft; waitsForTopic(s, d) && media.Kind == "" {
		return s.topicWorries(text)
	}
	if waitsForAbout(s) && media.Kind == "" {
		return s.aboutWorries(text)
	}
	if reason, ok := s.measureTyped(text, media); ok {
		return reason
	}
	soon := reading.Level == urgency.Soon || media.Kind != "" && media.Kind != care.Location
	if s.me.CheckIn != "" && s.answersReply() == nil {
		if reason, ok := s.answerCheckIn(text, media, soon); ok {
			return reason
		}
	}
	return s.toTeam(text, media, soon)
}

// reading looks for signs of danger, unless this person has said no to it or
// the team reads nobody's words.
func (s *step) reading(text string) urgency.Reading {
	if text == "" || s.noReading() || s.me != nil && s.me.RefusedReading() {
		return urgency.Reading{}
	}
	lang := s.ev.From.Language
	if s.me != nil {
		lang = s.me.Language
	}
	return s.Read(text, lang)
}

// worries reports whether words hold a sign of danger. An address or a name that
// no language knows is none: it completes what was asked for.
func worries(r urgency.Reading) bool {
	if r.Level == urgency.None || len(r.Signals) == 0 {
		return r.Level != urgency.None
	}
	return slices.ContainsFunc(r.Signals, func(s urgency.Signal) bool { return s != urgency.UnknownLanguage })
}

func signal(r urgency.Reading) string {
	if len(r.Signals) == 0 {
		return "words"
	}
	return string(r.Signals[0])
}

// drafts is the table of what somebody's words may complete.
var drafts map[string]func(*step, string) Reason

func init() {
	drafts = map[string]func(*step, string) Reason{
		draftPlace:    placeTyped,
		draftLink:     linkTyped,
		draftDay:      dayTyped,
		draftTime:     timeTyped,
		draftLength:   lengthTyped,
		draftWhy:      whyTyped,
		draftQuestion: questionTyped,
		draftSilence:  silenceTyped,
		draftCircle:   circleNamed,
		draftZone:     zoneTyped,
		draftInvite:   relationTyped,
		draftOther:    otherTyped,
		draftTopic:    topicTyped,
		draftReply:    replyTyped,
		draftFinish:   finishTyped,
		draftMeasure:  measureNamed,
		draftWhere:    whereTyped,

		draftVisitOwn: visitOwnTyped, draftVisitWish: visitWishTyped,
		draftAbout:  aboutTyped,
		draftSign:   signTyped,
		draftNumber: numberTyped,
		draftFriend: friendNamed, draftFriendName: friendRenamed, draftFriendNear: nearTyped,

		draftAbsentName: absentNamed, draftAbsentRelation: absentRelated, draftAbsentHow: absentHowTyped,
	}
}

func onMedia(s *step) Reason {
	if reason, taken := placeSent(s); taken {
		return reason
	}
	if reason, taken := whereSent(s); taken {
		return reason
	}
	if reason, taken := s.whereabouts(); taken {
		return reason
	}
	if s.ev.Number != "" {
		return s.words(s.ev.Number, care.Media{})
	}
	media := s.ev.Media
	media.Chat, media.Message = s.ev.Chat, s.ev.Message
	return s.words(s.ev.Text, media)
}

// A command is something typed with a slash.
type commandRow struct {
	do      func(s *step, rest string) Reason
	anybody bool // also for somebody who has not joined
	staff   bool // only for staff; for others it does not exist
}

// commands is the table of what can be typed. Commands are parsed here and not
// by the client library, which misses upper case and "/start@OurBot".
var commands map[string]commandRow

func init() {
	commands = map[string]commandRow{
		"start":    {do: start, anybody: true},
		"help":     {do: helpText, anybody: true},
		"stop":     {do: stop, anybody: true},
		"help_now": {do: func(s *step, _ string) Reason { return s.help("command", care.Words{}) }, anybody: true},
		"settings": {do: settings, anybody: true},
		"mydata":   {do: mydata},
		"meeting":  {do: meetingCommand},
		"topic":    {do: topicCommand},
		"circle":   {do: circleCommand},
		"leave":    {do: leaveCommand},
		"ask":      {do: askCommand},
		"forget":   {do: forgetCommand},
		"checkins": {do: checkInsCommand},
		"mine":     {do: mineCommand},
		"measure":  {do: measureCommand},
		"company":  {do: companyCommand},
		"today":    {do: todayCommand, staff: true},
		"week":     {do: weekCommand, staff: true},
		"inbox":    {do: inboxCommand, staff: true},
		"drill":    {do: drillCommand, staff: true},
		"oncall":   {do: onCallCommand},
		"end":      {do: endCommand, anybody: true},
		"handover": {do: handoverCommand, staff: true},
		"counts":   {do: countsCommand, staff: true},
		"visit":    {do: visitCommand},

		"volunteer": {do: volunteerCommand}, "volunteers": {do: volunteersCommand, staff: true},
	}
}

// command parses "/name@bot rest". The name ends where Telegram ends it, at
// anything but a Latin letter, digit or underscore: "/help_now!" is a command.
func command(text string) (name, rest string, ok bool) {
	rest, ok = strings.CutPrefix(strings.TrimSpace(text), "/")
	name, rest = commandWord(rest)
	if !ok || name == "" {
		return "", "", false
	}
	if bot, addressed := strings.CutPrefix(rest, "@"); addressed {
		_, rest = commandWord(bot)
	}
	return strings.ToLower(name), strings.TrimSpace(rest), true
}

func commandWord(text string) (word, rest string) {
	end := strings.IndexFunc(text, func(r rune) bool {
		return r != '_' && (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z')
	})
	if end < 0 {
		end = len(text)
	}
	return text[:end], text[end:]
}

// unknownCommand says in one sentence what can be done. What looks like a
// command may still be a cry for help, so it is read like any other words.
func (s *step) unknownCommand() Reason {
	if reading := s.reading(s.ev.Text); reading.Level == urgency.Urgent {
		return s.help(signal(reading), care.Words{Text: s.ev.Text})
	}
	if s.me == nil {
		return s.stranger()
	}
	s.reply(locales.CommandUnknown, nil)
	return "command.unknown"
}

// staff reports whether whoever did this is staff of the team, now. A volunteer
// whom the team file names is not.
func (s *step) staff() bool { return s.isStaff(s.me) }

func (s *step) isStaff(c *care.Contact) bool {
	if c == nil || c.Staff == "" || !c.Died.IsZero() {
		return false // whoever has the phone of a colleague who died is not them
	}
	link := read[care.StaffLink](s, care.KindStaff, c.Staff)
	m, known := s.team().StaffByID(c.Staff)
	return known && m.Role.Staff() && link != nil && link.Contact == c.ID
}

// place is a contact's place in a circle. Whoever has left the team has none
// in a staff role any more, whatever the circle's list says (I7), and whoever
// has died has none at all.
func (s *step) place(n *care.Network, contact string) *care.Member {
	if n == nil {
		return nil
	}
	m := n.Member(contact)
	if slices.Contains(n.Died, contact) {
		return nil
	}
	if m != nil && m.Role.Staff() && !s.isStaff(s.contact(contact)) {
		return nil
	}
	return m
}

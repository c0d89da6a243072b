package flows

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/urgency"
)

// In a group everybody reads everything. So the companion says nothing there but
// days and times, and answers whatever is meant for it in private. What people
// say to each other it neither reads nor keeps.

// inGroup reports whether an event of this kind comes from a group.
func (k Kind) inGroup() bool {
	return k == KindGroup || k == KindGroupIn || k == KindGroupOut || k == KindMigrated
}

// groupChat is what is known of a group; never nil.
func (s *step) groupChat(chat int64) *care.GroupChat {
	if g := read[care.GroupChat](s, care.KindGroup, ChatID(chat)); g != nil {
		return g
	}
	return &care.GroupChat{Chat: chat}
}

func (s *step) putGroup(g *care.GroupChat) { s.put(care.KindGroup, ChatID(g.Chat), g) }

// circleHere is the circle whose group this was said in; empty: of none.
func (s *step) circleHere() string {
	if s.within == nil {
		return ""
	}
	if n := s.network(s.within.Network); n == nil || n.Group != s.within.Chat || ended(n) != "" {
		return ""
	}
	return s.within.Network
}

// onGroup answers in private what was meant for us, and leaves the rest alone.
func onGroup(s *step) Reason {
	switch {
	case s.account == nil: // said by a channel, or by nobody
		return "group.nobody"
	case s.ev.Tap.ID == "" && !s.meantForUs():
		if s.strayInGroup() {
			return "visit.address.stray"
		}
		return "group.talk"
	}
	message := s.ev.Message
	s.aside()
	if s.ev.Tap.ID != "" {
		s.notice(locales.TapUnknown, nil) // no message of ours in a group has buttons that tell us anything
		return "group.tap"
	}
	reason := s.fromGroup(message)
	switch {
	case s.me != nil && !s.me.Blocked: // a private answer reaches them, as far as we know
	case slices.ContainsFunc(s.d.Say, func(m Message) bool { return m.Key == locales.HelpLines }):
		s.linesHere(message)
	case s.me != nil:
		s.pointToPrivate()
	}
	return reason
}

// aside turns to whoever did it: from here on they are answered in private.
func (s *step) aside() {
	s.within = s.groupChat(s.ev.Chat)
	s.ev.Kind, s.ev.Chat, s.ev.Message = KindText, s.account.Chat, 0
}

// fromGroup does what somebody asked for in a group as if they had asked in private.
func (s *step) fromGroup(message int) Reason {
	typed := s.unaddressed(s.ev.Text)
	if name, rest, ok := command(typed); ok {
		return s.groupCommand(name, rest, typed)
	}
	if s.IsHelp(typed) {
		return s.help("button", care.Words{})
	}
	return s.groupWords(typed, message)
}

// groupCommand runs a command. One that nobody knows may be meant for another
// bot, unless it was plainly for us.
func (s *step) groupCommand(name, rest, typed string) Reason {
	row, known := commands[name]
	switch {
	case name == "help_now":
		return row.do(s, rest)
	case !known && s.reading(typed).Level != urgency.Urgent && !s.named():
		return "group.talk"
	case !known && s.reading(typed).Level == urgency.Urgent:
		return s.unknownCommand()
	case s.me == nil:
		return s.pointToPrivate()
	case !known:
		return s.unknownCommand()
	case name == "circle":
		return s.circleInGroup()
	}
	return row.do(s, rest)
}

// groupWords takes words that were meant for us. They complete nothing that was
// begun in private and answer no question that was asked there.
func (s *step) groupWords(typed string, message int) Reason {
	media := s.ev.Media
	if media.Kind != "" {
		media.Chat, media.Message = s.within.Chat, message
	}
	reading := s.reading(typed)
	s.tellReading(s.me)
	if reading.Level == urgency.Urgent {
		return s.help(signal(reading), care.Words{Text: s.ev.Text, Media: media})
	}
	if a := s.ownAlert(); a != nil {
		return s.joinAlert(a, s.ev.Text, media)
	}
	if s.me == nil {
		return s.pointToPrivate()
	}
	if typed == "" && media.Kind == "" {
		return helpText(s, "")
	}
	if s.strayInGroup() {
		return "visit.address.stray"
	}
	return s.toTeam(s.ev.Text, media, reading.Level == urgency.Soon || media.Kind != "" && media.Kind != care.Location)
}

// meantForUs reports whether something said in a group was said to us: a command
// that names no other bot, an answer to us, our name, or the help button's words.
func (s *step) meantForUs() bool {
	typed := s.unaddressed(s.ev.Text)
	if _, _, ok := command(typed); ok {
		to := commandBot(typed)
		return to == "" || strings.EqualFold(to, s.BotName)
	}
	return s.named() || s.IsHelp(typed)
}

// named reports whether our name is in it, or it answers a message of ours.
func (s *step) named() bool {
	if s.BotName == "" {
		return false
	}
	_, found := s.mention(s.ev.Text)
	return found || strings.EqualFold(s.ev.Answers, s.BotName)
}

// mention finds our name in a text, standing by itself.
func (s *step) mention(typed string) (at int, found bool) {
	name := "@" + s.BotName
	for i := range typed {
		if typed[i] != '@' || len(typed)-i < len(name) || !strings.EqualFold(typed[i:i+len(name)], name) {
			continue
		}
		if after := typed[i+len(name):]; after == "" || wordEnds(after) {
			return i, true
		}
	}
	return 0, false
}

func wordEnds(rest string) bool {
	word, _ := commandWord(rest)
	return word == ""
}

// unaddressed is a text without our name before or after it.
func (s *step) unaddressed(typed string) string {
	typed = strings.TrimSpace(typed)
	at, found := s.mention(typed)
	if s.BotName == "" || !found {
		return typed
	}
	before, after := typed[:at], typed[at+1+len(s.BotName):]
	if strings.TrimSpace(before) == "" || strings.TrimSpace(after) == "" && !strings.HasPrefix(before, "/") {
		return strings.TrimSpace(strings.TrimLeft(before+after, " ,:"))
	}
	return typed
}

// commandBot is the bot that a command names, empty when it names none.
func commandBot(typed string) string {
	_, rest := commandWord(strings.TrimPrefix(strings.TrimSpace(typed), "/"))
	to, addressed := strings.CutPrefix(rest, "@")
	if !addressed {
		return ""
	}
	to, _ = commandWord(to)
	return to
}

// nudgeGap is how often a group hears that we answer in private.
const nudgeGap = time.Hour

// pointToPrivate says in the group, seldom, how to reach us. It names nobody.
func (s *step) pointToPrivate() Reason {
	g := s.within
	if s.now.Sub(g.Nudged) < nudgeGap {
		return "group.pointed.before"
	}
	g.Nudged = s.now
	s.putGroup(g)
	s.say(Message{Chat: g.Chat, Lane: Reply, Key: locales.GroupSaidPrivate, Buttons: s.writeToMe(),
		Language: s.Match(s.ev.From.Language), Guard: Guard{Purpose: PurposeReply}})
	return "group.pointed"
}

func (s *step) writeToMe() [][]Button {
	return [][]Button{row(Button{Label: locales.GroupWrite, URL: "https://t.me/" + s.BotName})}
}

// linesGap keeps a flood of calls for help from filling a group: the lines of a
// moment ago still stand there.
const linesGap = time.Minute

// linesHere says the crisis lines in the group, because a private message would
// not arrive. It says neither who asked nor what they wrote.
func (s *step) linesHere(message int) {
	g := s.within
	if s.now.Sub(g.Lines) < linesGap {
		return
	}
	g.Lines = s.now
	s.putGroup(g)
	s.say(Message{Chat: g.Chat, Lane: Urgent, Key: locales.HelpLines, Lines: s.crisisLines(), Buttons: s.writeToMe(),
		ReplyTo: message, Language: s.Match(s.ev.From.Language), Guard: Guard{Purpose: PurposeLines}})
}

// groupNamed is the group whose number a button carries, under the number that it
// has now.
func (s *step) groupNamed(id string) *care.GroupChat {
	chat, _ := strconv.ParseInt(id, 10, 64)
	g := s.groupChat(chat)
	if g.Moved != 0 {
		return s.groupChat(g.Moved)
	}
	return g
}

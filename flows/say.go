package flows

import (
	"maps"
	"slices"
	"strconv"
	"time"
	"unicode/utf16"

	"polyphony/care"
	"polyphony/locales"
)

// say puts a message into the outbox. With neither chat nor person it goes to
// whoever the event came from.
func (s *step) say(m Message) {
	m.Why = s.why(m)
	m = s.somebody(m)
	if m.Chat == 0 && m.Person == "" && m.Channel == "" {
		m.Chat = s.ev.Chat
		if s.me != nil {
			m.Person = s.me.ID
			m.Guard.Asked = m.Guard.Purpose == PurposeDuty
		}
	}
	if m.Person != "" {
		c := s.contact(m.Person)
		if c == nil || c.Chat == 0 {
			return
		}
		m.Chat, m.Zone = c.Chat, c.Zone
		m.Language = c.Language
	}
	if m.Zone == "" {
		m.Zone = s.team().Zone
	}
	if m.Language == "" && m.Person == "" && m.Chat > 0 && m.Chat != s.ev.Chat {
		m.Language = s.languageThere(m.Chat)
	}
	if m.Language == "" {
		m.Language = s.Match(s.ev.From.Language)
	}
	if m.Chat == 0 && m.Channel == "" {
		return
	}
	m.Guard.Whole = m.Lane == Bulk
	m.Lane = s.laneOf(m)
	for i, part := range split(m) {
		if i > 0 {
			part.Why = m.Why
		}
		s.d.Say = append(s.d.Say, part)
	}
}

// languageThere is the language of somebody who never joined: their own, and not
// that of whoever writes to them.
func (s *step) languageThere(chat int64) string {
	if a := read[care.Account](s, care.KindAccount, ChatID(chat)); a != nil {
		return a.Language
	}
	return ""
}

// why is what an operator reads about a message: its key is reason enough.
func (s *step) why(m Message) Reason {
	if m.Why != "" {
		return m.Why
	}
	if m.Key == "" && len(m.Delete) > 0 {
		return "words.deleted"
	}
	if m.Key == "" {
		return "tap.answered"
	}
	return Reason(m.Key)
}

// reply answers whoever the event came from.
func (s *step) reply(key locales.Key, args Args, buttons ...[]Button) {
	s.say(Message{Lane: Reply, Key: key, Args: args, Buttons: buttons, Guard: Guard{Purpose: PurposeReply}})
}

// notice answers a tap with a short text that passes by; no key: silently.
func (s *step) notice(key locales.Key, args Args) {
	if s.ev.Tap.ID == "" {
		return
	}
	s.say(Message{Lane: Reply, Key: key, Args: args, Answer: s.ev.Tap.ID,
		Guard: Guard{Purpose: PurposeReply, Before: s.ev.At.Add(tapLife)}})
	s.ev.Tap.ID = "" // a tap is answered once
}

// tapLife is how long Telegram lets a tap be answered.
const tapLife = 150 * time.Second

// redraw replaces the message that was tapped on.
func (s *step) redraw(key locales.Key, args Args, buttons ...[]Button) {
	s.say(Message{Lane: Reply, Key: key, Args: args, Buttons: buttons, Edit: s.ev.Message, Caption: s.ev.Caption, Guard: Guard{Purpose: PurposeReply}})
}

// show draws a menu: in place when a button led here, else as a new message.
func (s *step) show(key locales.Key, args Args, buttons ...[]Button) {
	if s.ev.Kind == KindTap {
		s.redraw(key, args, buttons...)
		return
	}
	s.reply(key, args, buttons...)
}

// wordsRoom is how many UTF-16 units of somebody's words one message holds
// beside our own text; Telegram's limit for both is 4,096.
const wordsRoom = 3000

// split cuts long words into messages of their own, so that nothing that
// anybody wrote is ever cut off (rule 4), and all of it is read in order.
func split(m Message) []Message {
	if m.Gone {
		return goneParts(m)
	}
	groups := packLines(m.Lines, roomOf(m))
	m.Lines = nil
	out := splitArgs(m)
	for i, lines := range groups {
		if i == 0 && len(out) == 1 {
			out[0].Lines = lines
			continue
		}
		rest := follow(m, len(out))
		rest.Key, rest.Lines = locales.WordsMore, lines
		out = append(out, rest)
	}
	return out
}

// goneParts takes away whatever parts a long card may have been sent in; where
// there was no such part nothing is said.
func goneParts(m Message) []Message {
	out := []Message{m}
	for n := 1; m.Slot != "" && n < cardParts; n++ {
		part := m
		part.Slot = m.Slot + "+" + strconv.Itoa(n)
		out = append(out, part)
	}
	return out
}

// cardParts is how many messages a card is looked for in when it is taken away:
// the longest text that Telegram lets anybody write takes two.
const cardParts = 3

// splitArgs cuts the one long text that a message may hold as an argument.
func splitArgs(m Message) []Message {
	for name, arg := range m.Args {
		words, open := arg.Words, false
		if arg.Open != "" {
			words, open = arg.Open, true
		}
		parts := cut(words, wordsRoom)
		if len(parts) < 2 {
			continue
		}
		first := m
		first.Args = maps.Clone(m.Args)
		first.Args[name] = wordsArg(parts[0], open, arg.By)
		out := []Message{first}
		for _, part := range parts[1:] {
			rest := follow(m, len(out))
			rest.Key, rest.Args = locales.WordsContinued, Args{"Words": wordsArg(part, open, arg.By)}
			out = append(out, rest)
		}
		return out
	}
	return []Message{m}
}

// follow is the bare n-th message after m, to the same reader on the same terms.
func follow(m Message, n int) Message {
	m.Args, m.Lines, m.Buttons, m.Answer, m.Edit, m.Keyboard, m.Give, m.File = nil, nil, nil, "", 0, false, nil, nil
	m.QR, m.Calendar, m.Caption, m.ReplyTo, m.Chart, m.Map, m.Delete, m.Data = "", nil, false, 0, nil, nil, nil, ""
	if m.Slot != "" {
		m.Slot += "+" + strconv.Itoa(n)
	}
	return m
}

// packLines divides paragraphs into groups that fit a message each.
func packLines(lines []Line, room int) [][]Line {
	var groups [][]Line
	size := room + lineFrame + 1
	for _, l := range lines {
		for _, part := range cutLine(l) {
			n := len(utf16.Encode([]rune(part.Args["Words"].Words))) + lineFrame
			if size+n > room+lineFrame {
				groups, size = append(groups, nil), 0
			}
			groups[len(groups)-1] = append(groups[len(groups)-1], part)
			size += n
		}
	}
	return groups
}

// mapRoom is how many units the names under a map of company take in its
// caption; Telegram's limit is 1,024, our own words included.
const mapRoom = 700

// roomOf is how many units of words a message holds beside our own text.
func roomOf(m Message) int {
	if m.Map != nil {
		return mapRoom
	}
	return wordsRoom
}

// lineFrame is room for what our own text puts round the words of a line.
const lineFrame = 60

func cutLine(l Line) []Line {
	parts := cut(l.Args["Words"].Words, wordsRoom)
	if len(parts) < 2 {
		return []Line{l}
	}
	out := make([]Line, len(parts))
	for i, part := range parts {
		out[i] = l
		out[i].Args = maps.Clone(l.Args)
		out[i].Args["Words"] = wordsArg(part, false, l.Args["Words"].By)
	}
	return out
}

func wordsArg(text string, open bool, by string) Arg {
	if open {
		return Arg{Open: text, By: by}
	}
	return Arg{Words: text, By: by}
}

// cut divides text into parts of at most n UTF-16 units, between runes.
func cut(text string, n int) []string {
	var parts []string
	size, from := 0, 0
	for i, r := range text {
		w := len(utf16.AppendRune(nil, r))
		if size+w > n {
			parts = append(parts, text[from:i])
			size, from = 0, i
		}
		size += w
	}
	return append(parts, text[from:])
}

// name is how a contact is called to others: by first name only (rule 12).
func (s *step) name(contact string) string {
	if c := s.contact(contact); c != nil {
		return c.Name
	}
	return ""
}

// called is a contact's name in a message that is not said any more once they
// have died; there is none from then on.
func (s *step) called(contact string) Arg {
	c := s.contact(contact)
	if c == nil || !c.Died.IsZero() {
		return Arg{}
	}
	return Arg{Text: c.Name, Who: contact}
}

// names lists contacts by first name.
func (s *step) names(contacts []string) Arg {
	s.fetch(care.KindContact, contacts...)
	var lines []Line
	for _, id := range contacts {
		if called := s.called(id); called.Text != "" {
			lines = append(lines, Line{Key: locales.ListName, Args: Args{"Name": called}})
		}
	}
	return Arg{List: lines, Inline: true}
}

// crisisLines are the numbers to ring, as a paragraph: those of the team's
// country in the reader's language, then those of the team file besides.
func (s *step) crisisLines() []Line {
	t := s.team()
	known := s.Numbers(t.Country)
	var own []Line
	for _, l := range t.Lines {
		if slices.Contains(known, l.Number) {
			continue
		}
		own = append(own, Line{Key: locales.LinesOwn, Args: Args{"Name": text(l.Name), "Number": text(l.Number), "How": text(l.How)}})
	}
	return []Line{{Key: locales.LinesAll, Args: Args{"Lines": {Crisis: t.Country, List: own}}}}
}

package flows

import (
	"strconv"

	"polyphony/care"
	"polyphony/locales"
)

// pageSlot names the messages that follow an item which does not fit one.
func pageSlot(item string) string { return "page:" + item }

// showItem shows who wrote what and when, in full, with the way to the next.
func (s *step) showItem(network, id string) Reason {
	p := s.pile(network)
	at := p.find(id)
	item := p.items[at]
	author, questions, said := s.said(item)
	first := item.SeenBy
	s.seen(network, item, author)
	s.opened(item, author, first)
	item, _ = s.item(network, id)
	msg := Message{Lane: Reply, Key: locales.InboxNote, Args: Args{"Name": text(s.name(author))}, Edit: s.tappedOn(), Protect: true, Guard: s.readingGuard(network)}
	for i, q := range questions {
		if i == 0 {
			msg.Key, msg.Args["Question"] = locales.InboxAnswer, questionArg(q)
			continue
		}
		msg.Lines = append(msg.Lines, Line{Key: locales.InboxQuestion, Args: Args{"Question": questionArg(q)}})
	}
	for _, lines := range [][]Line{s.beforeLines(item), s.wordLines(said), s.threadLines(item), s.bringLines(item), s.seenLines(item)} {
		msg.Lines = append(msg.Lines, lines...)
	}
	msg.Buttons = s.playRows(network, item, said)
	if author != s.me.ID {
		msg.Buttons = append(msg.Buttons, row(s.itemButton(locales.ReplyDo, network, "reply", id)))
	}
	if network != "" {
		msg.Buttons = append(msg.Buttons, s.bringRow(network, item))
	}
	msg.Buttons = append(msg.Buttons, p.turn("item", p.before(at, 1), p.after(at+1, 1))...)
	msg.Buttons = append(msg.Buttons, row(Button{Label: locales.InboxList, Data: data("inbox", inboxID(network), 0, "from."+id)}))
	msg.Slot, msg.Fresh = pageSlot(id), true
	before := len(s.d.Say)
	s.say(msg)
	s.turned(network, len(s.d.Say)-before-1, id)
	if len(first) == 0 {
		return "inbox.read"
	}
	return "inbox.read.again"
}

// wordLines are all the words of an item, each with its time.
func (s *step) wordLines(said []care.Words) (lines []Line) {
	for _, w := range said {
		lines = append(lines, s.fullLine(w))
	}
	return lines
}

// fullLine is one thing said, whole; say divides what does not fit a message.
func (s *step) fullLine(w care.Words) Line {
	switch {
	case w.Media.Kind != "" && w.Text == "":
		return Line{Key: mediaKey(w.Media.Kind), Args: Args{"When": when(w.At)}}
	case !w.Edited.IsZero():
		return Line{Key: locales.InboxWordsChanged, Args: Args{"Words": {Words: w.Text, By: w.Author}, "When": when(w.At)}}
	}
	return Line{Key: wordsKey(w), Args: Args{"Words": {Words: w.Text, By: w.Author}, "When": when(w.At)}}
}

// seenLines say who of the team has read an item.
func (s *step) seenLines(item care.Item) []Line {
	if len(item.SeenBy) == 0 {
		return nil
	}
	return []Line{{Key: locales.InboxSeenBy, Args: Args{"Names": s.names(item.SeenBy)}}}
}

// playButtons keeps a message's buttons few.
const playButtons = 6

// playRows open what was sent with words; the newest when there is a lot.
func (s *step) playRows(network string, item care.Item, said []care.Words) (rows [][]Button) {
	for k, w := range said {
		if w.Media.Kind == "" {
			continue
		}
		arg := "play." + item.ID + "." + strconv.Itoa(k)
		rows = append(rows, row(Button{Label: locales.InboxPlayAt, Args: Args{"When": when(w.At)}, Data: data("inbox", inboxID(network), 0, arg)}))
	}
	return rows[max(len(rows)-playButtons, 0):]
}

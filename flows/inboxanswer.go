package flows

import (
	"strconv"

	"polyphony/care"
	"polyphony/locales"
)

// showReply shows an answer back, with what others of the team answered since
// this person last looked: two people may be answering at once.
func (s *step) showReply(item care.Item, edit int) {
	d := s.me.Draft
	author, _, _ := s.said(item)
	lines := s.othersLines(item, d.Replies)
	d.Replies = len(item.Replies)
	s.touched()
	send := s.itemButton(locales.ReplySend, d.Network, "send", item.ID+"."+strconv.Itoa(s.menu()))
	send.Style = "primary"
	s.say(s.withNumbers(d.Text, Message{Lane: Reply, Key: locales.ReplyBack, Args: Args{"Name": text(s.name(author)), "Words": {Words: d.Text, By: s.me.ID}},
		Lines: lines, Buttons: [][]Button{row(send, s.itemButton(locales.ReplyLeave, d.Network, "leave", item.ID))}, Edit: edit, Protect: true, Guard: s.readingGuard(d.Network)}))
}

// othersLines are the answers of others of the team to an item, from the n-th on.
func (s *step) othersLines(item care.Item, n int) (lines []Line) {
	for _, id := range item.Replies[min(n, len(item.Replies)):] {
		if r := s.note(id); r != nil && r.Author != s.me.ID {
			lines = append(lines, s.replyLines(locales.InboxReplied, r)...)
		}
	}
	return lines
}

// withNumbers adds, to an answer that sounds like danger, that it called nobody,
// and how to.
func (s *step) withNumbers(typed string, m Message) Message {
	if worries(s.reading(typed)) {
		m.Lines = append(append(m.Lines, line(locales.ReplyOwn)), s.crisisLines()...)
		m.Keyboard = m.Edit == 0 // which an edit cannot show
	}
	return m
}

// offerNumbers says the same by itself.
func (s *step) offerNumbers(typed string) {
	if worries(s.reading(typed)) {
		s.say(Message{Lane: Reply, Key: locales.ReplyOwn, Lines: s.crisisLines(), Keyboard: true, Guard: Guard{Purpose: PurposeLines}})
	}
}

package flows

import (
	"strconv"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// draftReply waits for the words with which somebody of the team answers
// something from the inbox.
const draftReply = "reply"

// canReach reports whether what the team writes would reach somebody now.
func (s *step) canReach(network, contact string) bool {
	c := s.contact(contact)
	if c == nil || c.Chat == 0 || c.Blocked || c.Stopped || !c.Died.IsZero() {
		return false
	}
	n := s.network(network)
	return network == "" || s.place(n, contact) != nil && ended(n) == ""
}

func (s *step) cannotReach(contact string) Reason {
	s.dropReply()
	s.reply(locales.ReplyCannot, Args{"Name": text(s.name(contact))})
	return "reply.unreachable"
}

// dropReply: what is written next is no answer any more.
func (s *step) dropReply() {
	if d := s.me.Draft; d != nil && d.What == draftReply {
		s.me.Draft = nil
		s.putContact(s.me)
	}
}

// askReply waits for the answer to an item. Whoever cannot be reached is said to
// be so before anything is written.
func (s *step) askReply(network string, item care.Item) Reason {
	author, _, _ := s.said(item)
	switch {
	case author == s.me.ID:
		return s.refused()
	case !s.canReach(network, author):
		return s.cannotReach(author)
	}
	s.begin(&care.Draft{What: draftReply, Network: network, Item: item.ID, Replies: len(item.Replies)})
	s.say(Message{Lane: Reply, Key: locales.ReplyAsk, Args: Args{"Name": text(s.name(author))}, Lines: s.othersLines(item, 0), Protect: true,
		Buttons: [][]Button{row(s.itemButton(locales.ReplyLeave, network, "leave", item.ID))}, Guard: s.readingGuard(network)})
	return "reply.begun"
}

func (s *step) itemButton(label locales.Key, network, act, item string) Button {
	return Button{Label: label, Data: data("inbox", inboxID(network), 0, act+"."+item)}
}

// replies reports whether what somebody of the team writes now is meant for
// somebody else. It often repeats that person's words, so signs of danger in it
// open no alert: it is shown back, with the numbers, before it goes anywhere.
func (s *step) replies() bool {
	_, waits := s.awaiting()
	return waits && s.me.Draft.What == draftReply && s.reads(s.me.Draft.Network)
}

// replyTyped shows the answer back before it is sent. When there is nothing to
// answer any more, signs of danger in it still bring the numbers.
func replyTyped(s *step, typed string) Reason {
	d := s.me.Draft
	item, there := s.item(d.Network, d.Item)
	gone := locales.TakenGone
	if !s.reads(d.Network) {
		gone, there = locales.ReplyNotYours, false
	}
	if !there {
		s.dropReply()
		s.say(s.withNumbers(typed, Message{Lane: Reply, Key: gone, Guard: Guard{Purpose: PurposeReply}}))
		return "reply.gone"
	}
	if author, _, _ := s.said(item); !s.canReach(d.Network, author) {
		s.offerNumbers(typed)
		return s.cannotReach(author)
	}
	d.Text, d.Typed = typed, true
	s.showReply(item, 0)
	return "reply.shown"
}

// sendReply sends what was shown back. The author is named, and so is who of the
// team writes; the rest of the team finds it with the item.
func (s *step) sendReply(network string, item care.Item, rev string) Reason {
	d := s.me.Draft
	if d == nil || d.What != draftReply || d.Item != item.ID || d.Text == "" || rev != strconv.Itoa(s.me.Menu) {
		s.stale()
		return s.showItem(network, item.ID)
	}
	author, _, _ := s.said(item)
	switch {
	case !s.canReach(network, author):
		return s.cannotReach(author)
	case len(s.othersLines(item, d.Replies)) > 0:
		s.notice(locales.ReplyMeanwhile, nil)
		s.showReply(item, s.ev.Message)
		return "reply.meanwhile"
	}
	note := &care.Note{ID: s.newID("note"), Network: network, Author: s.me.ID, To: author, Re: &care.Ref{Kind: item.Kind, ID: item.ID},
		Words: []care.Words{s.spoken(d.Text, care.Media{})}}
	s.put(care.KindNote, note.ID, note)
	s.wrote(s.me.ID, care.Ref{Kind: care.KindNote, ID: note.ID})
	shelf, id, i := s.findItem(network, item.ID)
	shelf.Items[i].Replies = append(shelf.Items[i].Replies, note.ID)
	s.put(care.KindShelf, id, shelf)
	s.me.Draft = nil
	s.putContact(s.me)
	to := s.contact(author)
	to.Replied = note.ID
	s.putContact(to)
	s.say(Message{Person: author, Lane: Reply, Key: locales.ReplyFrom, Args: Args{"Name": text(s.me.Name), "Words": {Words: note.Words[0].Text, By: s.me.ID}},
		Guard: Guard{Purpose: PurposeNotice, Network: network, Quiet: true, Note: note.ID}})
	s.audit("contact:"+author, "words.answered", item.ID)
	s.replySent(network, item.ID, to)
	return "reply.sent"
}

// replySent says that it is on its way, or when it will be after the night.
func (s *step) replySent(network, item string, to *care.Contact) {
	key, args, zone := locales.ReplySent, Args{"Name": text(to.Name)}, s.zoneOf(to)
	if calendar.Quiet(s.now, zone) {
		key, args["When"] = locales.ReplySentQuiet, when(calendar.QuietEnd(s.now, zone))
	}
	s.redraw(key, args, row(s.itemButton(locales.ReplyItem, network, "item", item)))
}

func (s *step) leaveReply(network string, item care.Item) Reason {
	s.dropReply()
	s.redraw(locales.ReplyLeft, nil, row(s.itemButton(locales.ReplyItem, network, "item", item.ID)))
	return "reply.left"
}

// replyFailed tells whoever of the team wrote it that it has not arrived.
func (s *step) replyFailed(f Failure) Reason {
	note := s.note(f.Note)
	if note == nil || f.Reason == FailedSlow || f.Reason == FailedMoved {
		return "failure.noted"
	}
	s.say(Message{Person: note.Author, Lane: Reply, Key: locales.ReplyFailed, Args: Args{"Name": text(s.name(note.To))}, Guard: Guard{Purpose: PurposeDuty}})
	return "reply.failed"
}

// answersReply is the team's answer that somebody's next words belong to, if
// nothing was asked of them since.
func (s *step) answersReply() *care.Note {
	r := s.note(s.me.Replied)
	if r == nil || r.To != s.me.ID || len(r.Words) == 0 {
		return nil
	}
	if in := s.checkin(s.me.CheckIn); in != nil && in.Asked.After(r.Words[0].At) {
		return nil
	}
	if r.Network != "" && s.place(s.network(r.Network), s.me.ID) == nil {
		return nil
	}
	return r
}

// threadLines are what the team answered to an item, and what it answers.
func (s *step) threadLines(item care.Item) (lines []Line) {
	for _, id := range item.Replies {
		if r := s.note(id); r != nil {
			lines = append(lines, s.replyLines(locales.InboxReplied, r)...)
		}
	}
	return lines
}

func (s *step) beforeLines(item care.Item) []Line {
	n := s.note(item.ID)
	if item.Kind != care.KindNote || n == nil || n.Re == nil {
		return nil
	}
	r := s.note(n.Re.ID)
	if r == nil || r.Network != n.Network {
		return nil
	}
	return s.replyLines(locales.InboxInAnswer, r)
}

func (s *step) replyLines(key locales.Key, r *care.Note) (lines []Line) {
	for _, w := range r.Words {
		lines = append(lines, Line{Key: key, Args: Args{"Name": text(s.name(r.Author)), "When": when(w.At), "Words": {Words: w.Text, By: w.Author}}})
	}
	return lines
}

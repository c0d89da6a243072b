package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// candidates are the members with whom something can be shared now: those of
// its circle besides its author and the team, who sees it anyway.
func (s *step) candidates(it *shown) []string {
	n := s.network(it.network)
	if s.place(n, it.author) == nil || ended(n) != "" {
		return nil
	}
	s.fetchMembers(n)
	var out []string
	for _, m := range n.Members {
		if m.Contact != it.author && !m.Role.Staff() && s.place(n, m.Contact) != nil {
			out = append(out, m.Contact)
		}
	}
	return out
}

// reaches reports whether somebody can be shown anything of a circle now: they
// have said yes to it, and are to be reached.
func (s *step) reaches(network, reader string) bool {
	c := s.contact(reader)
	if c == nil || c.Chat == 0 || c.Stopped || c.Blocked || !c.Died.IsZero() || !s.hearsOf(network, reader) {
		return false
	}
	return c.Staff != "" || c.Agrees(care.Sharing)
}

// mayShare reports whether the author lets their words be shown at all. Staff
// are asked for no permission.
func mayShare(c *care.Contact) bool { return c.Staff != "" || c.Agrees(care.Sharing) }

// sharedCard is what a reader has of somebody's words: verbatim, after the
// author's name, with two answers and no more.
func (s *step) sharedCard(it *shown, reader string) Message {
	msg := Message{Person: reader, Lane: Bulk, Key: locales.ShareCard, Args: Args{"Name": s.called(it.author)},
		Slot: sharedSlot(it.ref), Protect: true, Guard: s.sharedGuard(it, reader)}
	if it.measure != nil {
		msg.Key = locales.ShareCardWatch
		picture := s.pictureOf(it.measure, chartDays[0], false)
		msg.Chart, msg.Lines = picture.Chart, append([]Line{{Key: locales.ShareWatches, Args: Args{"Title": {Words: it.measure.Name, By: it.author}}}}, picture.Lines...)
	}
	if it.company != nil {
		picture := s.pictureOfCompany(it.company, false)
		msg.Key, msg.Map, msg.Lines = locales.ShareCardWatch, picture.Map, append([]Line{line(locales.CompanyShows)}, picture.Lines...)
	}
	if it.question.Open != "" || it.question.Words != "" {
		msg.Lines = append(msg.Lines, Line{Key: locales.ShareAsked, Args: Args{"Question": it.question}})
	}
	for _, w := range it.words {
		msg.Lines = append(msg.Lines, s.ownLine(w))
	}
	if !slices.Contains(it.share.Thanked, reader) {
		msg.Buttons = append(msg.Buttons, row(it.button(locales.ShareThank, nil, "thank")))
	}
	if !slices.Contains(it.share.Talk, reader) {
		msg.Buttons = append(msg.Buttons, row(it.button(locales.ShareTalk, nil, "talk")))
	}
	return msg
}

// sharedGuard lets a copy leave only while its author shows it to this reader,
// both belong, and both have said yes to it.
func (s *step) sharedGuard(it *shown, reader string) Guard {
	purpose := care.Sharing
	if c := s.contact(reader); c != nil && c.Staff != "" {
		purpose = PurposeNotice // they were never asked
	}
	ref := it.ref
	ref.At = lastEdit(it.words) // a card with older words does not leave any more
	return Guard{Purpose: purpose, Network: it.network, Quiet: true, Shared: &ref}
}

// ownLine is fullLine with its author's name on it.
func (s *step) ownLine(w care.Words) Line {
	l := s.fullLine(w)
	if arg, holds := l.Args["Words"]; holds {
		arg.By = w.Author
		l.Args["Words"] = arg
	}
	return l
}

// wordsKey marks words that their author has changed since.
func wordsKey(w care.Words) locales.Key {
	if w.Edited.IsZero() {
		return locales.CardWords
	}
	return locales.ShareChanged
}

// sendShared gives a reader the card, then what was sent with it.
func (s *step) sendShared(it *shown, reader string) {
	card := s.sharedCard(it, reader)
	card.Fresh = true
	s.say(card)
	for _, w := range it.words {
		s.sendMedia(it, w, reader)
	}
	it.share.Sent = append(it.share.Sent, reader)
}

// sendMedia passes a voice message or picture on, straight from Telegram.
func (s *step) sendMedia(it *shown, w care.Words, reader string) {
	if w.Media.Kind == "" || w.Media.Message == 0 {
		return
	}
	msg := Message{Person: reader, Lane: Bulk, Why: "share.media", Copy: &Copy{Chat: w.Media.Chat, Message: w.Media.Message},
		Slot: mediaSlot(it.ref, w), Protect: true, Silent: true, Guard: s.sharedGuard(it, reader)}
	if w.Text != "" { // its words stand on the card, behind a spoiler: under the picture a lock screen would show them
		msg.Key, msg.Args = locales.ShareSentWith, Args{"Name": s.called(it.author)}
	}
	s.say(msg)
}

// showFurther brings what readers have up to date after further words.
func (s *step) showFurther(it *shown, added care.Words) {
	for _, id := range s.stillReading(it) {
		s.say(s.sharedCard(it, id))
		s.sendMedia(it, added, id)
	}
}

// stillReading are those who have it and with whom it is still shared.
func (s *step) stillReading(it *shown) []string {
	if author := s.contact(it.author); author == nil || !mayShare(author) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(it.share.Sent), func(id string) bool {
		return !includes(it.ref.Kind, it.share, id) || s.place(s.network(it.network), id) == nil
	})
}

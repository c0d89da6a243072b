package flows

import (
	"slices"
	"strconv"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// joinWithin is how long further words join the note before: somebody who
// sends three messages in a row says one thing.
const joinWithin = 10 * time.Minute

// toTeam puts words into the team's inbox, verbatim (rule 4), and tells their
// author when they will be read. Nothing anybody writes is lost or ignored.
func (s *step) toTeam(text string, media care.Media, soon bool) Reason {
	joined := s.keepNote(text, media, soon)
	lines, buttons := s.whichTeam(s.note(s.me.Said))
	switch {
	case soon:
		s.offerHelp()
		if !joined && len(lines) > 0 {
			s.reply(lines[0].Key, lines[0].Args, buttons...)
		}
		return "note.soon"
	case !joined:
		s.say(Message{Lane: Reply, Key: s.passedOn(media), Args: Args{"When": when(s.readBy())}, Lines: lines, Buttons: buttons, Guard: Guard{Purpose: PurposeReply}})
		return "note.kept"
	}
	return s.joinedNote()
}

// passedGap is how often further words are answered one by one.
const passedGap = 5 * time.Minute

// joinedNote answers words that joined the note before, in short: nobody should
// wonder whether they arrived.
func (s *step) joinedNote() Reason {
	if s.now.Sub(s.me.PassedAt) >= passedGap {
		s.me.PassedAt = s.now
		s.putContact(s.me)
		s.reply(locales.NotePassedShort, nil)
	}
	return "note.joined"
}

// keepNote keeps words where the team reads them, and reports whether they
// joined what the same person wrote a moment ago.
func (s *step) keepNote(text string, media care.Media, soon bool) (joined bool) {
	network := s.noteCircle()
	n := s.note(s.me.Said)
	joined = n != nil && s.now.Sub(s.me.SaidAt) < joinWithin && n.Author == s.me.ID && n.Network == network && n.Share.At.IsZero()
	if !joined {
		n = &care.Note{ID: s.newID("note"), Network: network, Author: s.me.ID}
	}
	n.Words = append(n.Words, s.spoken(text, media))
	s.wrote(s.me.ID, care.Ref{Kind: care.KindNote, ID: n.ID})
	s.put(care.KindNote, n.ID, n)
	s.me.Said, s.me.SaidAt = n.ID, s.now
	s.putContact(s.me)
	s.shelve(network, care.Item{Kind: care.KindNote, ID: n.ID, At: s.now, Soon: soon}, !joined)
	return joined
}

// passedOn says that people will read it, and, for what no machine can
// understand, that only people will.
func (s *step) passedOn(media care.Media) locales.Key {
	if media.Kind != "" {
		return locales.NotePassedMedia
	}
	return locales.NotePassed
}

// offerHelp is the answer to "soon": no card, but the lines, the help button,
// and when people will read it.
func (s *step) offerHelp() {
	s.say(Message{Lane: Reply, Key: locales.NoteSoon, Args: Args{"When": when(s.readBy())}, Lines: s.crisisLines(), Keyboard: true, Guard: Guard{Purpose: PurposeLines}})
}

// readBy is when the team promises to have read what came now: by the end of
// this working day, else of the next.
func (s *step) readBy() time.Time {
	t := s.team()
	zone := calendar.Zone(t.Zone)
	if until, open := calendar.Covers(t.Hours, s.now, zone); open {
		return until
	}
	start := calendar.NextStart(t.Hours, s.now, zone)
	if until, open := calendar.Covers(t.Hours, start, zone); open {
		return until
	}
	return s.now.Add(24 * time.Hour)
}

// shelve puts an item where its circle's team finds it, and tells them quietly
// when it is new.
func (s *step) shelve(network string, item care.Item, tell bool) {
	shelf := s.shelf(network)
	if shelf.Put(item) && item.Soon {
		s.remindSoon(network, item)
	}
	s.put(care.KindShelf, network, shelf)
	if !tell {
		return
	}
	key, args := locales.InboxNewAlone, Args(nil)
	if n := s.network(network); n != nil {
		key, args = locales.InboxNew, Args{"Circle": text(n.Called)}
	}
	for _, id := range s.readersOf(network) {
		if id == s.me.ID {
			continue
		}
		s.say(Message{Person: id, Lane: Bulk, Key: key, Args: args, Slot: "inbox:" + network, Fresh: true, Silent: true,
			Buttons: [][]Button{row(Button{Label: locales.InboxOpen, Data: data("inbox", inboxID(network), 0, "first")})},
			Guard:   Guard{Purpose: PurposeDuty, Quiet: true}})
	}
}

// readersOf are the staff who read a circle's words: its own, or the whole
// team for somebody who belongs to no circle.
func (s *step) readersOf(network string) []string {
	if n := s.network(network); n != nil {
		var staff []string
		for _, id := range n.With(care.Practitioner, care.Coordinator) {
			if s.place(n, id) != nil {
				staff = append(staff, id)
			}
		}
		if len(staff) > 0 {
			return staff
		}
	}
	var out []string
	for _, m := range s.team().Staff {
		if c := s.staffContact(m.ID); m.Role.Staff() && c != nil {
			out = append(out, c.ID)
		}
	}
	return out
}

// shelfButton opens the newest of a shelf.
func (s *step) shelfButton(network string) Button {
	b := Button{Label: locales.InboxNoCircle, Data: data("inbox", inboxID(network), 0, "first")}
	if n := s.network(network); n != nil {
		b.Label, b.Args = locales.InboxOf, Args{"Circle": text(n.Called)}
	}
	return b
}

// An inbox button names its shelf; "-" stands for that of no circle.
func inboxID(network string) string {
	if network == "" {
		return "-"
	}
	return network
}

func inboxCommand(s *step, _ string) Reason {
	if !s.staff() {
		return s.unknownCommand()
	}
	var rows [][]Button
	for _, id := range append(slices.Clone(s.me.Networks), "") {
		if !slices.Contains(s.readersOf(id), s.me.ID) {
			continue
		}
		if shelf := s.shelf(id); len(shelf.Items) > 0 {
			rows = append(rows, row(s.shelfButton(id)))
		}
	}
	if len(rows) == 0 {
		s.reply(locales.InboxEmpty, nil)
		return "inbox.empty"
	}
	s.reply(locales.InboxWhich, nil, rows...)
	return "inbox.chosen"
}

// inboxTap shows an item of a shelf, or passes on what was sent with it. A
// button names its item; "first" is whatever is to be read first.
func inboxTap(s *step, p press) Reason {
	network := p.id
	if network == "-" {
		network = ""
	}
	if !s.staff() || !slices.Contains(s.readersOf(network), s.me.ID) {
		return s.refused()
	}
	items := newestFirst(s.shelf(network))
	if len(items) == 0 {
		s.redraw(locales.InboxEmpty, nil)
		return "inbox.empty"
	}
	act, value := splitArg(p.arg)
	switch act {
	case "first":
		return s.showItem(network, items, toReadFirst(items))
	case "play":
		return s.passOnMedia(items, value)
	case "item":
		if i := indexOf(items, value); i >= 0 {
			return s.showItem(network, items, i)
		}
	}
	s.stale()
	return s.showItem(network, items, toReadFirst(items))
}

// newestFirst is the order in which a shelf is paged through.
func newestFirst(shelf *care.Shelf) []care.Item {
	items := slices.Clone(shelf.Items)
	slices.Reverse(items)
	return items
}

// toReadFirst is where reading begins: at the oldest thing that sounded as if
// it could not wait and that nobody has read yet, else at the newest.
func toReadFirst(items []care.Item) int {
	for i := len(items) - 1; i >= 0; i-- {
		if items[i].Soon {
			return i
		}
	}
	return 0
}

func indexOf(items []care.Item, id string) int {
	return slices.IndexFunc(items, func(i care.Item) bool { return i.ID == id })
}

// said is what an item holds: its author, their words, and the question that
// they answer, if any.
func (s *step) said(item care.Item) (author, question string, words []care.Words) {
	if item.Kind == care.KindCheckIn {
		if in := s.checkin(item.ID); in != nil {
			return in.Member, in.Question, in.Words
		}
		return "", "", nil
	}
	if n := s.note(item.ID); n != nil {
		return n.Author, "", n.Words
	}
	return "", "", nil
}

// showItem shows who wrote what and when, in full, with the way to the next.
func (s *step) showItem(network string, items []care.Item, i int) Reason {
	author, question, said := s.said(items[i])
	key, args := locales.InboxNote, Args{"Name": text(s.name(author)), "Number": count(i + 1), "Total": count(len(items))}
	if question != "" {
		key, args["Question"] = locales.InboxAnswer, Arg{Open: question}
	}
	var lines []Line
	var rows [][]Button
	for k, w := range said {
		lines = append(lines, s.fullLine(w))
		if w.Media.Kind != "" && len(rows) < playButtons {
			arg := "play." + items[i].ID + "." + strconv.Itoa(k)
			rows = append(rows, row(Button{Label: locales.InboxPlay, Data: data("inbox", inboxID(network), 0, arg)}))
		}
	}
	rows = append(rows, s.pager(network, items, i)...)
	s.say(Message{Lane: Reply, Key: key, Args: args, Lines: lines, Buttons: rows, Edit: s.ev.Message, Protect: true, Guard: Guard{Purpose: PurposeDuty}})
	s.seen(network, items[i], author)
	return "inbox.read"
}

// playButtons keeps a message's buttons few.
const playButtons = 6

// fullLine is one thing said, whole; say divides what does not fit a message.
func (s *step) fullLine(w care.Words) Line {
	if w.Media.Kind != "" && w.Text == "" {
		return Line{Key: mediaKey(w.Media.Kind), Args: Args{"When": when(w.At)}}
	}
	return Line{Key: wordsKey(w), Args: Args{"Words": words(w.Text), "When": when(w.At)}}
}

func (s *step) pager(network string, items []care.Item, i int) [][]Button {
	to := func(label locales.Key, i int) Button {
		return Button{Label: label, Data: data("inbox", inboxID(network), 0, "item."+items[i].ID)}
	}
	var r []Button
	if i > 0 {
		r = append(r, to(locales.InboxBefore, i-1))
	}
	if i+1 < len(items) {
		r = append(r, to(locales.InboxNext, i+1))
	}
	if len(r) == 0 {
		return nil
	}
	return [][]Button{r}
}

// seen remembers who of the team has read an item; from then on it waits for
// nobody.
func (s *step) seen(network string, item care.Item, author string) {
	shelf := s.shelf(network)
	i := indexOf(shelf.Items, item.ID)
	if i < 0 || slices.Contains(shelf.Items[i].SeenBy, s.me.ID) {
		return
	}
	shelf.Items[i].Soon = false
	shelf.Items[i].SeenBy = append(shelf.Items[i].SeenBy, s.me.ID)
	s.put(care.KindShelf, network, shelf)
	s.cancel(soonTimer(network, item.ID))
	s.audit("contact:"+author, "words.seen", item.ID)
}

// soonWithin is when the team is reminded of something that sounded as if it
// could not wait and that nobody has read: 30 covered minutes (product.md).
const soonWithin = 30 * time.Minute

func soonTimer(network, item string) TimerKey {
	return TimerKey{Subject: "shelf", ID: inboxID(network), What: "soon", Arg: item}
}

// remindSoon sets the reminder; the minutes count while somebody is on call.
func (s *step) remindSoon(network string, item care.Item) {
	t := s.team()
	from := calendar.NextCover(t.OnCall, item.At, calendar.Zone(t.Zone))
	if from.IsZero() {
		from = item.At
	}
	s.timer(soonTimer(network, item.ID), from.Add(soonWithin))
}

// onSoonWaits: nobody has read it. The circle's team hears, with sound, once.
func onSoonWaits(s *step) Reason {
	network, item := s.ev.Timer.ID, s.ev.Timer.Arg
	if network == "-" {
		network = ""
	}
	shelf := s.shelf(network)
	i := indexOf(shelf.Items, item)
	if i < 0 || !shelf.Items[i].Soon {
		return "soon.read"
	}
	for _, id := range s.readersOf(network) {
		s.say(Message{Person: id, Lane: Reply, Key: locales.InboxWaits, Slot: "inbox:" + network, Fresh: true,
			Buttons: [][]Button{row(Button{Label: locales.InboxOpen, Data: data("inbox", inboxID(network), 0, "first")})},
			Guard:   Guard{Purpose: PurposeDuty}})
	}
	return "soon.reminded"
}

// passOnMedia copies a voice message or picture to the staff member who asked
// for it, straight from Telegram, where it stays.
func (s *step) passOnMedia(items []care.Item, value string) Reason {
	id, nth := splitArg(value)
	k, err := strconv.Atoi(nth)
	i := indexOf(items, id)
	if err != nil || i < 0 {
		return s.refused()
	}
	_, _, said := s.said(items[i])
	if k < 0 || k >= len(said) || said[k].Media.Kind == "" {
		return s.refused()
	}
	m := said[k].Media
	s.say(Message{Lane: Reply, Why: "inbox.media", Copy: &Copy{Chat: m.Chat, Message: m.Message}, Protect: true, Guard: Guard{Purpose: PurposeDuty}})
	return "inbox.played"
}

var mediaKeys = map[care.MediaKind]locales.Key{
	care.Voice: locales.MediaVoice, care.Photo: locales.MediaPhoto, care.VideoNote: locales.MediaVideo, care.Video: locales.MediaVideo,
	care.Sticker: locales.MediaSticker, care.Location: locales.MediaLocation, care.File: locales.MediaFile,
}

func mediaKey(k care.MediaKind) locales.Key {
	if key, ok := mediaKeys[k]; ok {
		return key
	}
	return locales.MediaThing
}

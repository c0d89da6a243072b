package flows

import (
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// joinWithin is how long further words join the note before: somebody who
// sends three messages in a row says one thing.
const joinWithin = 10 * time.Minute

// noteFull is how many messages one note holds.
const noteFull = 500

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
		s.say(Message{Lane: Reply, Key: s.passedOn(media), Args: Args{"When": when(s.readBy())}, Lines: lines, Buttons: append(buttons, s.seeNoteRow(s.note(s.me.Said))...), Guard: Guard{Purpose: PurposeReply}})
		return "note.kept"
	}
	return s.joinedNote()
}

// seeNoteRow lets a member choose who may see what they wrote; staff write to
// their own team, and whoever belongs to no circle has nobody to show it to.
func (s *step) seeNoteRow(note *care.Note) [][]Button {
	if note.Network == "" || s.staff() || s.place(s.network(note.Network), s.me.ID) == nil {
		return nil
	}
	return [][]Button{row(Button{Label: locales.ShareAsk, Data: data("see", note.ID, 0, "n.open")})}
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
	network, answers := s.noteCircle(), s.answersReply()
	n := s.note(s.me.Said)
	joined = answers == nil && n != nil && s.now.Sub(s.me.SaidAt) < joinWithin && n.Author == s.me.ID && n.Network == network && n.Share.At.IsZero()
	if !joined || len(n.Words) >= noteFull { // a flood goes on in another note, and rings nobody anew
		n = &care.Note{ID: s.newID("note"), Network: network, Author: s.me.ID}
	}
	if answers != nil {
		network, n.Network = answers.Network, answers.Network
		n.Re = &care.Ref{Kind: care.KindNote, ID: answers.ID}
	}
	s.me.Replied = ""
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
	if until, open := calendar.Covers(t.Hours, s.now, zone, t.Holidays...); open {
		return until
	}
	start := calendar.NextStart(t.Hours, s.now, zone, t.Holidays...)
	if until, open := calendar.Covers(t.Hours, start, zone, t.Holidays...); open {
		return until
	}
	return s.now.Add(24 * time.Hour)
}

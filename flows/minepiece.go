package flows

import (
	"slices"

	"polyphony/care"
)

// piece is one thing that somebody wrote, as its author meets it again.
type piece struct {
	ref       care.Ref
	words     []care.Words
	network   string
	questions []care.Question
	share     *care.Share // nil: who may see it is not theirs to choose

	checkin *care.CheckIn
	note    *care.Note
	meeting *care.Meeting // of a topic
	topic   *care.Topic
	alert   *care.Alert
	visit   *care.Visit
	peer    *care.VolunteerWords
	finish  *care.Alert // that its owner finished in their own words
	relayed bool        // with alert: what the author wrote to whoever asked for help
}

// A button names a kind by one letter.
var pieceLetters = map[care.Kind]string{care.KindCheckIn: "c", care.KindNote: "n", care.KindMeeting: "t", care.KindAlert: "a", care.KindVisit: "v", care.KindVolunteer: "p"}

// named is the thing in a button: its letter, and its part if it has one.
func named(r care.Ref) string { return pieceLetters[r.Kind] + r.Part }

// pieceNamed undoes named.
func pieceNamed(id, name string) (r care.Ref, ok bool) {
	if name == "" {
		return r, false
	}
	for kind, letter := range pieceLetters {
		if letter == name[:1] {
			return care.Ref{Kind: kind, ID: id, Part: name[1:]}, true
		}
	}
	return r, false
}

// pieces finds a thing among somebody's own, by kind: nil when it is not there
// any more, or not theirs.
var pieces = map[care.Kind]func(*step, care.Ref, string) *piece{
	care.KindCheckIn: checkInPiece, care.KindNote: notePiece, care.KindMeeting: topicPiece, care.KindAlert: alertPiece,
	care.KindVisit: visitPiece, care.KindVolunteer: volunteerPiece,
}

func (s *step) piece(r care.Ref, author string) *piece {
	find, known := pieces[r.Kind]
	if !known {
		return nil
	}
	p := find(s, r, author)
	if p == nil || len(p.words) == 0 {
		return nil
	}
	p.ref = r
	return p
}

func checkInPiece(s *step, r care.Ref, author string) *piece {
	in := s.checkin(r.ID)
	if in == nil || in.Member != author {
		return nil
	}
	questions := in.Questions
	if len(questions) == 0 && in.Question != "" {
		questions = []care.Question{{Text: in.Question}}
	}
	return &piece{words: in.Words, network: in.Network, questions: questions, share: &in.Share, checkin: in}
}

func notePiece(s *step, r care.Ref, author string) *piece {
	n := s.note(r.ID)
	if n == nil || n.Author != author {
		return nil
	}
	return &piece{words: n.Words, network: n.Network, share: &n.Share, note: n}
}

func topicPiece(s *step, r care.Ref, author string) *piece {
	m := s.meeting(r.ID)
	if m == nil {
		return nil
	}
	i := slices.IndexFunc(m.Topics, func(t care.Topic) bool { return t.ID == r.Part && t.Words.Author == author })
	if i < 0 {
		return nil
	}
	return &piece{words: []care.Words{m.Topics[i].Words}, network: m.Network, meeting: m, topic: &m.Topics[i]}
}

func alertPiece(s *step, r care.Ref, author string) *piece {
	a := s.alert(r.ID)
	switch {
	case a == nil:
		return nil
	case a.Sender != author && len(relayedBy(a, author)) == 0:
		return finishPiece(a, author)
	case a.Sender != author:
		return &piece{words: relayedBy(a, author), network: a.Network, alert: a, relayed: true}
	}
	return &piece{words: WithRelayed(a, author), network: a.Network, alert: a}
}

// allMine lists everything that somebody wrote, newest first.
func (s *step) allMine(contact string) (all []care.Ref) {
	now := s.mineOf(contact)
	all = append(all, now.Items...)
	slices.Reverse(all)
	for n := now.Pages - 1; n >= 0; n-- {
		if old := s.minePage(contact, n); old != nil {
			page := slices.Clone(old.Items)
			slices.Reverse(page)
			all = append(all, page...)
		}
	}
	return all
}

// nearest is the next of these things that is still there, from i on in steps.
func (s *step) nearest(all []care.Ref, i, by int) *piece {
	for ; i >= 0 && i < len(all); i += by {
		if p := s.piece(all[i], s.me.ID); p != nil {
			return p
		}
	}
	return nil
}

func samePiece(r care.Ref) func(care.Ref) bool {
	return func(o care.Ref) bool { return o.Kind == r.Kind && o.ID == r.ID && o.Part == r.Part }
}

// unlist takes a thing out of the list of what somebody wrote.
func (s *step) unlist(contact string, r care.Ref) {
	m := s.mineOf(contact)
	if m.Has(r) {
		m.Items = slices.DeleteFunc(m.Items, samePiece(r))
		s.put(care.KindMine, contact, m)
		return
	}
	for n := m.Pages - 1; n >= 0; n-- {
		if old := s.minePage(contact, n); old != nil && old.Has(r) {
			old.Items = slices.DeleteFunc(old.Items, samePiece(r))
			s.put(care.KindMine, minePageID(contact, n), old)
			return
		}
	}
}

// itemOf is where the team finds a thing, nil when it is on no shelf.
func (s *step) itemOf(p *piece) *care.Item {
	if p.share == nil {
		return nil
	}
	shelf, _, i := s.findItem(p.network, p.ref.ID)
	if shelf == nil {
		return nil
	}
	return &shelf.Items[i]
}

package flows

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// Who may see what somebody wrote is its author's choice, item by item, naming
// with whom (rule 3). The team sees it by default, and nobody else.

// shown is one thing that somebody wrote or watches, with that choice.
type shown struct {
	letter   string // in the data of a button
	ref      care.Ref
	network  string
	author   string
	share    *care.Share
	words    []care.Words
	question Arg // what it answers; empty: nothing
	measure  *care.Measure
	company  *care.Company // a map of company: its id is its person's
	value    any           // the record itself
}

// shownKinds are what can be shown, by the letter in a button.
var shownKinds = map[string]care.Kind{"c": care.KindCheckIn, "n": care.KindNote, "m": care.KindMeasure, "f": care.KindCompany}

// shown finds what a button names, nil when there is no such thing.
func (s *step) shown(letter, id string) *shown {
	it := &shown{letter: letter, ref: care.Ref{Kind: shownKinds[letter], ID: id}}
	switch it.ref.Kind {
	case care.KindCheckIn:
		if in := s.checkin(id); in != nil && len(in.Words) > 0 {
			it.network, it.author, it.share, it.words, it.value = in.Network, in.Member, &in.Share, in.Words, in
			it.question = s.askedIn(in)
			return it
		}
	case care.KindNote:
		if n := s.note(id); n != nil && n.To == "" { // what the team answers is between two people already
			it.network, it.author, it.share, it.words, it.value = n.Network, n.Author, &n.Share, n.Words, n
			return it
		}
	case care.KindMeasure:
		if m := read[care.Measure](s, care.KindMeasure, id); m != nil {
			it.author, it.share, it.measure, it.value = m.Member, &m.Share, m, m
			if c := s.contact(m.Member); c != nil {
				it.network = s.circleOf(c)
			}
			return it
		}
	case care.KindCompany:
		if c := s.companyOf(id); c != nil {
			it.author, it.share, it.company, it.value = c.Contact, &c.Share, c, c
			if who := s.contact(c.Contact); who != nil {
				it.network = s.circleOf(who)
			}
			return it
		}
	}
	return nil
}

// own reports whether it is something of their own that nobody reads, the team
// neither, unless it is shown to them.
func (it *shown) own() bool { return it.measure != nil || it.company != nil }

// shownRef finds what a reference points at.
func (s *step) shownRef(r care.Ref) *shown {
	for letter, kind := range shownKinds {
		if kind == r.Kind {
			return s.shown(letter, r.ID)
		}
	}
	return nil
}

// askedIn is the question of a check-in, behind a spoiler if somebody typed it.
func (s *step) askedIn(in *care.CheckIn) Arg {
	own := false
	if p := s.plan(in.Plan); p != nil {
		own = p.Own
	}
	by := ""
	if len(in.Questions) > 0 {
		own, by = in.Questions[0].Own, in.Questions[0].By
	}
	if own {
		return Arg{Words: in.Question, By: by}
	}
	return Arg{Open: in.Question}
}

func (it *shown) button(label locales.Key, args Args, act string) Button {
	return Button{Label: label, Args: args, Data: data("see", it.ref.ID, 0, it.letter+"."+act)}
}

func (s *step) keepShown(it *shown) { s.put(it.ref.Kind, it.ref.ID, it.value) }

// showsOthers reports whether an audience holds anybody besides author and team.
func showsOthers(a care.Audience) bool { return a == care.ThesePeople || a == care.WholeCircle }

// includes reports whether a choice still holds this reader.
func includes(kind care.Kind, sh *care.Share, reader string) bool {
	own := kind == care.KindMeasure || kind == care.KindCompany
	open := showsOthers(sh.Audience) || own && sh.Audience == care.OnlyTeam && !sh.At.IsZero()
	return open && slices.Contains(sh.People, reader)
}

// mediaSlot is the card under which what was sent stands in a reader's chat.
func mediaSlot(r care.Ref, w care.Words) string {
	return sharedSlot(r) + ".m" + strconv.Itoa(w.Media.Message)
}

// sharedSlots are all cards under which a thing stands in a reader's chat.
func (s *step) sharedSlots(r care.Ref) []string {
	slots := []string{sharedSlot(r)}
	it := s.shownRef(r)
	if it == nil {
		return slots
	}
	for _, part := range split(s.sharedCard(it, it.author)) {
		slots = append(slots, part.Slot)
	}
	for _, w := range it.words {
		if w.Media.Kind != "" {
			slots = append(slots, mediaSlot(r, w))
		}
	}
	return slices.Compact(slots)
}

// at is when it was written first.
func (it *shown) at() (at time.Time) {
	if it.measure != nil {
		return it.measure.Began
	}
	if it.company != nil {
		return it.share.At
	}
	if len(it.words) > 0 {
		at = it.words[0].At
	}
	return at
}

// text is what was written, one message a line; what was sent besides has none.
func (it *shown) text() string {
	var lines []string
	for _, w := range it.words {
		if w.Text != "" {
			lines = append(lines, w.Text)
		}
	}
	return strings.Join(lines, "\n")
}

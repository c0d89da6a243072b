package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"polyphony/care"
	"polyphony/flows"
	"polyphony/sandbox"
)

// leakItem is one thing that somebody wrote, and whom its author has chosen for
// it: by the taps that the author made, and by nothing else.
type leakItem struct {
	author int64
	kind   care.Kind
	circle string
	me     bool           // kept for themselves
	chosen map[int64]bool // readers besides the team
	shown  bool           // a topic that all who are invited see
}

// leakChoices are the taps by which an author may change who sees something.
var leakChoices = []string{"circle", "these", "team", "me", "last", "done", "allow.circle", "allow.these"}

// leakLetters are those of the things in data of the verb see.
var leakLetters = map[string]care.Kind{"c": care.KindCheckIn, "n": care.KindNote, "m": care.KindMeasure}

// chose notes what an author's own tap may change; settled takes it over.
func (l *leakLife) chose(who int64, data string) {
	parts := strings.SplitN(data, "/", 4)
	if len(parts) != 4 || parts[0] != "see" {
		return
	}
	letter, act, _ := strings.Cut(parts[3], ".")
	if letter == "all" && act == "back" {
		for _, it := range l.items {
			if it.author == who {
				it.chosen = nil
			}
		}
		return
	}
	it := l.items[string(leakLetters[letter])+":"+parts[1]]
	if it != nil && it.author == who && slices.Contains(leakChoices, act) {
		l.pending = parts[3]
		l.choosing = string(leakLetters[letter]) + ":" + parts[1]
	}
}

// settled looks into the records for what is new: things, and after a tap of
// their author's the choice. A choice that no such tap made changes nothing here.
func (l *leakLife) settled(ctx context.Context) error {
	tx := l.st.App.Store.Begin(ctx)
	for chat, contact := range l.is.contacts {
		var mine care.Mine
		if _, err := tx.Read(care.KindMine, contact, &mine); err != nil {
			return err
		}
		for _, r := range mine.Items {
			if err := l.reads(tx, chat, r); err != nil {
				return err
			}
		}
	}
	l.choosing, l.pending = "", ""
	return nil
}

// reads brings one thing up to date.
func (l *leakLife) reads(tx flows.Tx, chat int64, r care.Ref) error {
	key := string(r.Kind) + ":" + r.ID + r.Part
	share, words, circle, shown, err := leakThing(tx, r)
	if err != nil {
		return err
	}
	it := l.items[key]
	if it == nil {
		it = &leakItem{author: chat, kind: r.Kind, circle: circle}
		l.items[key] = it
		it.me = r.Kind == care.KindMeasure || share.Audience == care.OnlyMe // by what they chose last time
	}
	it.shown = shown
	for _, w := range words {
		for _, word := range canaryWord.FindAllString(w.Text, -1) {
			l.holds(word, key)
		}
		if w.Media.Message != 0 {
			l.holds(copyOf(w.Media.Chat, w.Media.Message), key)
		}
	}
	if key == l.choosing {
		l.chooses(it, share)
	}
	return nil
}

func (l *leakLife) holds(word, key string) {
	if c := l.wrote[word]; c != nil && !slices.Contains(c.items, key) {
		c.items = append(c.items, key)
	}
}

// chooses takes over a choice: the circle is who belongs to it now, these are
// whom the author ticked, and the team and nobody are nobody else.
func (l *leakLife) chooses(it *leakItem, share care.Share) {
	_, act, _ := strings.Cut(l.pending, ".")
	if act == "these" || act == "allow.these" || share.At.IsZero() {
		return // only the list
	}
	it.me, it.chosen = share.Audience == care.OnlyMe, map[int64]bool{}
	for chat, contact := range l.is.contacts {
		role, in := l.is.members[it.circle][chat]
		switch {
		case share.Audience == care.WholeCircle:
			it.chosen[chat] = in && !role.Staff() && act != "these"
		case share.Audience == care.ThesePeople:
			it.chosen[chat] = in && slices.Contains(share.People, contact)
		}
	}
}

// leakThing reads what a reference points at.
func leakThing(tx flows.Tx, r care.Ref) (share care.Share, words []care.Words, circle string, shown bool, err error) {
	switch r.Kind {
	case care.KindCheckIn:
		var in care.CheckIn
		_, err = tx.Read(r.Kind, r.ID, &in)
		return in.Share, in.Words, in.Network, false, err
	case care.KindNote:
		var n care.Note
		_, err = tx.Read(r.Kind, r.ID, &n)
		return n.Share, n.Words, n.Network, false, err
	case care.KindMeasure:
		var m care.Measure
		_, err = tx.Read(r.Kind, r.ID, &m)
		return m.Share, []care.Words{{Text: m.Name}}, "", false, err
	case care.KindAlert:
		var a care.Alert
		_, err = tx.Read(r.Kind, r.ID, &a)
		return care.Share{}, a.Words, a.Network, false, err
	case care.KindMeeting:
		var m care.Meeting
		_, err = tx.Read(r.Kind, r.ID, &m)
		for _, t := range m.Topics {
			if t.ID == r.Part {
				return care.Share{}, []care.Words{t.Words}, m.Network, t.Shown, err
			}
		}
	}
	return care.Share{}, nil, "", false, err
}

// copyOf names a message that is passed on.
func copyOf(chat int64, message int) string { return fmt.Sprint("copy ", chat, "/", message) }

// shares lets somebody do something about who sees what they wrote, or about
// what others showed them.
func (l *leakLife) shares(ctx context.Context, who sandbox.Person) error {
	var own []string
	for key, it := range l.items {
		if letter := map[care.Kind]string{care.KindCheckIn: "c", care.KindNote: "n", care.KindMeasure: "m"}[it.kind]; letter != "" {
			_, id, _ := strings.Cut(key, ":")
			if it.author == who.ID || l.rng.IntN(8) == 0 { // or tries to
				own = append(own, id+"/0/"+letter)
			}
		}
	}
	if len(own) == 0 {
		return nil
	}
	slices.Sort(own)
	acts := []string{"circle", "circle", "allow.circle", "these", "team", "me", "last", "open"}
	data := "see/" + own[l.rng.IntN(len(own))] + "." + acts[l.rng.IntN(len(acts))]
	if buttons := l.buttons(who, "see/"); len(buttons) > 0 && l.rng.IntN(2) == 0 {
		data = buttons[l.rng.IntN(len(buttons))]
	}
	l.note("%s chooses %s", who.Name, data)
	l.tapped(who.ID, data)
	return l.hears(ctx, who, 0, data)
}

// buttons are those of a verb that stand in somebody's last messages.
func (l *leakLife) buttons(who sandbox.Person, verb string) (all []string) {
	chat, err := l.st.Server.Chat(who.ID)
	if err != nil {
		return nil
	}
	for _, m := range chat[max(0, len(chat)-4):] {
		for _, row := range m.Buttons {
			for _, b := range row {
				if strings.HasPrefix(b.Data, verb) {
					all = append(all, b.Data)
				}
			}
		}
	}
	return all
}

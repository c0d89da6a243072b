package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

func bringSlot(item string) string { return "bring:" + item }

// nextOf is the meeting of a circle that comes next, nil when none is planned.
func (s *step) nextOf(n *care.Network) (next *care.Meeting) {
	if n == nil {
		return nil
	}
	s.fetch(care.KindMeeting, n.Meetings...)
	for _, id := range n.Meetings {
		m := s.meeting(id)
		if m != nil && !m.Cancelled && s.now.Before(starts(m)) && (next == nil || starts(m).Before(starts(next))) {
			next = m
		}
	}
	return next
}

// broughtTo is the meeting to which an item is brought, while that is to come.
func (s *step) broughtTo(item care.Item) *care.Meeting {
	if m := s.meeting(item.Brought); m != nil && !m.Cancelled && s.now.Before(ends(m)) {
		return m
	}
	return nil
}

// bring marks an item for the next meeting of its circle. The circle is shown
// nothing: its author hears of it, and brings the words (rule 3).
func (s *step) bring(network string, item care.Item) Reason {
	m := s.nextOf(s.network(network))
	switch {
	case s.broughtTo(item) != nil:
		s.stale()
		return s.showItem(network, item.ID)
	case m == nil:
		s.notice(locales.BringNone, nil)
		return "bring.no.meeting"
	}
	m.Brought = append(m.Brought, care.Brought{Ref: care.Ref{Kind: item.Kind, ID: item.ID, At: item.At}, By: s.me.ID, On: s.now})
	s.putMeeting(m)
	s.markBrought(network, item.ID, m.ID)
	key := locales.BringTold
	if share := s.shareOf(item); share.Audience == care.WholeCircle || len(share.Sent) > 0 {
		key = locales.BringToldShared
	}
	s.sayBrought(network, item, key, Args{"Meeting": when(starts(m))})
	s.showItem(network, item.ID)
	return "bring.done"
}

// unbring takes it back; the author hears that too, on the same card.
func (s *step) unbring(network string, item care.Item) Reason {
	m := s.broughtTo(item)
	if m == nil {
		s.stale()
		return s.showItem(network, item.ID)
	}
	m.Brought = slices.DeleteFunc(m.Brought, func(b care.Brought) bool { return b.ID == item.ID })
	s.putMeeting(m)
	s.markBrought(network, item.ID, "")
	s.sayBrought(network, item, locales.BringNot, Args{})
	s.showItem(network, item.ID)
	return "bring.undone"
}

func (s *step) markBrought(network, item, meeting string) {
	shelf, id, i := s.findItem(network, item)
	shelf.Items[i].Brought = meeting
	s.put(care.KindShelf, id, shelf)
}

func (s *step) sayBrought(network string, item care.Item, key locales.Key, args Args) {
	author, _, said := s.said(item)
	args["When"] = when(said[0].At)
	s.say(Message{Person: author, Lane: Bulk, Key: key, Args: args, Slot: bringSlot(item.ID), Silent: true,
		Guard: Guard{Purpose: PurposeNotice, Network: network, Quiet: true}})
}

// bringRow is the button that brings an item, or takes that back.
func (s *step) bringRow(network string, item care.Item) []Button {
	if s.broughtTo(item) != nil {
		return row(s.itemButton(locales.BringUndo, network, "unbring", item.ID))
	}
	return row(s.itemButton(locales.BringDo, network, "bring", item.ID))
}

// bringLines say on an item that it is brought, or what became of that meeting.
func (s *step) bringLines(item care.Item) []Line {
	m, key := s.meeting(item.Brought), locales.BringMarked
	switch {
	case item.Brought == "" || m == nil:
		return nil
	case m.Cancelled:
		key = locales.BringCancelled
	case !s.now.Before(ends(m)):
		key = locales.BringOver
	}
	return []Line{{Key: key, Args: Args{"When": when(starts(m))}}}
}

// broughtLines tell those of the team who read a circle's shelf what is brought
// to its meeting: whose and when, never the words.
func (s *step) broughtLines(m *care.Meeting) (lines []Line) {
	if len(m.Brought) == 0 || !s.reads(m.Network) {
		return nil
	}
	for _, b := range m.Brought {
		item, there := s.item(m.Network, b.ID)
		if !there || item.Brought != m.ID {
			continue
		}
		author, _, said := s.said(item)
		key := locales.BringNote
		if item.Kind == care.KindCheckIn {
			key = locales.BringAnswer
		}
		lines = append(lines, Line{Key: key, Args: Args{"Name": text(s.name(author)), "When": when(said[0].At)}, Tight: true})
	}
	if len(lines) == 0 {
		return nil
	}
	return append([]Line{line(locales.BringList)}, lines...)
}

package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// groupNotices are the changes that a circle's group hears of. What is not here
// is told in private alone.
var groupNotices = map[locales.Key]locales.Key{
	locales.SeriesNext: locales.GroupSaidPlanned, locales.SeriesEnded: locales.GroupSaidEnded,
	tellPlanned: locales.GroupSaidPlanned, tellMoved: locales.GroupSaidMoved, tellCancelled: locales.GroupSaidCancelled,
}

// tellGroup says day and time of a meeting in the circle's group: no place, no
// names, nobody's words (rule 12). Of a meeting to which somebody was not
// invited the group hears nothing, since they may be in it.
func (s *step) tellGroup(m *care.Meeting, key locales.Key) {
	n := s.network(m.Network)
	said, told := groupNotices[key]
	if n == nil || n.Group == 0 || !told || s.leavesOut(n, m) {
		return
	}
	begin, zone := starts(m), calendar.Zone(s.team().Zone)
	s.sayInGroup(n, Message{Lane: Bulk, Key: said, Args: Args{"When": when(begin)}, Silent: calendar.Quiet(s.now, zone),
		Guard: Guard{Network: n.ID, Meeting: m.ID, Seq: m.Seq, Before: begin, Quiet: true, Start: begin}})
}

// leavesOut reports whether a member who is not staff is not invited.
func (s *step) leavesOut(n *care.Network, m *care.Meeting) bool {
	return slices.ContainsFunc(n.Members, func(x care.Member) bool {
		return !x.Role.Staff() && s.place(n, x.Contact) != nil && !m.Asked(x.Contact)
	})
}

// sayInGroup says something in a circle's group, in the language of its person,
// else of whoever tied it.
func (s *step) sayInGroup(n *care.Network, m Message) {
	m.Chat, m.Language = n.Group, s.groupLanguage(n)
	m.Guard.Purpose = PurposeNotice
	s.say(m)
}

func (s *step) groupLanguage(n *care.Network) string {
	for _, id := range []string{n.Centre, s.groupChat(n.Group).By} {
		if id == "" {
			continue
		}
		if c := s.contact(id); c != nil && c.Language != "" {
			return c.Language
		}
	}
	return s.Match("")
}

// addressGroup asks whether a row for nobody in particular is still wanted. Those
// for a circle's group go out only while the group is the circle's, the circle
// goes on and the meeting stands; in the team's quiet hours they wait.
func addressGroup(tx Tx, m Message, d Delivery, now time.Time) (Delivery, error) {
	g := m.Guard
	if g.Network != "" {
		var n care.Network
		found, err := tx.Read(care.KindNetwork, g.Network, &n)
		if err != nil {
			return d, err
		}
		if !found {
			return d.drop("erased"), nil
		}
		if why := ended(&n); why != "" {
			return d.drop(why), nil
		}
		if tied, err := stillTied(tx, &n, m.Chat); err != nil || !tied {
			return d.drop("untied"), err
		}
	}
	if g.Meeting != "" {
		var m care.Meeting
		if found, err := tx.Read(care.KindMeeting, g.Meeting, &m); err != nil || !found || m.Seq != g.Seq {
			return d.drop("moved"), err
		}
	}
	return d.inQuiet(g, now), nil
}

// stillTied reports whether a group is the circle's, under this number or under
// the one that it has got since.
func stillTied(tx Tx, n *care.Network, chat int64) (bool, error) {
	if n.Group == 0 || n.Group == chat {
		return n.Group != 0, nil
	}
	var old care.GroupChat
	found, err := tx.Read(care.KindGroup, ChatID(chat), &old)
	return found && old.Moved == n.Group, err
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

package flows

import "polyphony/care"

// A group that becomes a supergroup gets another number. Telegram says so in the
// old group and in the new one, and once more to whoever writes to the old one:
// whichever comes first moves everything, the others find it done.

func onMigrated(s *step) Reason { return s.migrate(s.ev.Chat, s.ev.NewChat) }

// migrate moves a group's tie to its new number, in one commit. The old number
// stays as a pointer, so that rows written for it may still leave: the sender
// follows them to where the group is.
func (s *step) migrate(from, to int64) Reason {
	s.teamGroupMoves(from, to)
	old := read[care.GroupChat](s, care.KindGroup, ChatID(from))
	if old == nil || old.Moved != 0 || to == 0 || to == from {
		return "group.moved.before"
	}
	g := s.groupChat(to) // it may have been heard of already
	g.Nudged, g.Lines = later(g.Nudged, old.Nudged), later(g.Lines, old.Lines)
	if g.Network == "" {
		g.Network, g.By = old.Network, old.By
	}
	if g.Asked == "" {
		g.Asked = old.Asked
	}
	s.putGroup(g)
	s.putGroup(&care.GroupChat{Chat: from, Moved: to})
	s.teamGroupMoved(from, to)
	if n := s.network(old.Network); n != nil && n.Group == from {
		n.Group = 0
		if g.Network == n.ID { // else the new one was given to another circle before we heard
			n.Group = to
		}
		s.putNetwork(n)
		s.audit("network:"+n.ID, "group.moved", "")
	}
	return "group.moved"
}

// groupFailed: Telegram would not take a row for a group.
func (s *step) groupFailed(f Failure) Reason {
	switch f.Reason {
	case FailedMoved:
		return s.migrate(f.Chat, f.Moved)
	case FailedBlocked: // 403: thrown out, or the group is no more
		return s.groupGone(f.Chat)
	}
	return "failure.noted"
}

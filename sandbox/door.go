package sandbox

import "context"

// Blocks shuts the bot out.
func (s *Server) Blocks(ctx context.Context, id int64) error { return s.blocking(ctx, id, true) }

// Unblocks lets the bot in again.
func (s *Server) Unblocks(ctx context.Context, id int64) error { return s.blocking(ctx, id, false) }

func (s *Server) blocking(ctx context.Context, id int64, block bool) error {
	s.mu.Lock()
	a, err := s.person(id)
	if err == nil && a.Blocked != block {
		verb := Unblocks
		if block {
			verb = Blocks
		}
		s.journal.add(entry{act: &Act{Verb: verb, Who: a.Name}})
		s.setBlocked(a, block)
	}
	s.mu.Unlock()
	if err != nil {
		return err
	}
	return s.settle(ctx)
}

// setBlocked changes the door and tells the bot. s.mu is held.
func (s *Server) setBlocked(a *account, block bool) {
	before, after := s.botMember("member"), s.botMember("kicked")
	if !block {
		before, after = after, before
	}
	a.Blocked = block
	s.events.publish(event{Kind: "people", Person: a.ID})
	s.enqueue(a.ID, "my_chat_member", wireMembership{
		Chat: s.wireChat(s.chats[a.ID]), From: s.wirePerson(a.ID), Date: s.clock.Now().Unix(),
		OldChatMember: before, NewChatMember: after,
	})
}

func (s *Server) botMember(status string) wireMember {
	m := wireMember{Status: status, User: s.wireBot(s.botID)}
	if status == "kicked" {
		m.UntilDate = new(int64)
	}
	return m
}

package sandbox

import (
	"context"
	"net/http"
)

// Migrates turns a group into a supergroup, as Telegram does when it grows or its rights change: it gets another number.
// The bot joins the new one, and is told in the old group and in the new one. Calls to the old number are refused with
// the new one beside it. What was said before stays in the old group.
func (s *Server) Migrates(ctx context.Context, id int64) (Group, error) {
	s.mu.Lock()
	g, err := s.migrates(id)
	s.mu.Unlock()
	if err != nil {
		return Group{}, err
	}
	return g, s.settle(ctx)
}

func (s *Server) migrates(id int64) (Group, error) {
	old := s.chats[id]
	switch {
	case old == nil || !old.group():
		return Group{}, missing("There is no such group.")
	case old.super || old.movedTo != 0:
		return Group{}, refuse("It is a supergroup already.")
	}
	c := &chat{id: firstSupergroup + id, title: old.title, founder: old.founder, members: old.members, bot: old.bot, super: true}
	s.chats[c.id] = c
	for i := range s.groups {
		if s.groups[i] == id {
			s.groups[i] = c.id
		}
	}
	old.movedTo = c.id
	s.journal.add(entry{act: &Act{Verb: Becoming, In: c.title}})
	if c.bot {
		s.letIn(c, c.founder, true)
		to, from := s.service(old), s.service(c)
		to.MigrateToChatID, from.MigrateFromChatID = c.id, old.id
		s.enqueue(old.id, "message", to)
		s.enqueue(c.id, "message", from)
	}
	s.publishChat(c)
	s.events.publish(event{Kind: "people"})
	return c.asGroup(), nil
}

// service is a message that Telegram writes about a chat. s.mu is held.
func (s *Server) service(in *chat) *wireMessage {
	in.lastID++
	by := s.wirePerson(in.founder)
	return &wireMessage{MessageID: in.lastID, From: &by, Date: s.clock.Now().Unix(), Chat: s.wireChat(in)}
}

// moved is the refusal of a call to a group that has become a supergroup.
func moved(to int64) error {
	return &apiError{Code: http.StatusBadRequest, Description: "Bad Request: group chat was upgraded to a supergroup chat", MovedTo: to}
}

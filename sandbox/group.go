package sandbox

import (
	"context"
	"slices"
	"strings"
)

// Group is a group chat. Its number is negative, and changes when it becomes a supergroup.
type Group struct {
	ID      int64   `json:"id"`
	Name    string  `json:"name"`
	Members []int64 `json:"members"`
	Super   bool    `json:"supergroup"`
	Bot     bool    `json:"bot"` // the bot is in it
}

const (
	firstGroup      = -5000
	firstSupergroup = -1_001_000_000_000
)

func (c *chat) asGroup() Group {
	return Group{ID: c.id, Name: c.title, Members: slices.Clone(c.members), Super: c.super, Bot: c.bot}
}

// AddGroup makes a group of people and the bot. The first of them made it.
func (s *Server) AddGroup(name string, members []int64) (Group, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	name = strings.TrimSpace(name)
	if name == "" || strings.ContainsAny(name, "\r\n") || units(name) > 128 {
		return Group{}, refuse("A group has a name of 1 to 128 characters, all on one line.")
	}
	if len(members) == 0 {
		return Group{}, refuse("A group has members.")
	}
	for _, id := range members {
		if _, err := s.person(id); err != nil {
			return Group{}, err
		}
	}
	founder := members[0]
	c := &chat{id: int64(firstGroup) - int64(len(s.groups)) - 1, title: name, founder: founder,
		members: slices.Compact(slices.Sorted(slices.Values(members)))}
	s.chats[c.id], s.groups = c, append(s.groups, c.id)
	s.journal.add(entry{act: s.makesAct(c)})
	s.letIn(c, founder, true)
	return c.asGroup(), nil
}

// makesAct is how a script says that a group was made.
func (s *Server) makesAct(c *chat) *Act {
	var others []string
	for _, id := range c.members {
		if id != c.founder {
			others = append(others, s.people[id].Name)
		}
	}
	return &Act{Verb: Makes, Who: s.people[c.founder].Name, In: c.title, Text: strings.Join(others, ", ")}
}

// letIn puts the bot into a group or takes it out, and tells it so. s.mu is held.
func (s *Server) letIn(c *chat, by int64, in bool) {
	before, after := s.botMember("left"), s.botMember("member")
	if !in {
		before, after = after, s.botMember("kicked")
	}
	c.bot = in
	s.enqueue(c.id, "my_chat_member", wireMembership{
		Chat: s.wireChat(c), From: s.wirePerson(by), Date: s.clock.Now().Unix(), OldChatMember: before, NewChatMember: after,
	})
	s.publishChat(c)
	s.events.publish(event{Kind: "people"})
}

// Groups lists the groups in the order in which they were made.
func (s *Server) Groups() []Group {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Group, 0, len(s.groups))
	for _, id := range s.groups {
		all = append(all, s.chats[id].asGroup())
	}
	return all
}

// AddsBot is somebody putting the bot into their group; RemovesBot is somebody taking it out.
func (s *Server) AddsBot(ctx context.Context, person, group int64) error {
	return s.botInGroup(ctx, person, group, true)
}

// RemovesBot takes the bot out of a group.
func (s *Server) RemovesBot(ctx context.Context, person, group int64) error {
	return s.botInGroup(ctx, person, group, false)
}

func (s *Server) botInGroup(ctx context.Context, person, group int64, in bool) error {
	s.mu.Lock()
	err := func() error {
		a, err := s.person(person)
		if err != nil {
			return err
		}
		c, err := s.chatWith(a, group)
		switch {
		case err != nil:
			return err
		case !c.group():
			return refuse("That is no group.")
		case c.bot == in:
			return nil
		}
		verb := RemovesBot
		if in {
			verb = AddsBot
		}
		s.journal.add(entry{act: &Act{Verb: verb, Who: a.Name, In: c.title}})
		s.letIn(c, a.ID, in)
		return nil
	}()
	s.mu.Unlock()
	if err != nil {
		return err
	}
	return s.settle(ctx)
}

// chatWith is the person's own chat (for zero or the person's number) or a group of theirs. s.mu is held.
func (s *Server) chatWith(a *account, id int64) (*chat, error) {
	if id == 0 || id == a.ID {
		return s.chats[a.ID], nil
	}
	if c := s.chats[id]; c != nil && c.movedTo != 0 {
		id = c.movedTo
	}
	if c := s.chats[id]; c != nil && c.group() && slices.Contains(c.members, a.ID) {
		return c, nil
	}
	return nil, missing("%s is in no such chat.", a.Name)
}

// GroupChat is what everybody in a group sees, oldest first.
func (s *Server) GroupChat(id int64) ([]Message, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	c := s.chats[id]
	if c == nil || !c.group() {
		return nil, missing("There is no such group.")
	}
	all := make([]Message, 0, len(c.messages))
	for _, m := range c.messages {
		all = append(all, s.view(c, m, 0))
	}
	return all, nil
}

// botHears says whether a person's message reaches the bot: in a group that it is in, as at Telegram by default, only
// commands, answers to the bot and messages that name it. s.mu is held.
func (s *Server) botHears(in *chat, m *message) bool {
	if !in.group() {
		return true
	}
	if !in.bot {
		return false
	}
	if to := in.find(m.replyTo); to != nil && to.from.bot {
		return true
	}
	return strings.HasPrefix(m.text, "/") || strings.Contains(strings.ToLower(m.text), "@"+strings.ToLower(s.botName))
}

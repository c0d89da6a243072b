package sandbox

import (
	"slices"
	"strings"
)

// Group is a group chat in which the bot is a member.
type Group struct {
	ID      int64   `json:"id"` // negative
	Name    string  `json:"name"`
	Members []int64 `json:"members"`
}

const firstGroup = -5000

// AddGroup makes a group of people and the bot.
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
	id := int64(firstGroup) - int64(len(s.groups)) - 1
	c := &chat{id: id, title: name, members: slices.Compact(slices.Sorted(slices.Values(members)))}
	s.chats[id], s.groups = c, append(s.groups, id)
	founder := members[0]
	s.enqueue(id, "my_chat_member", wireMembership{
		Chat: s.wireChat(c), From: s.wirePerson(founder), Date: s.clock.Now().Unix(),
		OldChatMember: s.botMember("left"), NewChatMember: s.botMember("member"),
	})
	s.publishChat(c)
	return Group{ID: id, Name: name, Members: c.members}, nil
}

// Groups lists the groups in the order in which they were made.
func (s *Server) Groups() []Group {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Group, 0, len(s.groups))
	for _, id := range s.groups {
		all = append(all, Group{ID: id, Name: s.chats[id].title, Members: slices.Clone(s.chats[id].members)})
	}
	return all
}

// chatWith is the person's own chat (for zero or the person's number) or a group of theirs. s.mu is held.
func (s *Server) chatWith(a *account, id int64) (*chat, error) {
	if id == 0 || id == a.ID {
		return s.chats[a.ID], nil
	}
	if c := s.chats[id]; c != nil && c.group() && slices.Contains(c.members, a.ID) {
		return c, nil
	}
	return nil, missing("%s is in no such chat.", a.Name)
}

// botHears says whether a person's message reaches the bot: in a group, as at Telegram by default, only commands,
// answers to the bot and messages that name it. s.mu is held.
func (s *Server) botHears(in *chat, m *message) bool {
	if !in.group() || strings.HasPrefix(m.text, "/") {
		return true
	}
	if to := in.find(m.replyTo); to != nil && to.from.bot {
		return true
	}
	return strings.Contains(strings.ToLower(m.text), "@"+strings.ToLower(s.botName))
}

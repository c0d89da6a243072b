package sandbox

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// Command is one line of a command menu.
type Command struct {
	Command     string `json:"command"`
	Description string `json:"description"`
}

// commandKey is for whom a menu is, and in which language; an empty language is for all the others.
type commandKey struct{ scope, language string }

const commandsLimit = 100

var (
	commandShape  = regexp.MustCompile(`^[a-z0-9_]{1,32}$`)
	twoLetterCode = regexp.MustCompile(`^([a-z]{2})?$`)
)

func commandKeyOf(c *call) (commandKey, error) {
	key := commandKey{scope: "default", language: c.text("language_code")}
	if !twoLetterCode.MatchString(key.language) {
		return key, badRequest("invalid language code specified")
	}
	raw := c.text("scope")
	if raw == "" {
		return key, nil
	}
	var scope struct {
		Type   string          `json:"type"`
		ChatID json.RawMessage `json:"chat_id"`
		UserID json.RawMessage `json:"user_id"`
	}
	if json.Unmarshal([]byte(raw), &scope) != nil {
		return key, badRequest("can't parse BotCommandScope JSON object")
	}
	chat, user := strings.Trim(string(scope.ChatID), `"`), strings.Trim(string(scope.UserID), `"`)
	switch scope.Type {
	case "default", "all_private_chats", "all_group_chats", "all_chat_administrators":
		key.scope = scope.Type
	case "chat", "chat_administrators":
		key.scope = scope.Type + ":" + chat
	case "chat_member":
		key.scope = scope.Type + ":" + chat + ":" + user
	default:
		return key, badRequest("can't parse BotCommandScope: unsupported type specified")
	}
	if strings.HasPrefix(scope.Type, "chat") && chat == "" {
		return key, badRequest("can't parse BotCommandScope: empty chat_id specified")
	}
	return key, nil
}

// scopeKnown refuses a menu for a chat that is not there. s.mu is held.
func (s *Server) scopeKnown(key commandKey) error {
	_, rest, ok := strings.Cut(key.scope, ":")
	if !ok {
		return nil
	}
	var id int64
	_, err := fmt.Sscan(strings.ReplaceAll(rest, ":", " "), &id)
	if err != nil || s.chats[id] == nil {
		return badRequest("chat not found")
	}
	return nil
}

func parseCommands(raw string) ([]Command, error) {
	var list []Command
	if raw != "" && json.Unmarshal([]byte(raw), &list) != nil {
		return nil, badRequest("can't parse commands JSON object")
	}
	if len(list) > commandsLimit {
		return nil, badRequest("BOT_COMMANDS_TOO_MUCH")
	}
	for i := range list {
		list[i].Command = strings.TrimPrefix(list[i].Command, "/")
		if !commandShape.MatchString(list[i].Command) {
			return nil, badRequest("BOT_COMMAND_INVALID")
		}
		if n := units(list[i].Description); n < 1 || n > 256 {
			return nil, badRequest("BOT_COMMAND_DESCRIPTION_INVALID")
		}
	}
	return list, nil
}

func (s *Server) setMyCommands(c *call) (any, error) {
	list, err := parseCommands(c.text("commands"))
	if err != nil {
		return nil, err
	}
	return s.keepCommands(c, list)
}

func (s *Server) deleteMyCommands(c *call) (any, error) { return s.keepCommands(c, nil) }

func (s *Server) keepCommands(c *call, list []Command) (any, error) {
	key, err := commandKeyOf(c)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.scopeKnown(key); err != nil {
		return nil, err
	}
	if len(list) == 0 {
		delete(s.commands, key)
	} else {
		s.commands[key] = list
	}
	s.events.publish(event{Kind: "commands"})
	return true, nil
}

func (s *Server) getMyCommands(c *call) (any, error) {
	key, err := commandKeyOf(c)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if list := s.commands[key]; list != nil {
		return list, nil
	}
	return []Command{}, nil
}

// Commands is the command menu as that person's Telegram shows it: the narrowest scope that has one, in the
// person's language before the one for everybody.
func (s *Server) Commands(person int64) ([]Command, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, err := s.person(person)
	if err != nil {
		return nil, err
	}
	language, _, _ := strings.Cut(a.Language, "-")
	for _, scope := range []string{fmt.Sprintf("chat:%d", person), "all_private_chats", "default"} {
		for _, code := range []string{language, ""} {
			if list := s.commands[commandKey{scope, code}]; len(list) > 0 {
				return list, nil
			}
		}
	}
	return []Command{}, nil
}

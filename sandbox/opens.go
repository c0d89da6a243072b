package sandbox

import (
	"context"
	"net/url"
	"strings"
)

// Opens follows a link to the bot: the person presses Start, and "/start PAYLOAD" arrives. Pressing Start lets the bot
// in again if it was blocked.
func (s *Server) Opens(ctx context.Context, id int64, link string) (int, error) {
	payload, err := s.startPayload(link)
	if err != nil {
		return 0, err
	}
	s.mu.Lock()
	n, err := s.opens(id, link, payload)
	s.mu.Unlock()
	if err != nil {
		return 0, err
	}
	return n, s.settle(ctx)
}

func (s *Server) opens(id int64, link, payload string) (int, error) {
	a, err := s.person(id)
	if err != nil {
		return 0, err
	}
	act := s.openAct(a, link)
	if a.Blocked {
		s.setBlocked(a, false)
	}
	f, err := spoken(strings.TrimSpace("/start " + payload))
	if err != nil {
		return 0, err
	}
	m := &message{kind: kindText, text: f.text, entities: f.entities}
	s.utter(a, s.chats[id], m, act)
	return m.id, nil
}

// startPayload reads https://t.me/<bot>?start=… and tg://resolve?domain=<bot>&start=…
func (s *Server) startPayload(link string) (string, error) {
	u, err := url.Parse(strings.TrimSpace(link))
	if err != nil {
		return "", refuse("That is no link.")
	}
	bot := strings.Trim(u.Path, "/")
	switch {
	case u.Scheme == "tg" && u.Host == "resolve":
		bot = u.Query().Get("domain")
	case (u.Scheme == "https" || u.Scheme == "http") && (u.Host == "t.me" || u.Host == "telegram.me"):
	default:
		return "", refuse("That is no link to Telegram.")
	}
	if !strings.EqualFold(bot, s.botName) {
		return "", refuse("That link leads to somebody else, not to %s.", s.botName)
	}
	payload := u.Query().Get("start")
	if len(payload) > 64 || !secretShape.MatchString(payload) {
		return "", refuse("A start link carries at most 64 letters, digits, _ and -.")
	}
	return payload, nil
}

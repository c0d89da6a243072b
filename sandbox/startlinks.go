package sandbox

import (
	"net/url"
	"regexp"
	"strings"
)

// linkShape finds addresses in a text; startPayload says whether one leads to the bot.
var linkShape = regexp.MustCompile(`(?:https?://(?:t|telegram)\.me/|tg://resolve\?)[^\s<>"\])]+`)

// masked are the lines of a text with every start link written as <link>, because its token differs each time.
func (s *Server) masked(text string) []string {
	plain := linkShape.ReplaceAllStringFunc(text, func(link string) string {
		if s.startLink(link) {
			return "<link>"
		}
		return link
	})
	lines := strings.Split(plain, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return lines
}

// startLink says whether an address opens the bot with a token.
func (s *Server) startLink(link string) bool {
	payload, err := s.startPayload(strings.TrimRight(link, ".,;:!?'"))
	return err == nil && payload != ""
}

// linksIn are the start links in a message, in the order of reading.
func (s *Server) linksIn(m *message) []string {
	found := linkShape.FindAllString(m.text, -1)
	for _, e := range m.entities {
		if e.Type == "text_link" {
			found = append(found, e.URL)
		}
	}
	for _, row := range m.buttons {
		for _, b := range row {
			found = append(found, b.URL)
		}
	}
	var links []string
	for _, link := range found {
		if s.startLink(link) {
			links = append(links, strings.TrimRight(link, ".,;:!?'"))
		}
	}
	return links
}

// Links are the start links that the bot wrote to a person, newest first.
func (s *Server) Links(person int64) ([]string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, err := s.person(person); err != nil {
		return nil, err
	}
	return s.links(person), nil
}

func (s *Server) links(person int64) []string {
	var all []string
	messages := s.chats[person].messages
	for i := len(messages) - 1; i >= 0; i-- {
		if !messages[i].from.bot {
			continue
		}
		found := s.linksIn(messages[i])
		for j := len(found) - 1; j >= 0; j-- {
			all = append(all, found[j])
		}
	}
	return all
}

// openAct describes the opening of a link by where it was found. s.mu is held.
func (s *Server) openAct(a *account, link string) Act {
	token, _ := s.startPayload(link)
	for _, id := range s.order {
		for i, known := range s.links(id) {
			if same, _ := s.startPayload(known); same == token && token != "" {
				return Act{Verb: Opens, Who: a.Name, From: s.people[id].Name, Nth: i + 1}
			}
		}
	}
	u, err := url.Parse(strings.TrimSpace(link))
	if err != nil {
		return Act{Verb: OpensLink, Who: a.Name}
	}
	return Act{Verb: OpensLink, Who: a.Name, Text: u.String()}
}

// tapAct describes a tap so that it can be found again when played. s.mu is held.
func (s *Server) tapAct(a *account, in *chat, m *message, b *button) *Act {
	verb := Taps
	if newest, _ := findButton(in, 0, b.Text); newest != m {
		verb = TapsOldest
	}
	return &Act{Verb: verb, Who: a.Name, Text: b.Text, In: in.title}
}

// faultAct describes a fault, with a person's name instead of a chat id. s.mu is held.
func (s *Server) faultAct(f Fault) *Act {
	who := ""
	if p := s.people[f.ChatID]; p != nil {
		who = p.Name
	}
	return &Act{Verb: Fails, Who: who, Fault: f}
}

package sandbox

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Person is a Telegram account. The number of the private chat with the bot is the person's own.
type Person struct {
	ID       int64  `json:"id"`
	Name     string `json:"name"`
	Username string `json:"username"`
	Language string `json:"language"`          // language_code, such as "en" or "pt-br"
	Blocked  bool   `json:"blocked,omitempty"` // has blocked the bot
}

// account is a person and how things stand between them and the bot.
type account struct {
	Person
	started bool // wrote to the bot or pressed Start at least once
}

const (
	firstPerson  = 1001
	longestName  = 64 // Telegram's limit for a first name, in characters
	longestLang  = 35
	peopleLimit  = 100_000
	defaultSpeak = "en"
)

// AddPerson opens a Telegram account. The language is a code such as "en"; empty means English.
func (s *Server) AddPerson(name, language string) (Person, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	p, err := s.addPerson(Person{Name: name, Language: language})
	if err != nil {
		return Person{}, err
	}
	s.journal.add(entry{act: &Act{Verb: Arrives, Who: p.Name, Language: p.Language}})
	s.events.publish(event{Kind: "people", Person: p.ID})
	return p, nil
}

func (s *Server) addPerson(p Person) (Person, error) {
	p.Name = strings.TrimSpace(p.Name)
	p.Language = strings.ToLower(strings.TrimSpace(p.Language))
	if p.Language == "" {
		p.Language = defaultSpeak
	}
	switch {
	case p.Name == "" || utf8.RuneCountInString(p.Name) > longestName || strings.IndexFunc(p.Name, unicode.IsControl) >= 0:
		return Person{}, refuse("A name has 1 to %d characters, all on one line.", longestName)
	case !languageShape(p.Language):
		return Person{}, refuse("A language is a code such as en or pt-br.")
	case len(s.people) >= peopleLimit:
		return Person{}, refuse("The sandbox is full.")
	}
	if p.ID == 0 {
		p.ID = s.freeID()
	}
	if _, taken := s.people[p.ID]; taken || p.ID < 0 {
		return Person{}, refuse("The number %d is taken.", p.ID)
	}
	if p.Username == "" {
		p.Username = s.freeUsername(p.Name, p.ID)
	}
	s.people[p.ID] = &account{Person: p}
	s.order = append(s.order, p.ID)
	s.chats[p.ID] = &chat{id: p.ID, members: []int64{p.ID}}
	return p, nil
}

func (s *Server) freeID() int64 {
	id := int64(firstPerson + len(s.order))
	for s.people[id] != nil {
		id++
	}
	return id
}

func (s *Server) freeUsername(name string, id int64) string {
	plain := strings.Map(func(r rune) rune {
		if r < utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return unicode.ToLower(r)
		}
		return -1
	}, name)
	if plain == "" || unicode.IsDigit(rune(plain[0])) {
		plain = "somebody" + plain
	}
	return fmt.Sprintf("%.20s_%d", plain, id)
}

func languageShape(code string) bool {
	if len(code) < 2 || len(code) > longestLang {
		return false
	}
	for _, r := range code {
		if r != '-' && (r < 'a' || r > 'z') && (r < '0' || r > '9') {
			return false
		}
	}
	return code[0] != '-'
}

// People lists everybody in the order in which they came.
func (s *Server) People() []Person {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]Person, 0, len(s.order))
	for _, id := range s.order {
		all = append(all, s.people[id].Person)
	}
	return all
}

// Named finds the newest person of that name.
func (s *Server) Named(name string) (Person, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := len(s.order) - 1; i >= 0; i-- {
		if a := s.people[s.order[i]]; a.Name == name {
			return a.Person, true
		}
	}
	return Person{}, false
}

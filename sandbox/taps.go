package sandbox

import (
	"context"
	"slices"
)

// Answer is what came back to a tap: a notice that goes away by itself, or an alert to be closed.
type Answer struct {
	Text  string `json:"answer"`
	Alert bool   `json:"alert"`
}

// Taps presses a button, named by its text or its callback data. With messageID zero it is the newest message that
// has such a button; a key of the reply keyboard is then sent as a message. The answer is empty when none came while
// the application settled.
func (s *Server) Taps(ctx context.Context, id int64, messageID int, name string) (Answer, error) {
	return s.TapsIn(ctx, id, id, messageID, name)
}

// TapsOldest presses a button on the oldest message that has it.
func (s *Server) TapsOldest(ctx context.Context, id int64, name string) (Answer, error) {
	return s.tapIn(ctx, id, id, name, oldestButton(name))
}

// TapsIn is Taps in a group.
func (s *Server) TapsIn(ctx context.Context, id, where int64, messageID int, name string) (Answer, error) {
	return s.tapIn(ctx, id, where, name, func(in *chat) (*message, *button) { return findButton(in, messageID, name) })
}

type finder func(*chat) (*message, *button)

func (s *Server) tapIn(ctx context.Context, id, where int64, name string, find finder) (Answer, error) {
	return s.tapped(ctx, func() (*callback, error) { return s.taps(id, where, name, find) })
}

// tapped taps, and waits for the answer.
func (s *Server) tapped(ctx context.Context, tap func() (*callback, error)) (Answer, error) {
	s.mu.Lock()
	cb, err := tap()
	s.mu.Unlock()
	if err != nil {
		return Answer{}, err
	}
	err = s.settle(ctx)
	if cb == nil {
		return Answer{}, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return Answer{Text: cb.text, Alert: cb.alert}, err
}

// taps makes the update. The callback is nil when the button was a key of the reply keyboard. s.mu is held.
func (s *Server) taps(id, where int64, name string, find finder) (*callback, error) {
	a, err := s.person(id)
	if err != nil {
		return nil, err
	}
	in, err := s.chatWith(a, where)
	if err != nil {
		return nil, err
	}
	m, b := find(in)
	if b == nil {
		return nil, s.pressKey(a, in, name)
	}
	if a.Blocked {
		return nil, refuse("%s has blocked the bot.", a.Name)
	}
	if b.CallbackData == "" {
		return nil, refuse("That button opens something and sends nothing to the bot.")
	}
	s.journal.add(entry{act: s.tapAct(a, in, m, b)})
	return s.press(a, in, m, b.CallbackData), nil
}

// pressKey sends the text of a key of the reply keyboard.
func (s *Server) pressKey(a *account, in *chat, name string) error {
	if !slices.Contains(slices.Concat(s.keysOf(in)...), name) {
		return missing("%s sees no such button.", a.Name)
	}
	if a.Blocked {
		return refuse("%s has blocked the bot.", a.Name)
	}
	m, err := s.keyed(a, in, name)
	if err != nil {
		return err
	}
	s.utter(a, in, m, Act{Verb: Taps, Who: a.Name, Text: name, In: in.title})
	return nil
}

// keyed is what a key sends: its text, or what it asks the telephone for. s.mu is held.
func (s *Server) keyed(a *account, in *chat, name string) (*message, error) {
	if gives := s.keyboardOf(in).gives[name]; gives != "" {
		return s.thing(a, Thing{Kind: gives}), nil
	}
	f, err := spoken(name)
	return &message{kind: kindText, text: f.text, entities: f.entities}, err
}

// keysOf are the keys that a chat shows.
func (s *Server) keysOf(in *chat) [][]string { return s.keyboardOf(in).rows }

// keyboardOf is the reply keyboard that a chat shows: that of the newest message that set or removed one.
func (s *Server) keyboardOf(in *chat) *keyboard {
	for _, m := range slices.Backward(in.messages) {
		if m.keyboard != nil {
			return m.keyboard
		}
	}
	return &keyboard{}
}

func (b *button) named(name string) bool {
	return b.Text == name || (name != "" && b.CallbackData == name)
}

// button finds a button on one message.
func (m *message) button(name string) *button {
	for _, row := range m.buttons {
		for i := range row {
			if row[i].named(name) {
				return &row[i]
			}
		}
	}
	return nil
}

func findButton(in *chat, messageID int, name string) (*message, *button) {
	if messageID != 0 {
		m := in.find(messageID)
		if m == nil {
			return nil, nil
		}
		return m, m.button(name)
	}
	for _, m := range slices.Backward(in.messages) {
		if b := m.button(name); b != nil {
			return m, b
		}
	}
	return nil, nil
}

func oldestButton(name string) finder {
	return func(in *chat) (*message, *button) {
		for _, m := range in.messages {
			if b := m.button(name); b != nil {
				return m, b
			}
		}
		return nil, nil
	}
}

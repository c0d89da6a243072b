package sandbox

import (
	"fmt"
	"strings"
)

const (
	seesNew  = SeesMessage
	seesEdit = SeesEdit
	seesGone = SeesGone
)

// witness writes down what everybody in the chat but the author now sees. s.mu is held.
func (s *Server) witness(in *chat, m *message, how string) {
	lines := s.lines(in, m, how)
	for _, id := range in.members {
		if !m.from.bot && m.from.id == id && how != seesGone {
			continue
		}
		s.journal.add(entry{sight: &Sight{
			Who: s.people[id].Name, How: how, In: in.title, Silent: m.silent && how == seesNew, Lines: lines,
		}})
	}
}

func (s *Server) witnessNotice(cb *callback) {
	how := SeesNotice
	if cb.alert {
		how = SeesAlert
	}
	s.journal.add(entry{sight: &Sight{
		Who: s.people[cb.person].Name, How: how, In: s.chats[cb.chat].title, Lines: s.masked(cb.text),
	}})
}

// lines is a message in the lines of a script.
func (s *Server) lines(in *chat, m *message, how string) []string {
	var lines []string
	if !m.from.bot {
		lines = append(lines, s.people[m.from.id].Name+":")
	}
	if m.kind != kindText {
		lines = append(lines, m.carries())
	}
	if m.text != "" {
		lines = append(lines, s.masked(withSpoilers(formatted{m.text, m.entities}))...)
	}
	if how == seesGone {
		return lines
	}
	for _, row := range m.buttons {
		lines = append(lines, s.row(row))
	}
	if m.keyboard != nil {
		if keys := describeKeys(m.keyboard); keys != in.keys {
			in.keys = keys
			lines = append(lines, "keyboard: "+keys)
		}
	}
	return lines
}

// carries says what a message brings besides words.
func (m *message) carries() string {
	switch m.kind {
	case kindDocument:
		return "[file " + m.file.name + "]"
	case kindPhoto:
		return "[picture]"
	case kindContact:
		return "number: " + m.phone
	case kindLocation:
		if m.place.title != "" {
			return "place: " + strings.TrimSuffix(m.place.title+", "+m.place.address, ", ")
		}
		return fmt.Sprintf("location: %g, %g", m.place.latitude, m.place.longitude)
	}
	return m.kind
}

func (s *Server) row(row []button) string {
	var keys []string
	for _, b := range row {
		if b.URL != "" {
			keys = append(keys, fmt.Sprintf("[%s → %s]", b.Text, strings.Join(s.masked(b.URL), "")))
			continue
		}
		keys = append(keys, "["+b.Text+"]")
	}
	return strings.Join(keys, "  ")
}

func describeKeys(k *keyboard) string {
	if len(k.rows) == 0 {
		return "none"
	}
	var rows []string
	for _, row := range k.rows {
		rows = append(rows, "["+strings.Join(row, "]  [")+"]")
	}
	return strings.Join(rows, " / ")
}

// withSpoilers is the plain text with || around what a tap uncovers.
func withSpoilers(f formatted) string {
	var b strings.Builder
	at := 0
	for _, e := range f.entities {
		if e.Type != "spoiler" || e.Offset < at {
			continue
		}
		b.WriteString(cutUnits(f.text, at, e.Offset) + "||" + cutUnits(f.text, e.Offset, e.end()) + "||")
		at = e.end()
	}
	b.WriteString(cutUnits(f.text, at, units(f.text)))
	return b.String()
}

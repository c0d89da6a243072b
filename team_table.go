package main

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2/unstable"
)

// maxText bounds every text of a team file, in characters: longer ones would
// not fit a button or a notification.
const maxText = 120

// teamTable reads the settings of one TOML table. Whatever is asked for is known;
// end reports the rest.
type teamTable struct {
	node  *tomlNode
	draft *teamDraft
	place string // "", or where it stands: "hours", "staff"
	known map[string]bool
}

// teamWord is a text of the file with its line.
type teamWord struct {
	text string
	line int
}

func (t *teamTable) take(key string) *tomlNode {
	t.known[key] = true
	return t.node.fields[key]
}

// text reads a text; line is the table's own when there is none.
func (t *teamTable) text(key string) teamWord {
	n := t.take(key)
	if n == nil {
		return teamWord{line: t.node.line}
	}
	return t.scalar(key, n)
}

func (t *teamTable) scalar(key string, n *tomlNode) teamWord {
	w := teamWord{line: n.line}
	switch {
	case n.kind != unstable.String:
		t.draft.fault(n.line, "%s must be a text in quotation marks.", t.named(key))
	case utf8.RuneCountInString(n.text) > maxText:
		t.draft.fault(n.line, "%s is longer than %d characters.", t.named(key), maxText)
	case strings.ContainsFunc(n.text, hiddenRune):
		t.draft.fault(n.line, "%s holds a character that cannot be seen.", t.named(key))
	default:
		w.text = strings.TrimSpace(n.text)
	}
	return w
}

// hiddenRune reports whether a character could break a line or hide what it says.
func hiddenRune(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }

// need reads a text that must be there; example is shown when it is not.
func (t *teamTable) need(key, example string) teamWord {
	n := t.take(key)
	if n == nil {
		t.draft.fault(t.node.line, "%s is missing: write %s.", t.named(key), example)
		return teamWord{line: t.node.line}
	}
	w := t.scalar(key, n)
	if w.text == "" && n.kind == unstable.String && strings.TrimSpace(n.text) == "" {
		t.draft.fault(n.line, "%s is empty: write %s.", t.named(key), example)
	}
	return w
}

// texts reads a list of texts; there reports whether the key is written at all.
func (t *teamTable) texts(key string) (words []teamWord, line int, there bool) {
	n := t.take(key)
	if n == nil {
		return nil, t.node.line, false
	}
	return t.list(key, n), n.line, true
}

func (t *teamTable) list(key string, n *tomlNode) (words []teamWord) {
	if n.kind != unstable.Array {
		t.draft.fault(n.line, "%s must be a list in square brackets.", t.named(key))
		return nil
	}
	for _, item := range n.items {
		if w := t.scalar(key, item); w.text != "" {
			words = append(words, w)
		}
	}
	return words
}

// isEmptyList tells a list without anything in it from one whose faults have
// been reported.
func (t *teamTable) isEmptyList(key string) bool {
	n := t.node.fields[key]
	return n != nil && n.kind == unstable.Array && len(n.items) == 0
}

// sub reads a table below this one, nil when there is none.
func (t *teamTable) sub(key string) *teamTable {
	n := t.take(key)
	if n == nil {
		return nil
	}
	if n.kind != unstable.InlineTable {
		t.draft.fault(n.line, "%s must be a part of its own: [%s].", t.named(key), key)
		return nil
	}
	return &teamTable{node: n, draft: t.draft, place: key, known: map[string]bool{}}
}

// subs reads a list of tables.
func (t *teamTable) subs(key string) (out []*teamTable) {
	n := t.take(key)
	if n == nil {
		return nil
	}
	items := n.items
	if n.kind != unstable.Array {
		t.draft.fault(n.line, "%s must be a list: head each of its parts [[%s]].", t.named(key), key)
		return nil
	}
	for _, item := range items {
		if item.kind != unstable.InlineTable {
			t.draft.fault(item.line, "%s must hold parts, each headed [[%s]].", t.named(key), key)
			continue
		}
		out = append(out, &teamTable{node: item, draft: t.draft, place: key, known: map[string]bool{}})
	}
	return out
}

// end reports every key that nothing asked for.
func (t *teamTable) end() {
	for _, key := range t.node.keys {
		if t.known[key] {
			continue
		}
		names := make([]string, 0, len(t.known))
		for name := range t.known {
			names = append(names, name)
		}
		slices.Sort(names)
		t.draft.fault(t.node.fields[key].line, "%s is not a setting: here belong %s.", t.named(quoted(key)), strings.Join(names, ", "))
	}
}

func (t *teamTable) named(key string) string {
	if t.place == "" {
		return key
	}
	return t.place + "." + key
}

// quoted is a word of the file as a fault may repeat it: short, on one line.
func quoted(s string) string {
	clean := strings.Map(func(r rune) rune {
		if hiddenRune(r) || !unicode.IsPrint(r) {
			return '?'
		}
		return r
	}, s)
	if runes := []rune(clean); len(runes) > 40 {
		clean = string(runes[:40]) + "…"
	}
	return `"` + clean + `"`
}

package locales

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/nicksnyder/go-i18n/v2/i18n/template"
)

// pattern is a text cut at its placeholders: literals[0] names[0] literals[1] names[1] … literals[n].
// There is no template language behind it, so no argument can ever be taken for one.
type pattern struct {
	literals []string
	names    []string
}

var placeholder = regexp.MustCompile(`^\s*\.([A-Z][A-Za-z0-9]*)\s*$`)

// parsePattern cuts a text. Only {{.Name}} may stand in double braces.
func parsePattern(text string) (*pattern, error) {
	p := &pattern{}
	for {
		before, rest, found := strings.Cut(text, "{{")
		if strings.Contains(before, "}}") {
			return nil, errors.New("}} closes nothing")
		}
		p.literals = append(p.literals, before)
		if !found {
			return p, nil
		}
		inside, after, closed := strings.Cut(rest, "}}")
		if !closed {
			return nil, errors.New("{{ is never closed")
		}
		name := placeholder.FindStringSubmatch(inside)
		if name == nil {
			return nil, fmt.Errorf("{{%s}} is no placeholder such as {{.Name}}", inside)
		}
		p.names = append(p.names, name[1])
		text = after
	}
}

// render inserts the arguments as they are. One that is absent or nil is an error.
func (p *pattern) render(args map[string]any) (string, error) {
	if len(p.names) == 0 {
		return p.literals[0], nil
	}
	var b strings.Builder
	b.Grow(64 + 2*len(p.literals[0]))
	for i, name := range p.names {
		b.WriteString(p.literals[i])
		if err := insert(&b, args[name]); err != nil {
			return "", fmt.Errorf("argument %s: %w", name, err)
		}
	}
	b.WriteString(p.literals[len(p.names)])
	return b.String(), nil
}

func insert(b *strings.Builder, arg any) error {
	switch v := arg.(type) {
	case nil:
		return errors.New("missing")
	case string:
		b.WriteString(v)
	case int:
		b.WriteString(strconv.Itoa(v))
	default:
		fmt.Fprint(b, v)
	}
	return nil
}

// Execute makes a pattern what go-i18n renders.
func (p *pattern) Execute(data any) (string, error) {
	args, _ := data.(map[string]any)
	return p.render(args)
}

// patterns tells go-i18n to use our patterns instead of text/template, and to parse each once.
type patterns struct{}

func (patterns) Cacheable() bool { return true }

func (patterns) Parse(text, _, _ string) (template.ParsedTemplate, error) { return parsePattern(text) }

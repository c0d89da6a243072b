package locales

import (
	"fmt"
	"slices"

	"github.com/nicksnyder/go-i18n/v2/i18n"
)

// Text renders a text in a language, or in the one that [Catalogue.Match] finds for it. Arguments are inserted as they are: text that
// somebody wrote must have been escaped by the caller. A text with plural forms chooses by args["Count"], a whole number.
// An unknown key, an absent argument or a Count that is no number is an error; neither holds an argument's value.
func (c *Catalogue) Text(lang string, key Key, args map[string]any) (string, error) {
	b := c.book(lang)
	t, ok := b.texts[key]
	if !ok {
		return "", fmt.Errorf("locales: no text %q", key)
	}
	if t.only == nil {
		return b.plural(key, t, args)
	}
	s, err := t.only.render(args)
	if err != nil {
		return "", fmt.Errorf("locales: text %q: %w", key, err)
	}
	return s, nil
}

func (b *book) plural(key Key, t *text, args map[string]any) (string, error) {
	for _, name := range t.placeholders {
		if args[name] == nil {
			return "", fmt.Errorf("locales: text %q: argument %s: missing", key, name)
		}
	}
	s, err := b.localizer.Localize(&i18n.LocalizeConfig{
		MessageID: string(key), PluralCount: args["Count"], TemplateData: args, TemplateParser: patterns{}})
	if err != nil {
		// Not wrapped: go-i18n puts the argument itself into its error.
		return "", fmt.Errorf("locales: text %q: Count (%T) is no number to count with", key, args["Count"])
	}
	return s, nil
}

func (c *Catalogue) book(lang string) *book {
	if b, ok := c.books[lang]; ok {
		return b
	}
	return c.books[c.Match(lang)]
}

// Placeholders lists the arguments that a text needs, sorted, the same in every language; nil for an unknown key.
func (c *Catalogue) Placeholders(key Key) []string {
	if t, ok := c.books[Default].texts[key]; ok {
		return slices.Clone(t.placeholders)
	}
	return nil
}

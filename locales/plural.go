package locales

import (
	"fmt"
	"slices"

	"github.com/nicksnyder/go-i18n/v2/i18n"
	"github.com/nicksnyder/go-i18n/v2/i18n/template"
	"golang.org/x/text/language"
)

// newBundle makes a bundle of one language, so that go-i18n never has to guess which one is meant.
func newBundle(lang string, messages ...*i18n.Message) (*i18n.Localizer, error) {
	tag, err := language.Parse(lang)
	if err != nil {
		return nil, fmt.Errorf("the folder's name is no language code")
	}
	bundle := i18n.NewBundle(tag)
	if err := bundle.AddMessages(tag, messages...); err != nil {
		return nil, fmt.Errorf("CLDR has no plural rules for this language")
	}
	return i18n.NewLocalizer(bundle, lang), nil
}

// pluralForms lists the CLDR categories that a language uses. They are found by asking go-i18n, whose choice at run
// time is what counts, with numbers that reach every category of every language: units, tens, hundreds, millions
// (Spanish, French), and fractions.
func pluralForms(lang string) ([]string, error) {
	localizer, err := newBundle(lang, &i18n.Message{
		ID: "form", Zero: "zero", One: "one", Two: "two", Few: "few", Many: "many", Other: "other"})
	if err != nil {
		return nil, err
	}
	var forms []string
	ask := func(count any) {
		form, err := localizer.Localize(&i18n.LocalizeConfig{
			MessageID: "form", PluralCount: count, TemplateParser: template.IdentityParser{}})
		if err == nil && !slices.Contains(forms, form) {
			forms = append(forms, form)
		}
	}
	for n := range 201 {
		ask(n)
	}
	for _, n := range []any{1000, 1_000_000, 2_000_000, "0.0", "0.1", "0.5", "1.0", "1.5", "2.0"} {
		ask(n)
	}
	slices.Sort(forms)
	return forms, nil
}

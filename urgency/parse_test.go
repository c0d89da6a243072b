package urgency

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

func parsed(t *testing.T, lang, text string) Lexicon {
	t.Helper()
	lex, err := Parse(lang, strings.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return lex
}

func TestEveryFaultOfALexiconIsToldWithItsLine(t *testing.T) {
	_, err := Parse("en", strings.NewReader(strings.Join([]string{
		"too early",                  // 1
		"[suicide now]",              // 2
		"not judged .. at all ..",    // 3
		"[unknown_language urgent]",  // 4
		"[suicide urgent]",           // 5
		"want to die",                // 6
		".. to die",                  // 7
		"@nobody dies",               // 8
		"ab* dies",                   // 9
		"a _ b _ c _ d",              // 10
		"Want to  die",               // 11
		"di€ now",                    // 12
		"a//b",                       // 13
		"one .. .. two",              // 14
		"a b c d e f g h i j k l m",  // 15
		"-",                          // 16
		"[group number]",             // 17
		"one",                        // 18
		"[same",                      // 19
		"[same]",                     // 20
		"gonna",                      // 21
		"a b c = d",                  // 22
		"d = d",                      // 23
		"= d",                        // 24
		"[misspelt]",                 // 25
		"abcd abcde",                 // 26
		"[light]",                    // 27
		"self-harm \xff",             // 28
		"we/you",                     // 29
		"# a note, [and no section]", // 30
		"[group]",                    // 31
	}, "\n")))
	var faults Faults
	if !errors.As(err, &faults) {
		t.Fatal(err)
	}
	want := []string{
		`en: line 1: before the first section`,
		`en: line 2: no such section: [suicide now]`,
		`en: line 4: no such section: [unknown_language urgent]`,
		`en: line 7: a phrase begins and ends with a word`,
		`en: line 8: no such group: @nobody`,
		`en: line 9: "ab*": a family needs at least 3 letters`,
		`en: line 10: at most 12 words and gaps, of them 2 gaps`,
		`en: line 11: stands in line 6 already`,
		`en: line 12: "di€" holds a sign that no word has: '€'`,
		`en: line 13: "" holds no word`,
		`en: line 14: a gap of more than 6 words`,
		`en: line 15: at most 12 words and gaps, of them 2 gaps`,
		`en: line 16: a phrase begins and ends with a word`,
		`en: line 18: @number is built in`,
		`en: line 19: a section ends with ]`,
		`en: line 21: write: gonna = going to`,
		`en: line 22: "a b c": one word, or two in a row, that stand for others`,
		`en: line 23: "d": one word, or two in a row, that stand for others`,
		`en: line 24: "": one word, or two in a row, that stand for others`,
		`en: line 26: "abcd" is not one word of at least 5 letters`,
		`en: line 28: not UTF-8`,
		`en: line 29: "we/you" holds a sign that no word has: '/'`,
		`en: line 31: no such section: [group]`,
	}
	if !slices.Equal(faults, want) {
		t.Errorf("said:\n%s", strings.Join(faults, "\n"))
	}
	if !strings.Contains(err.Error(), "23 faults") {
		t.Errorf("%.60s", err)
	}
}

func TestALexiconThatCannotBeReadIsRefused(t *testing.T) {
	if _, err := Parse("en", iotest.ErrReader(io.ErrUnexpectedEOF)); !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Error(err)
	}
	if _, err := Parse("no such language", strings.NewReader("")); err == nil {
		t.Error("a language that does not exist")
	}
	if _, err := Parse("en", strings.NewReader("#"+strings.Repeat("x", maxLine))); err == nil {
		t.Error("an endless line")
	}
}

func TestPhrasesMeanWhatTheFormatSays(t *testing.T) {
	r := New(parsed(t, "en", `
[group who]
he she
[suicide urgent]
red/blue moon
green* moon
one _ moon
two .. moon
three _ _ moon
@who waxes
over @number moons
I'm waning
self-rising
[same]
I'm = I am
self rising = selfrising
🌙 = moon
[misspelt]
waxes
[filler]
very
`))
	for text, want := range map[string]Level{
		"red moon": Urgent, "BLUE MOON": Urgent, "yellow moon": None, "greenish moon": Urgent, "green moon": Urgent, "gree moon": None,
		"one moon": Urgent, "one big moon": Urgent, "one big old moon": None, "two a b c d moon": Urgent, "two a b c d e moon": None,
		"three a b moon": Urgent, "three a b c moon": None, "two a, moon": None, "two, moon": Urgent, "two a. moon": None, "two. moon": Urgent,
		"a two. moon": None, "he waxes": Urgent, "she waxxes": Urgent, "it waxes": None, "over 7 moons": Urgent, "over 1,000 moons": None,
		"over seven moons": None, "I am waning": Urgent, "I'm waning": Urgent, "im waning": None, "i’m waning": Urgent,
		"self rising": Urgent, "selfrising": Urgent, "red 🌙": Urgent, "red very moon": Urgent, "red very very very moon": Urgent,
		"red very very very very moon": None,
	} {
		if got := r.Read(text, "en"); (got.Level == Urgent) != (want == Urgent) {
			t.Errorf("%q is %s", text, got.Level)
		}
	}
}

func TestLexiconsOfSeveralLanguagesAreReadTogether(t *testing.T) {
	pl := parsed(t, "pl", "[suicide urgent]\npragnę umrzeć\n[denial]\nnie\nno\n[light]\npragnę\n[common]\nnie pragnę żyć dom jest w na\n")
	zh := parsed(t, "zh", "[suicide urgent]\n想死\n不 想活\n[common]\n我 你 是\n")
	r := NewUntrained(englishLexicon(t), pl, zh)
	for text, want := range map[string]Level{
		"pragnę umrzeć": Urgent, "PRAGNE UMRZEC": Urgent, "nie pragnę umrzeć": Soon, "no pragnę umrzeć": Soon, "我想死了": Urgent, "他们不想活了": Urgent,
		"no, i want to die": Urgent, "I want to die, dom": Urgent, "dom jest na": None, "je ne veux plus du tout": Soon,
	} {
		if got := r.Read(text, ""); got.Level != want {
			t.Errorf("%q is %s: %+v", text, got.Level, got)
		}
	}
	if pl.Lang() != "pl" || pl.Phrases() != 1 {
		t.Error(pl.Lang(), pl.Phrases())
	}
}

func TestTheEnglishPhrasesAreManyAndCoverEverySignal(t *testing.T) {
	lex := englishLexicon(t)
	if n := lex.Phrases(); n < 500 {
		t.Errorf("%d phrases", n)
	}
	for _, signal := range signals {
		has := slices.ContainsFunc(lex.phrases, func(p phrase) bool { return p.kind == finding && p.signal == signal && p.level == Urgent })
		if has != (signal != UnknownLanguage) {
			t.Errorf("%s has urgent phrases: %t", signal, has)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("[suicide urgent]\nwant .. die\n@a b*/c\n[group a]\nx y\n[same]\na b = c\n💊 = d\n[misspelt]\nsuicide\n[denial]\nnot")
	f.Add("[same]\n/=/\n[light]\n- _ .. * @\n[idiom]\n想/死 a\n")
	f.Fuzz(func(t *testing.T, text string) {
		lex, err := Parse("en", strings.NewReader(text))
		var faults Faults
		if err != nil && !errors.As(err, &faults) {
			t.Fatalf("%v", err)
		}
		if err == nil && len(text) < 2000 {
			checkReading(t, New(lex), text+" I want to die x y", "en")
		}
	})
}

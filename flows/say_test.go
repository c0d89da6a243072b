package flows

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"

	"pgregory.net/rapid"

	"polyphony/care"
	"polyphony/locales"
)

func units(s string) int { return len(utf16.Encode([]rune(s))) }

// drawWords is what people write: long, with emoji of several runes, combining
// letters, bytes that are no letters at all.
func drawWords(t *rapid.T, label string, atMost int) string {
	piece := rapid.SampledFrom([]string{"a", "слово ", "word ", "\n", "é", "e\u0301", "👩\u200d👩\u200d👧", "🏳️\u200d🌈", "🇬🇧", "𝔘", "می\u200cخواهم", "x\xffy", strings.Repeat("long ", 200), strings.Repeat("🙏", 777), strings.Repeat("ü\n", 1500)})
	var b strings.Builder
	for range rapid.IntRange(0, atMost).Draw(t, label+" pieces") {
		b.WriteString(piece.Draw(t, label))
	}
	return b.String()
}

// Rule 4: words are kept verbatim. Cutting loses nothing, changes nothing,
// reorders nothing, and every part fits.
func TestCuttingKeepsEveryRune(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		said, room := drawWords(t, "words", 40), rapid.IntRange(2, 3000).Draw(t, "room")
		parts := cut(said, room)
		if strings.Join(parts, "") != said {
			t.Fatalf("%d units became something else", units(said))
		}
		for i, part := range parts {
			if units(part) > room || part == "" && said != "" {
				t.Fatalf("part %d of %d: %d units in room for %d", i, len(parts), units(part), room)
			}
		}
	})
}

// Paragraphs that do not fit into one message go into several, in order, each
// with whatever stands beside the words.
func TestPackingKeepsEveryLine(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var lines []Line
		var all strings.Builder
		for i := range rapid.IntRange(0, 10).Draw(t, "lines") {
			said := drawWords(t, "words", 8)
			lines = append(lines, Line{Key: locales.Key(fmt.Sprint("line ", i)), Args: Args{"Words": words(said), "When": text("now")}})
			all.WriteString(said)
		}
		var got strings.Builder
		last := -1
		for _, group := range packLines(lines, wordsRoom) {
			size := 0
			for _, l := range group {
				got.WriteString(l.Args["Words"].Words)
				size += units(l.Args["Words"].Words) + lineFrame
				var n int
				if _, err := fmt.Sscanf(string(l.Key), "line %d", &n); err != nil || n < last {
					t.Fatalf("%q after line %d", l.Key, last)
				}
				if last = n; l.Args["When"].Text != "now" {
					t.Fatalf("line %d lost what stands beside its words", n)
				}
			}
			if len(group) == 0 || size > wordsRoom+lineFrame {
				t.Fatalf("%d lines of %d units in one message", len(group), size)
			}
		}
		if got.String() != all.String() {
			t.Fatal("the words became something else")
		}
	})
}

// However long somebody's words are, the messages that carry them arrive whole,
// in order and on the same terms; buttons and edits happen once.
func TestSplittingKeepsWordsAndTerms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := Message{Chat: 5, Person: "c", Lane: Urgent, Key: locales.CardOpen, Slot: "alert:a", Protect: true, Language: "en", Zone: "Europe/London",
			Buttons: [][]Button{row(Button{Label: locales.CardTake, Data: "alert/a/1/take"})}, Edit: 7, Guard: Guard{Purpose: PurposeDuty, Alert: "a"}}
		var all string
		if said := drawWords(t, "argument", 15); rapid.Bool().Draw(t, "open") {
			m.Args, all = Args{"Question": {Open: said}, "Name": text("Maya")}, said
		} else {
			m.Args, all = Args{"Words": words(said), "Name": text("Maya")}, said
		}
		for range rapid.IntRange(0, 5).Draw(t, "lines") {
			said := drawWords(t, "line", 6)
			m.Lines, all = append(m.Lines, Line{Key: locales.CardWords, Args: Args{"Words": words(said)}}), all+said
		}
		var got string
		for i, part := range split(m) {
			for name, arg := range part.Args {
				if name != "Name" {
					got += arg.Words + arg.Open
				}
				if units(arg.Words+arg.Open) > wordsRoom {
					t.Fatalf("part %d holds %d units of words", i, units(arg.Words+arg.Open))
				}
			}
			for _, l := range part.Lines {
				got += l.Args["Words"].Words
			}
			if part.Chat != m.Chat || part.Person != m.Person || part.Lane != m.Lane || part.Guard != m.Guard || !part.Protect || part.Language != m.Language {
				t.Fatalf("part %d goes on other terms: %+v", i, part)
			}
			if i > 0 && (part.Buttons != nil || part.Edit != 0 || part.Slot == m.Slot) {
				t.Fatalf("part %d repeats buttons, an edit or the slot: %+v", i, part)
			}
		}
		if got != all {
			t.Fatal("the words became something else")
		}
	})
}

// The first paragraphs follow a sentence with long words; the order in which
// they are read must stay the order in which they were written.
func TestALongSentenceComesBeforeItsLines(t *testing.T) {
	long := strings.Repeat("one ", 2000)
	parts := split(Message{Chat: 1, Key: locales.InboxAnswer, Args: Args{"Question": {Open: long}},
		Lines: []Line{{Key: locales.CardWords, Args: Args{"Words": words("first")}}, {Key: locales.CardWords, Args: Args{"Words": words("second")}}}})
	seen := ""
	for _, p := range parts {
		seen += p.Args["Question"].Open + p.Args["Words"].Open
		for _, l := range p.Lines {
			seen += l.Args["Words"].Words
		}
	}
	if seen != long+"firstsecond" {
		t.Errorf("read in another order, in %d parts", len(parts))
	}
}

// A card shows the newest words, and the first, which say what it began with.
func TestACardShowsTheFirstAndTheNewestWords(t *testing.T) {
	var all []care.Words
	for i := range 12 {
		all = append(all, care.Words{Text: fmt.Sprint(i)})
		shown := ""
		for _, w := range lastWords(all) {
			shown += w.Text + " "
		}
		if len(lastWords(all)) > cardWords || !strings.HasPrefix(shown, "0 ") || !strings.HasSuffix(shown, fmt.Sprint(i, " ")) {
			t.Errorf("of %d words %q are shown", len(all), shown)
		}
	}
}

package bot

import (
	"strings"
	"testing"
	"unicode/utf8"

	"polyphony/flows"
)

func TestWordsAreShownAsTheyWereWritten(t *testing.T) {
	for _, s := range []string{
		"", "she's taken all her tablets", "linia pierwsza\ndruga", "أنا بخير", "👩\u200D👩\u200D👧 family", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "می\u200Cخواهم",
		"<b>not bold</b> & so on", "e\u0301", "\u200Fmark",
	} {
		if got := clean(s); got != s {
			t.Errorf("clean(%q) = %q", s, got)
		}
	}
}

func TestWhatHidesOrReordersIsTakenAway(t *testing.T) {
	for in, want := range map[string]string{
		"a\x00b\x07c\x7f":       "abc",
		"a\tb":                  "a b",
		"a\r\nb\rc\u2028d":      "a\nb\nc\nd",
		"\uFEFFa\uFFF9b":        "ab",
		"bad \xff bytes":        "bad \uFFFD bytes",
		"a\u202Ecba":            "\u2068a\u202Ecba\u2069",
		"a\u2069b":              "\u2068ab\u2069",
		"a\u2066b":              "\u2068a\u2066b\u2069\u2069",
		"\u2067ok\u2069":        "\u2068\u2067ok\u2069\u2069",
		"a\u0085b\u0091c\u001b": "a\nbc",
	} {
		if got := clean(in); got != want {
			t.Errorf("clean(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"plain", "\u202Eabc", "\u2066\u2069\u2069", "\x00\xff\r\n", "\u2068\u2068a"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := clean(s)
		if !utf8.ValidString(got) {
			t.Fatalf("invalid UTF-8 out of %q", s)
		}
		if open := isolatesOpen(got); open != 0 {
			t.Fatalf("%q leaves %d isolates open", got, open)
		}
		if strings.ContainsAny(got, "\x00\r\t\x1b") {
			t.Fatalf("control characters in %q", got)
		}
	})
}

// isolatesOpen counts isolates that are opened and not closed; -1 when one is
// closed that was never opened.
func isolatesOpen(s string) int {
	open := 0
	for _, r := range s {
		switch {
		case r == popIsolate:
			if open--; open < 0 {
				return -1
			}
		case r >= '\u2066' && r <= firstStrongIsolate:
			open++
		}
	}
	return open
}

// T12: a first name is whatever its owner wants. With a line end in it, it could
// say in a line of its own what looks as if we had said it. What people write
// keeps its lines.
func TestANameStaysInItsLine(t *testing.T) {
	for _, end := range []string{"\n", "\r\n", "\r", "\u2028", "\u2029", "\u0085"} {
		said := "Jo" + end + "Amira has got this"
		got := urduRenderer(t).Render(message1("hello", flows.Args{"Name": {Text: said}}), flows.Delivery{Language: "en"}, now).Plain()
		if want := "Hello Jo Amira has got this, come in."; got != want {
			t.Errorf("%q: %q", end, got)
		}
		got = urduRenderer(t).Render(message1("name", flows.Args{"Name": {Open: said}}), flows.Delivery{Language: "en"}, now).Plain()
		if !strings.Contains(got, "\n") {
			t.Errorf("%q: words lost their line: %q", end, got)
		}
	}
}

package urgency

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// asian are the languages of Asia and the Arab world that have phrases, each with what the phrases alone have to reach on
// its texts held apart: the share of urgent texts read as urgent or soon, and as urgent.
var asian = []struct {
	lang         string
	seen, urgent float64
}{
	{"ar", 0.85, 0.6}, {"bn", 0.85, 0.6}, {"gu", 0.85, 0.6}, {"pa", 0.85, 0.6}, {"ur", 0.85, 0.6},
}

// together5 reads with English and all languages of Asia, as texts are read in earnest.
var together5 = sync.OnceValues(func() (*Reader, error) {
	var lexicons []Lexicon
	for _, lang := range []string{"ar", "bn", "en", "gu", "pa", "ur"} {
		file, err := os.Open("../locales/" + lang + "/urgent.txt")
		if err != nil {
			return nil, err
		}
		lex, err := Parse(lang, file)
		_ = file.Close()
		if err != nil {
			return nil, err
		}
		lexicons = append(lexicons, lex)
	}
	return New(lexicons...), nil
})

func asianReader(t testing.TB) *Reader {
	t.Helper()
	r, err := together5()
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// voiceLine is one text of a corpus file with the level that its section gives it.
type voiceLine struct {
	text  string
	level Level
}

func voiceLines(t testing.TB, name string) []voiceLine {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var lines []voiceLine
	level, known := None, false
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "[") && strings.HasSuffix(line, "]"):
			_, name, _ := strings.Cut(strings.Trim(line, "[]"), " ")
			level, known = map[string]Level{"none": None, "soon": Soon, "urgent": Urgent}[name]
			if !known {
				t.Fatalf("%s: %s", name, line)
			}
		default:
			lines = append(lines, voiceLine{line, level})
		}
	}
	return lines
}

// heard counts how texts of each level were read.
type heard [3][3]int

func (h *heard) share(of Level, as ...Level) float64 {
	sum, all := 0, max(h[of][None]+h[of][Soon]+h[of][Urgent], 1)
	for _, level := range as {
		sum += h[of][level]
	}
	return float64(sum) / float64(all)
}

func hear(t testing.TB, r *Reader, lang, pattern string) heard {
	t.Helper()
	files, err := filepath.Glob("corpus/" + lang + "/" + pattern)
	if err != nil || len(files) == 0 {
		t.Fatalf("no texts for %s: %v", lang, err)
	}
	var h heard
	for _, name := range files {
		for _, line := range voiceLines(t, name) {
			got := r.Read(line.text, lang)
			h[line.level][got.Level]++
			if line.level == Urgent && got.Level == None || line.level == None && got.Level == Urgent {
				t.Logf("%s: %q, meant %s, is %s: %q", name, line.text, line.level, got.Level, got.Reasons)
			}
		}
	}
	return h
}

// TestTextsHeldApartAreReadInLanguagesOfAsia holds what the phrases alone reach on texts that they were not written for.
func TestTextsHeldApartAreReadInLanguagesOfAsia(t *testing.T) {
	r := asianReader(t)
	ordinary, alarmed := 0, 0
	for _, l := range asianHere(t) {
		h := hear(t, r, l.lang, "held-*.txt")
		t.Logf("%s: urgent %v, soon %v, none %v (read as none, soon, urgent)", l.lang, h[Urgent], h[Soon], h[None])
		if h.share(Urgent, Soon, Urgent) < l.seen || h.share(Urgent, Urgent) < l.urgent {
			t.Errorf("%s: too little of what is urgent is seen: %v", l.lang, h[Urgent])
		}
		if h[None][Urgent] > 1 {
			t.Errorf("%s: ordinary texts are taken for urgent: %v", l.lang, h[None])
		}
		ordinary, alarmed = ordinary+h[None][None]+h[None][Soon]+h[None][Urgent], alarmed+h[None][Urgent]
	}
	if alarmed*100 > ordinary*3 {
		t.Errorf("%d of %d ordinary texts are urgent", alarmed, ordinary)
	}
}

// TestVoicesOfAsiaAreRead holds the same on the texts that the phrases could be written for.
func TestVoicesOfAsiaAreRead(t *testing.T) {
	r := asianReader(t)
	for _, l := range asianHere(t) {
		h := hear(t, r, l.lang, "[^h]*.txt")
		t.Logf("%s: urgent %v, soon %v, none %v (read as none, soon, urgent)", l.lang, h[Urgent], h[Soon], h[None])
		if h.share(Urgent, Soon, Urgent) < 0.95 || h.share(None, Urgent) > 0.01 || h.share(None, None) < 0.85 {
			t.Errorf("%s: %v", l.lang, h)
		}
	}
}

func asianHere(t testing.TB) (here []struct {
	lang         string
	seen, urgent float64
}) {
	for _, l := range asian {
		if f, _ := filepath.Glob("corpus/" + l.lang + "/[^h]*.txt"); len(f) > 0 {
			here = append(here, l)
		}
	}
	return
}

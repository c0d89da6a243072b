package urgency

import (
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// alarms are urgent by themselves, each in its own way.
var alarms = []string{
	"I want to die", "I am going to kill myself this evening", "she has taken all her tablets", "he won't wake up", "kms",
	"I'm going to stab him", "my husband hits me", "the voices are telling me to kill myself", "I cut my arms again",
	"my daughter is missing since last night", "k i l l myself", "I have a gun and I can't cope", "I can't breathe properly, my chest hurts",
}

// anything draws everyday words, words of the lexicon, signs and rubbish, joined in any way.
func anything(words []string) *rapid.Generator[string] {
	piece := rapid.OneOf(rapid.SampledFrom(words), rapid.SampledFrom(everyday), rapid.SampledFrom(alarms),
		rapid.SampledFrom([]string{"not", "never", "no", "used to", "years ago", "in a novel", "homework", "but", "and", "I", "k i l",
			",", ".", "...", "!", "?", "\n", "💊", "5", "im", "don't", "'", "*", "\u200b", "ж", "想", "killing it", "I'm well now"}),
		rapid.String())
	return rapid.Custom(func(t *rapid.T) string {
		return strings.Join(rapid.SliceOfN(piece, 0, 20).Draw(t, "pieces"), rapid.SampledFrom([]string{" ", " ", " ", "", ", "}).Draw(t, "glue"))
	})
}

func lexiconWords(t testing.TB) []string {
	t.Helper()
	text, err := os.ReadFile("../locales/en/urgent.txt")
	if err != nil {
		t.Fatal(err)
	}
	words := strings.FieldsFunc(string(text), func(r rune) bool { return strings.ContainsRune(" \n/*@[]#_.=", r) })
	slices.Sort(words)
	return slices.Compact(words)
}

func TestAnUrgentSentenceAddedNeverLowersTheLevel(t *testing.T) {
	r, texts := shipped(t), anything(lexiconWords(t))
	rapid.Check(t, func(t *rapid.T) {
		text, alarm := texts.Draw(t, "text"), rapid.SampledFrom(alarms).Draw(t, "alarm")
		for _, both := range []string{text + " hello. " + alarm + ".", alarm + ". " + text, text + "\n\nhello. " + alarm} {
			if got := r.Read(both, "en"); got.Level != Urgent {
				t.Fatalf("%q is %s: %q", both, got.Level, got.Reasons)
			}
		}
		before := r.Read(text, "en").Level
		for _, both := range []string{text + ", " + alarm, text + ", but " + alarm, text + " and " + alarm, text + ". " + alarm} {
			if got := r.Read(both, "en"); got.Level < before {
				t.Fatalf("%q was %s and is %s", both, before, got.Level)
			}
		}
	})
}

func TestAnUrgentClauseStaysUrgentBesideOrdinaryClauses(t *testing.T) {
	r := shipped(t)
	for _, alarm := range alarms {
		for _, ordinary := range []string{"killing it at work", "I don't mind the rain", "thanks for asking", "no", "I never said that",
			"my phone died", "I used to like football", "I'm well now", "we met years ago"} {
			for _, both := range []string{ordinary + ", but " + alarm, ordinary + ", " + alarm, ordinary + " and " + alarm,
				alarm + ", but " + ordinary, alarm + " and " + ordinary, ordinary + "\n" + alarm, ordinary + ". " + alarm} {
				if got := r.Read(both, "en"); got.Level != Urgent {
					t.Errorf("%q is %s: %q", both, got.Level, got.Reasons)
				}
			}
		}
	}
}

func TestWordsAreFromTheText(t *testing.T) {
	r, texts := shipped(t), anything(lexiconWords(t))
	rapid.Check(t, func(t *rapid.T) {
		text := texts.Draw(t, "text")
		checkReading(t, r, text, rapid.SampledFrom([]string{"en", "", "pl", "nonsense"}).Draw(t, "lang"))
	})
}

// checkReading holds what is true of every reading.
func checkReading(t interface{ Fatalf(string, ...any) }, r *Reader, text, lang string) {
	got := r.Read(text, lang)
	if (got.Level == None) != (len(got.Signals) == 0) || len(got.Words) > 2*len(got.Reasons) || len(got.Words) > maxWords {
		t.Fatalf("%q: %+v", text, got)
	}
	for _, word := range got.Words {
		if !strings.Contains(text, word) && len(word) >= maxQuote {
			t.Fatalf("%q is not in %q", word, text)
		}
		if utf8.ValidString(text) && !utf8.ValidString(word) {
			t.Fatalf("%q cuts a letter of %q apart", word, text)
		}
	}
	again := r.Read(text, lang)
	if !slices.Equal(got.Reasons, again.Reasons) || got.Level != again.Level {
		t.Fatalf("%q: %+v and then %+v", text, got, again)
	}
}

func FuzzRead(f *testing.F) {
	r := shipped(f)
	for _, text := range append(slices.Clone(everyday), alarms...) {
		f.Add(text, "en")
	}
	for _, piece := range worstCases {
		f.Add(strings.Repeat(piece, 20), "pl")
	}
	f.Fuzz(func(t *testing.T, text, lang string) { checkReading(t, r, text, lang) })
}

func TestEnormousTextsAreRead(t *testing.T) {
	r := shipped(t)
	for name, piece := range worstCases {
		text := strings.Repeat(piece, (1<<20)/len(piece)) + " hello there. I want to die."
		if got := r.Read(text, "en"); got.Level != Urgent {
			t.Errorf("%s: the end of a long text was not read: %+v", name, got)
		}
	}
}

func TestTimeGrowsWithTheTextAndNoFaster(t *testing.T) {
	r := shipped(t)
	for name, piece := range worstCases {
		steps := func(size int) int {
			w := r.look(strings.Repeat(piece, size/len(piece)))
			defer r.release(w)
			total := len(w.tokens) + len(w.matches) + len(w.seen) + len(w.evidence.feats)/10
			for _, f := range w.evidence.frames {
				total += min(f.to-f.from, 2*longClause)
			}
			return total
		}
		if small, large := steps(1<<12), steps(1<<16); large > 20*small+100 {
			t.Errorf("%s: %d for 4 KB, %d for 64 KB", name, small, large)
		}
	}
}

func TestReadingAllocatesNothingThatGrowsWithTheLexicon(t *testing.T) {
	r := shipped(t)
	for _, text := range everyday {
		read := func() {
			w := r.look(text)
			r.verdict(w)
			r.release(w)
		}
		read() // the buffers grow once
		least := testing.AllocsPerRun(1, read)
		for range 20 { // under the race detector a pool forgets at random
			least = min(least, testing.AllocsPerRun(1, read))
		}
		if least > 0 {
			t.Errorf("%q: %v allocations", text, least)
		}
	}
}

func TestAKnotOfAPhraseListTakesNoLonger(t *testing.T) {
	lex := parsed(t, "en", "[filler]\nx\n[same]\ny/z = x x\n[group all]\nx y z w\n[suicide urgent]\n"+
		strings.Repeat("x/y/z/w ", 12)+"\nx .. x _ x x x x x x x x\n"+strings.Repeat("@all ", 11)+"die\n")
	r := New(lex)
	text := strings.Repeat("x y z w x ", 300)
	w := r.pool.Get().(*work)
	w.tokenise(text)
	for _, m := range r.machines {
		w.scan(m)
	}
	if len(w.matches) > maxSteps*len(w.tokens) {
		t.Errorf("%d matches of %d words", len(w.matches), len(w.tokens))
	}
	if got := r.Read("x x x x x x x x x x x x", "en"); got.Level != Urgent {
		t.Errorf("%+v", got)
	}
}

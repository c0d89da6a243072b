package urgency

import (
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// asian are the languages of Asia and the Arab world that have phrases, each with what the phrases alone have to reach on
// its texts held apart from training: the share of urgent texts read as urgent or soon, and as urgent. Read for the first
// time, before the phrases were mended, held-mixed gave as urgent or soon ar 0.30, bn 0.53, gu 0.67, pa 0.67, ur 0.77, and
// held-later, in which people hardly use the words of a list, ar 0.50, bn 0.36, gu 0.57, pa 0.57, ur 0.50. A new voice will
// be nearer to those shares than to these.
var asian = []struct {
	lang         string
	seen, urgent float64
}{
	{"ar", 0.88, 0.85}, {"bn", 0.95, 0.9}, {"gu", 0.95, 0.9}, {"pa", 0.95, 0.9}, {"ur", 0.95, 0.9},
}

// asianPhrases reads with the phrases of English and of all languages of Asia.
var asianPhrases = sync.OnceValues(func() (*Reader, error) {
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
	r := New(lexicons...)
	r.weights = nil // the phrases alone
	return r, nil
})

func asianReader(t testing.TB) *Reader {
	t.Helper()
	r, err := asianPhrases()
	if err != nil {
		t.Fatal(err)
	}
	return r
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
	var h heard
	for _, line := range voices(t, filepath.Join(lang, pattern)) {
		got := r.Read(line.text, lang)
		h[line.want][got.Level]++
		if line.want == Urgent && got.Level == None || line.want == None && got.Level == Urgent {
			t.Logf("%s: %q, meant %s, is %s: %q", lang, line.text, line.want, got.Level, got.Reasons)
		}
	}
	return h
}

// TestTextsHeldApartAreReadInLanguagesOfAsia holds what the phrases alone reach on texts that no model is trained on.
func TestTextsHeldApartAreReadInLanguagesOfAsia(t *testing.T) {
	r := asianReader(t)
	ordinary, alarmed := 0, 0
	for _, l := range asian {
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
	for _, l := range asian {
		h := hear(t, r, l.lang, "[^h]*.txt")
		t.Logf("%s: urgent %v, soon %v, none %v (read as none, soon, urgent)", l.lang, h[Urgent], h[Soon], h[None])
		if h.share(Urgent, Soon, Urgent) < 0.95 || h.share(None, Urgent) > 0.01 || h.share(None, None) < 0.85 {
			t.Errorf("%s: %v", l.lang, h)
		}
	}
}

// TestOneWordIsTypedInManyWays protects people whose keyboard or habit gives other letters than the phrases have.
func TestOneWordIsTypedInManyWays(t *testing.T) {
	r := asianReader(t)
	for _, text := range []string{
		"أُرِيدُ أَنْ أَمُوت", "اريد ان اموت", "أريــد أن أمــوت", "أريد أن\u200c أموت", "تعبت وأريد أن أموت", // points, hamza, stretching, joiners, "and"
		"میں مرنا چاہتی ہوں", "ميں مرنا چاهتي هوں", "مین مرنا چاہتی ہون", // Urdu, Arabic and Persian keyboards
		"ਮੈਨੂੰ ਮਰਨਾ ਹੈ", "ਮੈਨੁੰ ਮਰਨਾ ਹੈ", "ਮੈਂ ਮਰਨਾ ਚਾਹੁੰਦਾ ਹਾਂ", "ਮੈ ਮਰਨਾ ਚਾਹੂੰਦਾ ਹਾ",
		"આ જીંદગી ખતમ કરી દઈશ", "આ જિંદગી ખતમ કરિ દઇશ", "મારે મરવું છે", "મારે મરવુ છે",
		"আর বাঁচতে চাই না", "আর বাচতে চাই না", "নিজেকে শেষ করে ফেলব", "নীজেকে শেশ করে ফেলব", "বি\u200dষ খাব",
		"3ayez amoot", "bdi amoot", "mujhy marna he", "MAIN MARNA CHAHTI HUN", "mareeee jaun kash mar jaun",
	} {
		if got := r.Read(text, ""); got.Level != Urgent {
			t.Errorf("%q is %s: %q", text, got.Level, got.Reasons)
		}
	}
}

// TestDenialAndPastAreHeardInLanguagesOfAsia protects those who say that they do not, or no longer, want to die from
// being woken for, and the rule that they are still seen.
func TestDenialAndPastAreHeardInLanguagesOfAsia(t *testing.T) {
	r := asianReader(t)
	for _, text := range []string{
		"আমি মরতে চাই না", "ami morte chai na", "لا أريد أن أموت", "ma bdi amoot", "میں مرنا نہیں چاہتا", "main marna nahi chahti",
		"ਮੈਂ ਮਰਨਾ ਨਹੀਂ ਚਾਹੁੰਦਾ", "મારે મરવું નથી", "mare marvu nathi", "das saal pehle marna chahta tha", "قبل سنوات كنت أريد أن أموت",
	} {
		if got := r.Read(text, ""); got.Level != Soon {
			t.Errorf("%q is %s: %q", text, got.Level, got.Reasons)
		}
	}
}

// TestWordsAreMixedWithEnglish protects families who change language within a sentence.
func TestWordsAreMixedWithEnglish(t *testing.T) {
	r := asianReader(t)
	for text, want := range map[string]Level{
		"honestly mujhe marna hai, can't do this": Urgent, "ami suicide korte chai i am so tired": Urgent,
		"mum ne saari tablets kha li, she won't wake up": Urgent, "hu aaje overdose karish ok bye": Urgent,
		"bas yaar khaana kha ke so gaya, see you tomorrow": None, "kal meeting hai at 2, thanks bhai": None,
		"yalla see you bokra inshallah": None, "mashallah the baby is so cute": None,
	} {
		if got := r.Read(text, "en"); got.Level != want {
			t.Errorf("%q is %s, want %s: %q", text, got.Level, want, got.Reasons)
		}
	}
}

// TestEnglishKeepsItsLevelBesideLanguagesOfAsia protects ordinary English from words that are spelt like danger elsewhere.
func TestEnglishKeepsItsLevelBesideLanguagesOfAsia(t *testing.T) {
	data, err := os.ReadFile("testdata/sentences-en.txt")
	if err != nil {
		t.Fatal(err)
	}
	alone, together := english(t), asianReader(t)
	for line := range strings.Lines(string(data)) {
		text, _, _ := strings.Cut(strings.TrimSpace(line), " # ")
		if text == "" || strings.HasPrefix(text, "#") || strings.HasPrefix(text, "[") {
			continue
		}
		before, got := alone.Read(text, "en"), together.Read(text, "en")
		if got.Level != before.Level {
			t.Errorf("%q was %s and is %s: %q", text, before.Level, got.Level, got.Reasons)
		}
	}
}

// BenchmarkReadWithAsia reports messages a second with six languages read against every text.
func BenchmarkReadWithAsia(b *testing.B) {
	r := asianReader(b)
	n := 0
	for b.Loop() {
		r.Read(everyday[n%len(everyday)], "en")
		n++
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "msgs/s")
}

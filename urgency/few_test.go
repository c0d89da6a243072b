package urgency

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// fewLexicons are the languages in which a few phrases are all that there is.
func fewLexicons(t testing.TB) (few []Lexicon) {
	t.Helper()
	names, err := filepath.Glob("../locales/*/urgent_few.txt")
	if err != nil || len(names) < 12 {
		t.Fatalf("%d files: %v", len(names), err)
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		lex, err := Parse(filepath.Base(filepath.Dir(name)), strings.NewReader(string(text)))
		if err != nil {
			t.Error(err)
			continue
		}
		if !strings.Contains(string(text), "Awaiting review by a native-speaking practitioner") {
			t.Errorf("%s does not say that nobody has reviewed it", name)
		}
		if lex.Phrases() < 60 {
			t.Errorf("%s has %d phrases", name, lex.Phrases())
		}
		few = append(few, lex)
	}
	return few
}

// Protects those who write in a language in which nothing else has been written:
// plain words of dying, hurting and being hurt are heard there too, a no beside
// them is heard, and everyday talk wakes nobody.
func TestAFewPhrasesAreHeardInLanguagesWithoutALexicon(t *testing.T) {
	r := NewBesides(fewLexicons(t), englishLexicon(t))
	for text, want := range map[string]Level{
		"mañana me tiro del puente, ya no quiero vivir": Urgent, "mi hermano dice que va a matarse": Urgent, "no quiero matarme": Soon, "me muero de risa con esta serie": None,
		"ich will nicht mehr leben": Urgent, "er hat mich gewürgt": Urgent, "ich sterbe vor Hunger": None,
		"j'ai envie d'en finir avec la vie": Urgent, "mon mari me frappe": Urgent, "je suis mort de rire": None,
		"não quero mais viver": Urgent, "estou morrendo de fome": None,
		"non voglio più vivere": Urgent, "mi fa morire dal ridere": None,
		"я больше не хочу жить": Urgent, "умираю со смеху": None,
		"я не хочу жити": Urgent, "мій брат зник": Urgent,
		"मैं मरना चाहता हूँ": Urgent, "main jeena nahi chahti": Urgent,
		"நான் தற்கொலை செய்து கொள்ள போகிறேன்": Urgent, "我不想活了": Urgent, "笑死我了": None, "می\u200cخوام بمیرم": Urgent, "gusto ko nang mamatay": Urgent,
	} {
		got := r.Read(text, "")
		if got.Level != want && !(want == None && got.Level == Soon) {
			t.Errorf("%q: %s %v, want %s", text, got.Level, got.Reasons, want)
		}
	}
}

// A few phrases are not a language: what they do not find stays in an unknown one,
// which a human sees today. And they never lower what the others say.
func TestAFewPhrasesMakeNoLanguageKnown(t *testing.T) {
	alone, besides := New(englishLexicon(t)), NewBesides(fewLexicons(t), englishLexicon(t))
	for _, text := range []string{"la tortuga camina despacio por la orilla del río", "die Schildkröte wandert langsam am Ufer entlang", "черепаха медленно ползёт по берегу", "乌龟慢慢地爬", "I want to kill myself", "see you on Tuesday", ""} {
		for _, lang := range []string{"", "es", "de", "ru", "zh", "en"} {
			was, is := alone.Read(text, lang), besides.Read(text, lang)
			if is.Level < was.Level {
				t.Errorf("%q in %q: %s, before %s", text, lang, is.Level, was.Level)
			}
		}
	}
	for _, lang := range []string{"es", "de", "fr", "ru", "zh", "sw", "nl"} {
		if besides.covers(lang) {
			t.Errorf("%s counts as known", lang)
		}
	}
}

// Protects everybody else: words of one language mean other things in another. Of
// all texts in languages that we know, written for training, the few phrases wake
// nobody for one that is harmless there.
func TestAFewPhrasesWakeNobodyInLanguagesThatWeKnow(t *testing.T) {
	few := NewUntrained(fewLexicons(t)...)
	looked := 0
	for _, line := range readCorpus(t) {
		if line.Lang == "foreign" {
			continue
		}
		looked++
		if r := few.Read(line.Text, line.Lang); r.Level == Urgent && line.Level == "none" {
			t.Errorf("%s %s %q: %v", line.Lang, line.Voice, line.Text, r.Reasons)
		}
	}
	if looked < 10_000 {
		t.Errorf("%d texts were read", looked)
	}
}

// A telephone that is set to a language without a lexicon says which language its
// owner writes. Little words that others have too ("me", "ich", "no") do not make
// a text known; plain English from such a telephone is English all the same.
func TestATelephoneInAnUnknownLanguageIsBelieved(t *testing.T) {
	r := shipped(t)
	for text, lang := range map[string]string{"me gustaría dormir": "es", "quiero dormir": "es", "ich will heim": "de", "ich will das nicht": "de", "quero dormir": "pt", "voglio dormire": "it", "io non ci vado": "it", "nie geht es mir gut": "de", "jeg orker ikke mer": "nb", "jag orkar inte": "sv"} {
		if got := r.Read(text, lang); got.Level == None {
			t.Errorf("%q from a telephone in %s: %s", text, lang, got.Level)
		}
	}
	for _, text := range []string{"see you on Tuesday at ten", "thank you for the meeting today", "can we move it to next week please", "I will be a bit late, sorry"} {
		for _, lang := range []string{"es", "de", "sv"} {
			if got := r.Read(text, lang); got.Level != None {
				t.Errorf("%q from a telephone in %s: %s %v", text, lang, got.Level, got.Reasons)
			}
		}
	}
}

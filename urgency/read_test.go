package urgency

import (
	"slices"
	"strings"
	"sync"
	"testing"
)

// says checks the level of texts as the shipped English phrases give it.
func says(t *testing.T, want Level, texts ...string) {
	t.Helper()
	r := english(t)
	for _, text := range texts {
		if got := r.Read(text, "en"); got.Level != want {
			t.Errorf("%q is %s, want %s: %q", text, got.Level, want, got.Reasons)
		}
	}
}

func TestPlainWordsOfDangerAreUrgent(t *testing.T) {
	says(t, Urgent,
		"I want to die", "I'm going to kill myself tonight", "i wanna die haha", "GOING TO KILL MYSELF", "kms", "just kms already",
		"I don't want to live any more", "they'd all be better off without me",
		"she's taken all her tablets", "he swallowed a whole bottle of painkillers", "He won't wake up", "I can't breathe properly",
		"my dad hits me when he drinks", "the voices are telling me to stab someone", "I'm going to stab him",
		"my son has gone missing", "I cut my arms again last night", "I don't feel safe here with him, please come",
		"call an ambulance please", "how many paracetamol would it take to die")
}

func TestOrdinaryTalkIsLeftAlone(t *testing.T) {
	says(t, None,
		"", " ", "ok", "Thanks, see you on Tuesday at 14:30", "Can we move the meeting to Thursday please?",
		"killing it at the office this week", "I'm dying to see that film", "my phone died", "kill the engine and get out",
		"I could murder a curry", "my feet are killing me", "we cycled 25 kms yesterday", "the school is 8kms away", "how many kms is it?",
		"I took two paracetamol for my headache", "I take 20mg of citalopram", "I've taken my tablets this morning",
		"I miss my old house", "missing you all", "a new skill", "skilled people are hard to find",
		"😂😂", "👍", "💊🔪", "?!", "12:30", "...")
}

func TestAnIdiomTakesAwayOnlyItsOwnWords(t *testing.T) {
	says(t, Urgent, "killing it at work but I want to die", "I'm dying to see you, then I'll kill myself",
		"my phone died and I want to die", "i want to kill myself, and there is an exam on friday")
}

func TestADenialReachesOnlyItsOwnClause(t *testing.T) {
	says(t, Soon, "I don't want to die", "i'm not about to kill myself", "I would never ever kill myself", "I don't think I want to die",
		"I am not planning to hurt or kill myself", "I'm not suicidal")
	says(t, Urgent, "No. I want to kill myself", "No, I want to kill myself now", "No I really want to kill myself", "not ok. want to die",
		"I don't know, I want to die", "I am not lying. I will kill myself today.", "I can't sleep I want to die",
		"nobody knows I want to die", "I'm not hungry, I want to die", "I can't stop thinking about killing myself",
		"I don't just want to die", "I don't cut myself every week. Today I am going to cut myself.",
		"I never told anyone but I want to die", "I don't want to go home\nI want to die")
}

func TestWhatIsLongOverIsNotUrgent(t *testing.T) {
	says(t, Soon, "ten years ago I wanted to die, I'm well now", "Many years ago I was planning suicide",
		"I used to want to die", "I was suicidal when I first came here. Now I help others.",
		"I tried to kill myself when I was 17, I'm in a good place now")
	says(t, Urgent, "ten years ago I wanted to die and now I want to again, I want to die",
		"I used to be happy. Now I want to die", "I used to be happy now I want to die",
		"years ago I wanted to die and last night I wanted to die again", "My mum died years ago and I want to die")
}

func TestStoriesAndStudiesAreNotUrgent(t *testing.T) {
	says(t, Soon, "In a novel, the character says I want to kill myself", "this homework makes me want to die")
	says(t, None, "my dissertation is on suicide prevention")
	says(t, Urgent, "I will kill myself after the exam", "the exam was hard. I want to die", "In a novel the hero is happy. I want to kill myself", "I watched a film but I want to kill myself")
}

func TestAMeansAtHandMakesDespairUrgent(t *testing.T) {
	says(t, Soon, "I can't cope")
	says(t, None, "the tablets are here")
	says(t, Urgent, "I can't cope. The tablets are here", "I don't want to die but I have a gun", "I feel so hopeless, knife in my hand")
	says(t, Soon, "I can't cope. I went shopping. Then we had tea. The tablets are here from the chemist")
	says(t, Urgent, "I can't cope. goodbye everyone I love you all")
}

func TestSomebodyElsesDangerIsUrgentAndSaidToBeTheirs(t *testing.T) {
	r := english(t)
	for text, theirs := range map[string]bool{
		"my brother wants to die": true, "she's taken all her tablets": true, "he told me he wants to kill himself": true,
		"I want to die": false, "she knows I want to die": false, "my mum wants to die and I want to die with her": true,
	} {
		got := r.Read(text, "en")
		if got.Level != Urgent || slices.Contains(got.Signals, WorryOther) != theirs {
			t.Errorf("%q: %+v", text, got)
		}
	}
}

func TestDisguisedWordsAreRead(t *testing.T) {
	says(t, Urgent,
		"k i l l   m y s e l f", "I w a n t  t o  d i e", "going to k.m.s", "K.I.L.L my self", "k1ll my$elf", "su1c1dal tonight",
		"k*ll myself", "ki11 myself", "killlll myself", "I want to dieeeee", "i wаnt tо dіе", "I want to d\u200bi\u200be",
		"ı want to dıe", "I WANT TO DİE", "𝓘 𝔀𝓪𝓷𝓽 𝓽𝓸 𝓭𝓲𝓮", "Ｉ ｗａｎｔ ｔｏ ｄｉｅ", "ⓚⓘⓛⓛ ⓜⓨⓢⓔⓛⓕ", "ᴋɪʟʟ ᴍʏsᴇʟғ", "🅺🅸🅻🅻 myself",
		"i wánt to díe", "I dont want to be alive now", "I don’t want to be alive now", "iwanttodie", "kill my self", "kil mysef",
		"I. Want. To. Die.", "I want...to die", "I want to\ndie", "i am going to overdoze", "I want to fucking die",
		"kill-myself", "kill_myself", "#killmyself", "I want to 𝖽𝗂𝖾", "suıcıdal and alone, feeling suıcıdal")
}

func TestALanguageWithoutALexiconIsSoon(t *testing.T) {
	r := shipped(t)
	for _, text := range []string{"я больше не хочу жить", "我真的不想活了", "je voudrais voir ma mère", "hindi ko alam ang gagawin"} {
		for _, lang := range []string{"en", "", "de"} {
			got := r.Read(text, lang)
			if got.Level != Soon || !slices.Equal(got.Signals, []Signal{UnknownLanguage}) || len(got.Words) != 0 {
				t.Errorf("%q from %q: %+v", text, lang, got)
			}
		}
	}
	if got := r.Read("danke", "de"); got.Level != Soon {
		t.Errorf("a single word of a language without a lexicon: %+v", got)
	}
	for text, lang := range map[string]string{"ok": "de", "Thanks, see you on Tuesday": "de", "👍": "de", "14:30": "de", "Zoë": "en",
		"u comin 2nite? c u l8r": "en", "wot r u up 2 m8": "en", "dun wan lah, go home liao": "en", "gud nite xx": "en", "Haiyoh so late oredi": ""} {
		if got := r.Read(text, lang); got.Level != None {
			t.Errorf("%q from %q: %+v", text, lang, got)
		}
	}
	if got := New().Read("Thanks", "en"); got.Level != Soon {
		t.Errorf("without any lexicon: %+v", got)
	}
	if got := r.Read("я больше не хочу жить. I want to die", "ru"); got.Level != Urgent {
		t.Errorf("urgent in a text that is half foreign: %+v", got)
	}
}

func TestAReadingSaysWhichWordsItSaw(t *testing.T) {
	r := english(t)
	got := r.Read("Hi. She's TAKEN  all her\ntablets, and I want to d i e", "en")
	if want := []string{"TAKEN  all her\ntablets", "want to d i e"}; !slices.Equal(got.Words, want) {
		t.Errorf("words: %q", got.Words)
	}
	if want := []string{`overdose: "TAKEN all her tablets"`, `suicide: "want to d i e"`}; !slices.Equal(got.Reasons, want) {
		t.Errorf("reasons: %q", got.Reasons)
	}
	if want := []Signal{Overdose, Suicide, WorryOther}; !slices.Equal(got.Signals, want) {
		t.Errorf("signals: %q", got.Signals)
	}
	if got := r.Read("I don't want to die", "en"); !slices.Equal(got.Reasons, []string{`suicide: "want to die" (denied)`}) {
		t.Errorf("reasons: %q", got.Reasons)
	}
	many := r.Read(strings.Repeat("I want to die. ", 500), "en")
	if len(many.Words) != maxWords || len(many.Reasons) != maxWords {
		t.Errorf("%d words", len(many.Words))
	}
	far := r.Read("I want to"+strings.Repeat(" ", 5000)+"die", "en")
	if !slices.Equal(far.Words, []string{"want to die"}) {
		t.Errorf("words far apart: %.80q", far.Words)
	}
}

func TestLevelsHaveNames(t *testing.T) {
	if None.String()+Soon.String()+Urgent.String() != "nonesoonurgent" {
		t.Error(None, Soon, Urgent)
	}
}

func TestTheSameTextAlwaysGivesTheSameReading(t *testing.T) {
	texts := []string{"she's taken all her tablets and I want to die. he hits me", "nothing matters, goodbye", "hello"}
	first := english(t)
	for range 5 {
		again := english(t)
		for _, text := range texts {
			a, b := first.Read(text, "en"), again.Read(text, "en")
			if !slices.Equal(a.Words, b.Words) || !slices.Equal(a.Reasons, b.Reasons) || !slices.Equal(a.Signals, b.Signals) || a.Level != b.Level {
				t.Fatalf("%q: %+v and %+v", text, a, b)
			}
		}
	}
}

func TestManyMayReadAtOnce(t *testing.T) {
	r := english(t)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			for i := range 200 {
				text := everyday[i%len(everyday)]
				if got, want := r.Read(text+" I want to die", "en").Level, Urgent; got != want {
					t.Errorf("%q is %s", text, got)
				}
			}
		})
	}
	group.Wait()
}

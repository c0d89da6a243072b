package urgency

import (
	"slices"
	"strings"
	"testing"
)

// raised checks texts with phrases and model together, as they are shipped.
func raised(t *testing.T, least, most Level, texts ...string) {
	t.Helper()
	r := shipped(t)
	for _, text := range texts {
		if got := r.Read(text, "en"); got.Level < least || got.Level > most {
			t.Errorf("%q is %s, and should be %s to %s: %q", text, got.Level, least, most, got.Reasons)
		}
	}
}

// However a word is dressed, it is the same word.
func TestEveryDisguiseIsSeenThrough(t *testing.T) {
	disguises := map[string][]string{
		"compatibility forms": {"Ｉ ｗａｎｔ ｔｏ ｄｉｅ", "𝐈 𝐰𝐚𝐧𝐭 𝐭𝐨 𝐝𝐢𝐞", "ⓘ ⓦⓐⓝⓣ ⓣⓞ ⓓⓘⓔ"},
		"capitals":            {"I WANT TO DIE", "i WaNt To DiE", "I WANT TO DİE", "ı want to dıe"},
		"nothing inside":      {"I want to d\u200bi\u200be", "I want to d\u00adie", "I w\u2060ant to die", "I want to die\ufeff"},
		"look-alikes":         {"I wаnt to diе", "I want tο die", "І want to die"},
		"spaced letters":      {"I want to d i e", "I want to D.I.E", "i w a n t t o d i e"},
		"digits and signs":    {"I want to d1e", "k1ll my$elf", "I want to k!ll myself", "su1c1de tonight is the plan"},
		"repeated letters":    {"I want to dieeeee", "I waaaant to die", "i want to diiiie"},
		"accents":             {"I wánt to dïe", "Í want to dié"},
		"emoji":               {"I want to die 💀", "I want to die😭😭", "😭I want to die"},
	}
	for what, texts := range disguises {
		t.Run(what, func(t *testing.T) { raised(t, Urgent, Urgent, texts...) })
	}
}

// A denial, an idiom, a joke quieten their own clause and no other.
func TestOneClauseDoesNotQuietenAnother(t *testing.T) {
	raised(t, Urgent, Urgent, "killing it at work but I want to die", "No. I want to kill myself", "no I want to kill myself",
		"not hungry. I want to kill myself", "my phone died and I'm going to kill myself", "lol this heat is killing me. I've taken all my tablets",
		"kms", "might kms", "just going to kms tonight", "I used to be fine, now I want to die",
		"I tried to kill myself last year and I'm going to do it again the same way")
	raised(t, None, Soon, "it's 5 kms away", "we ran 10kms", "25 kms to go", "killing it at work", "I used to want to die, but that was years ago and I'm well now",
		"I was suicidal when I was nineteen, I've been well for ten years")
}

// The model may not wake anybody for these.
func TestOrdinaryTalkWakesNobody(t *testing.T) {
	raised(t, None, Soon, "u comin 2nite? c u l8r", "ok lor see u at mrt 7pm", "haha u r so funny", "pick up milk on ur way home pls",
		"happy birthday!! have a great day xx", "running late, start without me", "we lost 3-0, gutted", "he won't wake up for school",
		"my legs are killing me after that run", "what a shot, he murdered that ball", "I'm dead lol", "can we move our appointment to Friday?")
}

// Frightened people with few words of English are heard.
func TestShortBrokenEnglishIsHeard(t *testing.T) {
	raised(t, Soon, Urgent, "she dont wake up", "she lock in bath room not open not talk", "i think she take many tablet", "help", "help me please")
}

// In a long message of everyday things one clause is enough.
func TestOneDangerousClauseInALongMessageIsSeen(t *testing.T) {
	everyday := "hiya love, the bus was late again and I got soaked, then I had beans on toast and watched the quiz with next door's cat on my knee. "
	raised(t, Urgent, Urgent, everyday+"I've taken all my tablets. "+everyday, strings.Repeat(everyday, 4)+"I'm standing on the bridge "+everyday,
		everyday+"he's got his hands round her neck and she's gone blue, "+everyday)
}

// What the model raises, it says in words of the text.
func TestTheModelNamesTheWordsThatWeighed(t *testing.T) {
	r := shipped(t)
	lines, found := readCorpus(t), 0
	for _, l := range lines {
		got := r.Read(l.Text, l.Lang)
		if len(got.Reasons) == 0 || !strings.HasPrefix(got.Reasons[0], "model ") {
			continue
		}
		found++
		if !strings.HasPrefix(got.Reasons[0], "model "+got.Level.String()+": \"") || len(got.Words) == 0 || !strings.Contains(l.Text, got.Words[0]) {
			t.Fatalf("%q: %q %q", l.Text, got.Reasons, got.Words)
		}
		if !slices.Contains(Topics[:], got.Signals[0]) {
			t.Fatalf("%q has no signal: %q", l.Text, got.Signals)
		}
	}
	if found == 0 {
		t.Error("the model raised nothing at all")
	}
}

// Phrases and model together raise: whatever the model thinks, what the phrases say stands.
func TestTheModelNeverLowers(t *testing.T) {
	rule, both := NewUntrained(englishLexicon(t)), New(englishLexicon(t))
	for _, l := range readCorpus(t) {
		if a, b := rule.Read(l.Text, "en"), both.Read(l.Text, "en"); len(a.Words) > 0 && b.Level < a.Level {
			t.Errorf("%q was %s and is %s", l.Text, a.Level, b.Level)
		}
	}
}

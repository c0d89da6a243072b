package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"sort"
	"strings"
	"testing"
	"testing/synctest"
	"unicode"

	"polyphony/locales"
	"polyphony/sandbox"
)

// TestNoSentenceIsWrittenIntoTheCode plays every conversation in the
// pseudo-language. Whatever anybody sees outside ⟦ and ⟧, or inside them in
// plain letters, was written into the code, apart from what people wrote
// themselves, names, numbers and links.
func TestNoSentenceIsWrittenIntoTheCode(t *testing.T) {
	texts, err := loadTexts()
	if err != nil {
		t.Fatal(err)
	}
	plain := plainLetters(t, texts)
	for _, name := range scripts(t) {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txt"), func(t *testing.T) {
			t.Parallel() // beside one another, and beside no other test
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			play := &pseudoPlay{plain: plain, own: map[string]bool{}}
			team := exampleTeamNow(t)
			var failed error
			synctest.Test(t, func(*testing.T) { failed = play.inBubble(texts, team, string(text)) })
			if failed != nil {
				t.Fatal(failed)
			}
			for _, fault := range play.faults {
				t.Error(fault)
			}
			if play.seen < 30 {
				t.Errorf("only %d things were seen: is anything played?", play.seen)
			}
		})
	}
}

// What is said while the store is away comes from no conversation.
func TestTheCrisisLinesOfAnOutageAreInTheCatalogue(t *testing.T) {
	texts, err := loadTexts()
	if err != nil {
		t.Fatal(err)
	}
	team := exampleTeamNow(t)
	play := &pseudoPlay{plain: plainLetters(t, texts)}
	said := (&App{Texts: texts, Parts: Parts{Team: &team}}).plainLines(locales.Pseudo)
	if fault := play.fault(said); fault != "" || !strings.Contains(said, "⟦") {
		t.Errorf("%s: %s", fault, said)
	}
}

func TestWhatIsWrittenIntoTheCodeIsFound(t *testing.T) {
	play := &pseudoPlay{own: map[string]bool{"Maya": true, "she's taken all": true}}
	for text, fine := range map[string]bool{
		"⟦Ĥéļļö Maya~⟧\n\n⟦14:30~⟧, ⟦90 ɱîñ⟧ ||she's taken all||": true,
		"⟦Öþéñ~⟧ https://t.me/some_bot?start=abc":                 true,
		"keyboard: [⟦🔴 Î ñééð~⟧]":                                 true,
		"Hello Maya":                                              false,
		"⟦Ĥéļļö Maya⟧ and more":                                   false,
		"⟦Ĥéļļö tomorrow~⟧":                                       false,
		"⟦Ĥéļļö":                                                  false,
		"ĥéļļö":                                                   false,
	} {
		if fault := play.fault(text); (fault == "") != fine {
			t.Errorf("%q: %q", text, fault)
		}
	}
}

// plainLetters takes the accents of the pseudo-language off again. It learns
// them from the catalogue, by laying texts beside their English.
func plainLetters(t *testing.T, texts *locales.Catalogue) map[rune]rune {
	t.Helper()
	source, err := os.ReadFile("locales/keys.go")
	if err != nil {
		t.Fatal(err)
	}
	plain := map[rune]rune{}
	for _, m := range regexp.MustCompile(` Key = "(.+)"`).FindAllStringSubmatch(string(source), -1) {
		key := locales.Key(m[1])
		if len(texts.Placeholders(key)) > 0 {
			continue
		}
		english, err1 := texts.Text(locales.Default, key, nil)
		pseudo, err2 := texts.Text(locales.Pseudo, key, nil)
		if err1 != nil || err2 != nil {
			t.Fatal(key, err1, err2)
		}
		accented := []rune(strings.TrimPrefix(pseudo, "⟦"))
		for i, r := range []rune(english) {
			if accented[i] != r {
				plain[accented[i]] = r
			}
		}
	}
	if len(plain) < 40 {
		t.Fatalf("learnt only %d letters", len(plain))
	}
	return plain
}

// judge looks at everything that the act made anybody see.
func (p *pseudoPlay) judge(act *sandbox.Act, saw string) error {
	script, err := sandbox.ParseScript(strings.NewReader(saw))
	if err != nil {
		return err
	}
	for _, l := range script.Lines {
		if l.Sight == nil {
			continue
		}
		p.seen++
		if fault := p.fault(strings.Join(l.Sight.Lines, "\n")); fault != "" {
			p.faults = append(p.faults, fmt.Sprintf("> %s\n%s\n%s", act, l.Sight, fault))
		}
	}
	return nil
}

// carried are the lines in which the sandbox itself says what a message brings.
var carried = regexp.MustCompile(`(?m)^(voice|photo|sticker|location|document|video|video_note)\b.*$|^\[(picture|file [^]]*)\]$|^keyboard: (none$)?`)

// fault says what in a text comes from no catalogue, "" when all of it does.
func (p *pseudoPlay) fault(text string) string {
	text = mapLinks.ReplaceAllString(startLinks.ReplaceAllString(carried.ReplaceAllString(text, ""), ""), "")
	own := make([]string, 0, len(p.own))
	for words := range p.own {
		own = append(own, words)
	}
	sort.Slice(own, func(i, j int) bool { return len(own[i]) > len(own[j]) })
	for _, words := range own {
		if words != "" {
			text = strings.ReplaceAll(text, words, "")
		}
	}
	depth := 0
	for i, r := range text {
		switch {
		case r == '⟦':
			depth++
		case r == '⟧':
			depth--
		case depth < 0, depth == 0 && unicode.IsLetter(r), r <= unicode.MaxASCII && unicode.IsLetter(r):
			return fmt.Sprintf("written into the code: …%s", text[i:min(i+60, len(text))])
		}
	}
	if depth != 0 {
		return "a text is cut off"
	}
	return ""
}

package urgency

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// developmentSets are where texts for measuring may lie: beside the tree, or where POLYPHONY_DATA says.
func developmentSets() string {
	if dir := os.Getenv("POLYPHONY_DATA"); dir != "" {
		return dir
	}
	return "../../shared/data"
}

// english is a reader of the English phrases as they are shipped, without the model.
func english(t testing.TB) *Reader {
	t.Helper()
	return NewUntrained(englishLexicon(t))
}

// shipped is a reader of all phrases and the model.
func shipped(t testing.TB) *Reader {
	t.Helper()
	names, err := filepath.Glob("../locales/*/urgent.txt")
	if err != nil {
		t.Fatal(err)
	}
	var lexicons []Lexicon
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		lex, err := Parse(filepath.Base(filepath.Dir(name)), file)
		_ = file.Close() // read only
		if err != nil {
			t.Fatal(err)
		}
		lexicons = append(lexicons, lex)
	}
	return New(lexicons...)
}

func englishLexicon(t testing.TB) Lexicon {
	t.Helper()
	file, err := os.Open("../locales/en/urgent.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	lex, err := Parse("en", file)
	if err != nil {
		t.Fatal(err)
	}
	return lex
}

type sample struct{ Text, Label, Category, Lang string }

// TestTheDevelopmentSetIsReadWell reads phrases that are no part of this tree, where they are present. What must not
// happen is missing an urgent text; soon on an ordinary one costs a look in working hours.
func TestTheDevelopmentSetIsReadWell(t *testing.T) {
	r, counts := shipped(t), map[string]count{}
	for _, s := range evaluationSet(t, "urgency-dev-en.jsonl") {
		c := counts[s.Label]
		c[r.Read(s.Text, s.Lang).Level]++
		counts[s.Label] = c
	}
	urgent, ordinary := counts["urgent"], counts["ordinary"]
	if urgent.all() == 0 {
		t.Log("no development set here: nothing to measure")
		return
	}
	recall, precision := urgent.share(Soon, Urgent), float64(urgent[Urgent])/float64(urgent[Urgent]+ordinary[Urgent])
	if recall < 0.95 || precision < 0.8 {
		t.Errorf("recall as urgent or soon %.3f, precision of urgent %.3f", recall, precision)
	}
}

func evaluationSet(t *testing.T, name string) []sample {
	t.Helper()
	file, err := os.Open(filepath.Join(developmentSets(), name))
	if os.IsNotExist(err) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var samples []sample
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if strings.TrimSpace(lines.Text()) == "" {
			continue
		}
		var s sample
		if err := json.Unmarshal(lines.Bytes(), &s); err != nil {
			t.Fatal(err)
		}
		samples = append(samples, s)
	}
	return samples
}

// TestSentencesMadeUpForThePhrasesAreReadAsTheyShould holds shares rather than single sentences, so that whoever adds a
// sentence that is misread today does not have to mend it in the same breath.
func TestSentencesMadeUpForThePhrasesAreReadAsTheyShould(t *testing.T) {
	data, err := os.ReadFile("testdata/sentences-en.txt")
	if err != nil {
		t.Fatal(err)
	}
	r := english(t)
	group := ""
	counts := map[string][3]int{}
	for line := range strings.Lines(string(data)) {
		text, _, _ := strings.Cut(strings.TrimSpace(line), " # ")
		switch {
		case text == "" || strings.HasPrefix(text, "#"):
		case strings.HasPrefix(text, "["):
			group = strings.Trim(text, "[]")
		default:
			reading := r.Read(text, "en")
			c := counts[group]
			c[reading.Level]++
			counts[group] = c
		}
	}
	share := func(group string, levels ...Level) float64 {
		sum, all := 0, counts[group][None]+counts[group][Soon]+counts[group][Urgent]
		for _, level := range levels {
			sum += counts[group][level]
		}
		return float64(sum) / float64(max(all, 1))
	}
	for what, ok := range map[string]bool{
		"urgent sentences read as urgent or soon": share("urgent", Soon, Urgent) >= 0.97,
		"urgent sentences read as urgent":         share("urgent", Urgent) >= 0.93,
		"past sentences read as none or soon":     share("past", None, Soon) == 1,
		"ordinary sentences read as none or soon": share("ordinary", None, Soon) >= 0.98,
		"ordinary sentences read as none":         share("ordinary", None) >= 0.94,
	} {
		if !ok {
			t.Errorf("too few %s: %v", what, counts)
		}
	}
	t.Logf("none, soon, urgent: %v", counts)
}

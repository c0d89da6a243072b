package urgency

import (
	"os"
	"strings"
	"testing"

	"polyphony/urgency/corpus"
)

func readCorpus(t testing.TB) []corpus.Line {
	t.Helper()
	lines, err := corpus.Read(os.DirFS("corpus"))
	if err != nil {
		t.Fatal(err)
	}
	return lines
}

// Weights that were trained on other texts than those beside them say nothing that anybody can look up.
func TestTheWeightsBelongToTheCorpus(t *testing.T) {
	if shippedWeights().Corpus != corpus.Sum(readCorpus(t)) {
		t.Error("the corpus has changed since weights.bin was made: run go generate ./urgency")
	}
}

// A file that is misread would be trained on in silence.
func TestTheCorpusKeepsToItsForm(t *testing.T) {
	topics := map[string]bool{}
	for _, topic := range Topics {
		topics[string(topic)] = true
	}
	seen := map[string]string{}
	for _, l := range readCorpus(t) {
		at := l.Lang + "/" + l.Voice
		if len(strings.Fields(l.Text)) > 120 {
			t.Errorf("%s: too long for one message: %q", at, l.Text)
		}
		if l.Level == "urgent" && !topics[l.Category] && l.Category != "help" {
			t.Errorf("%s: urgent texts need a signal, and %q is none: %q", at, l.Category, l.Text)
		}
		key := strings.ToLower(l.Text)
		if before, ok := seen[key]; ok && before != l.Level {
			t.Errorf("%s: %q is %s here and %s elsewhere", at, l.Text, l.Level, before)
		}
		seen[key] = l.Level
	}
}

func TestACorpusWithoutFormIsRefusedWithItsLine(t *testing.T) {
	for text, want := range map[string]string{
		"hello": "line 1", "# Voice: x\n[suicide now]\n": "line 2", "[suicide urgent]\nI am here\n[x]\n": "line 3",
	} {
		dir := t.TempDir()
		if err := os.MkdirAll(dir+"/en", 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(dir+"/en/x.txt", []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := corpus.Read(os.DirFS(dir)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

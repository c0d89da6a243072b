package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"polyphony/urgency"
)

func ownPhrases(t *testing.T, text string) (*urgency.Reader, error) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "own.txt")
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return readerOf(name)
}

// A trust knows words that we do not: what young people of its streets say, the name of a bridge.
func TestATrustsOwnPhrasesCountBesideOurs(t *testing.T) {
	reader, err := ownPhrases(t, "# of our streets\n[suicide urgent]\nqueen's wharf .. @kill\ngo/going over zanzibar\n[same]\nzanz = zanzibar\n")
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]urgency.Level{
		"I am going over Zanz": urgency.Urgent, "we are not going over zanzibar this year, the flight is cheaper": urgency.Soon, "I want to die": urgency.Urgent,
	} {
		if got := reader.Read(text, "en"); got.Level != want {
			t.Errorf("%q is %s: %q", text, got.Level, got.Reasons)
		}
	}
}

// Whoever makes a mistake in the file has to learn of it at the start, with the line, and not on the night.
func TestFaultsOfATrustsOwnPhrasesRefuseTheStart(t *testing.T) {
	_, err := ownPhrases(t, "[suicide urgent]\ngo over zanzibar\n@nobody zanzibar\n[suicide later]\n")
	if err == nil || !strings.Contains(err.Error(), "own.txt: line 3: no such group: @nobody") || !strings.Contains(err.Error(), "own.txt: line 4: no such section") {
		t.Errorf("%v", err)
	}
	if _, err := readerOf(filepath.Join(t.TempDir(), "none.txt")); err == nil || !strings.Contains(err.Error(), "URGENCY_FILE") {
		t.Errorf("a file that is not there: %v", err)
	}
}

// The contract of `polyphony urgency`: one object a line, same order, two fields.
func TestUrgencyAnswersOneObjectALine(t *testing.T) {
	reader, err := newReader()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	in := `{"text": "thanks, see you on Tuesday", "lang": "en"}` + "\n" + `{"text": "I want to die", "lang": "en"}` + "\n"
	if err := readUrgency(reader, strings.NewReader(in), &out); err != nil {
		t.Fatal(err)
	}
	if want := `{"level":"none","reasons":[]}` + "\n" + `{"level":"urgent","reasons":["suicide: \"want to die\""]}` + "\n"; out.String() != want {
		t.Errorf("%s", out.String())
	}
	out.Reset()
	if err := explainUrgency(reader, strings.NewReader(in+"I've written the letters and fed the cat\n"), &out); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"phrase: urgent suicide: \"want to die\"", "model: urgent from ", "word", "together: "} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("no %q in what was explained:\n%s", part, out.String())
		}
	}
}

// Whoever tries the reading on texts of their own must see what it misses, and
// not only how much.
func TestUrgencyIsMeasuredOnLabelledTexts(t *testing.T) {
	reader, err := newReader()
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	in := `{"text": "I want to die", "lang": "en", "label": "urgent", "category": "suicide"}
{"text": "see you on Tuesday", "lang": "en", "label": "urgent", "category": "suicide"}
{"text": "I want to kill myself", "lang": "en", "label": "ordinary"}
`
	now := castStart
	clock := func() time.Time { now = now.Add(time.Second); return now }
	if err := tableUrgency(reader, strings.NewReader(in), &out, clock); err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{
		"2      0.500   0.500  urgent  en  suicide\n", "1      1.000   1.000  ordinary", "urgent and missed: 1\n  \"see you on Tuesday\"",
		"ordinary and read as urgent: 1\n  \"I want to kill myself\"", "3 texts in 1s: 3 a second",
	} {
		if !strings.Contains(out.String(), part) {
			t.Errorf("no %q in\n%s", part, out.String())
		}
	}
	if err := tableUrgency(reader, strings.NewReader(`{"text": "x"}`), &out, clock); err == nil {
		t.Error("a text without a label was measured")
	}
}

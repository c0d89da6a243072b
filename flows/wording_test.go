package flows

import (
	"hash/fnv"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// wordings are the sums of the English sentences that people have agreed to. A
// sentence that is to mean something else gets a new key and a new line in
// care.Wordings; a slip of the pen that changes nothing gets its sum here.
var wordings = map[string]uint32{
	"consent.reminders": 0x51fabf9,
	"consent.checkins":  0xc5893c03,
	"consent.reading":   0xe7a80d4e,
	"consent.sharing":   0x1055b355,
	"consent.research":  0x5f76941e,
}

// Consent: each purpose has versions that rise one by one, the newest is what is
// asked, and no sentence changes under those who agreed to it.
func TestAWordingStaysAsItWasAgreedTo(t *testing.T) {
	texts, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range care.Purposes {
		for i, w := range care.Wordings[p] {
			if _, err := time.Parse(time.DateOnly, w.From); err != nil || w.Version != i+1 {
				t.Errorf("%s: version %d from %q", p, w.Version, w.From)
			}
			sentence, err := texts.Text("en", locales.Key(w.Text), map[string]any{"Team": "T"})
			if err != nil {
				t.Fatal(err)
			}
			sum := fnv.New32a()
			_, _ = sum.Write([]byte(sentence))
			if sum.Sum32() != wordings[w.Text] {
				t.Errorf("%q: %#x, the wording has changed", w.Text, sum.Sum32())
			}
		}
		if locales.Key(p.Wording().Text) != consentQuestions[p] {
			t.Errorf("%s is asked with %s", p, consentQuestions[p])
		}
	}
}

// Consent: an answer to an older wording stands and is said to be older; a later
// version of one question touches no other.
func TestAnAnswerToAnOlderWordingStands(t *testing.T) {
	kept := care.Wordings[care.Reading]
	t.Cleanup(func() { care.Wordings[care.Reading] = kept })
	c := &care.Contact{}
	c.Decide(care.Reading, true, time.Time{})
	c.Decide(care.Sharing, true, time.Time{})
	care.Wordings[care.Reading] = append(kept[:1:1], care.Wording{Version: 2, From: "2026-09-01", Text: "consent.reading"})
	if !c.Agrees(care.Reading) || !c.Consents[care.Reading].Outdated() || c.Consents[care.Sharing].Outdated() {
		t.Errorf("it stands as %+v", c.Consents)
	}
}

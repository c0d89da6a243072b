package main

import (
	"testing"
	"time"

	"polyphony/care"
)

// Words of every language are tried for every reader, and a note beside a link
// is never glued to it.
func TestALineIsReadInEveryLanguage(t *testing.T) {
	texts, err := loadTexts()
	if err != nil {
		t.Fatal(err)
	}
	read, now := readMeetings(texts), time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for line, day := range map[string]string{"jutro 14:30": "2026-03-03", "wtorek 14:30": "2026-03-03", "منگل 14:30": "2026-03-03", "wednes 14:30": "2026-03-04", "tue 14:30": "2026-03-03"} {
		for _, lang := range []string{"en", "pl", "ur"} {
			if m := read(lang, line, now, time.UTC); m.Day != day || m.Clock != "14:30" || m.Rest != "" {
				t.Errorf("%s for %s: %+v", line, lang, m)
			}
		}
	}
	m := read("en", "tue 14:30 https://meet.example/farah Farah", now, time.UTC)
	if m.Place != "https://meet.example/farah" || m.Kind != care.PlaceVideo || m.Rest != "Farah" {
		t.Errorf("%+v", m)
	}
}

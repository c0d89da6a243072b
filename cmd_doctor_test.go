package main

import (
	"bytes"
	"strings"
	"testing"
)

// The hazard "bot down": an operator who set no monitor, or no address for the
// links of alarms, is told so. It is a note, since the companion works without.
func TestDoctorNotesThatNobodyListens(t *testing.T) {
	var out bytes.Buffer
	d := &doctor{out: &out}
	d.watched()
	if said := out.String(); d.wrong > 0 || !strings.Contains(said, "HEARTBEAT_URL is not set") || !strings.Contains(said, "PUBLIC_URL is not set") {
		t.Errorf("%d wrong: %s", d.wrong, said)
	}
	out.Reset()
	d.HeartbeatURL, d.PublicURL = "https://monitor.example.org/secret", "https://companion.example.org"
	d.watched()
	if said := out.String(); d.wrong > 0 || strings.Contains(said, "not set") || strings.Contains(said, "secret") {
		t.Errorf("%d wrong: %s", d.wrong, said)
	}
}

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

// Serve does not start with a MASTER_KEY that does not open what is kept, as
// after a restore or in the middle of a change of key: doctor says so before.
func TestDoctorSeesThatTheKeyDoesNotFit(t *testing.T) {
	db, stop := memoryRedis()
	t.Cleanup(stop)
	var out bytes.Buffer
	d := &doctor{out: &out, Config: Config{Deployment: "polyphony", Replica: "one", MasterKey: Secret(newKey(t))}}
	d.keysFit(t.Context(), db)
	if d.wrong > 0 {
		t.Fatalf("an empty Redis: %s", &out)
	}
	s, err := d.onlooker(db)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Enter(t.Context(), castStart); err != nil {
		t.Fatal(err)
	}
	d.keysFit(t.Context(), db)
	if d.wrong > 0 {
		t.Fatalf("the key in use: %s", &out)
	}
	d.MasterKey = Secret(newKey(t))
	d.keysFit(t.Context(), db)
	if said := out.String(); d.wrong != 1 || !strings.Contains(said, "MASTER_KEY is not the newest") || strings.Contains(said, d.MasterKey.Reveal()) {
		t.Errorf("%d wrong: %s", d.wrong, said)
	}
}

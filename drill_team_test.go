package main

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestOperatorsLeaveTracesAndEndAPart protects I7 and hazard H23 with the
// commands themselves, against a running serve: who saw what of Maya can be
// listed, without a word of hers; an export leaves its line there; Ben, whose
// part is ended, hears it once and opens nothing any more, and no team file
// brings him back.
func TestOperatorsLeaveTracesAndEndAPart(t *testing.T) {
	d := newDrill(t)
	d.start()
	d.gathers()
	d.plays("> Maya says: a canary sings\n> Amira says: /inbox\n> Amira taps: Maya's circle\n")
	maya := d.person("Maya").ID
	listed := d.prints("access", "--contact", maya)
	if !strings.Contains(listed, "\tamira\taccess.listed\t") || strings.Contains(listed, "canary") || strings.Contains(listed, "Maya") {
		t.Errorf("the list: %s", listed)
	}
	held := filepath.Join(t.TempDir(), "held.json")
	d.prints("export", maya, "--out", held)
	if listed := d.prints("access", "--contact", maya); !strings.Contains(listed, "\toperator\taccess.exported\t") {
		t.Errorf("after an export: %s", listed)
	}
	if _, said, code := operatorCommand(t, d.env(), d.key, "doctor", "--check-key"); code != 0 {
		t.Errorf("the key itself is refused: %s", said)
	}
	if out, said, code := operatorCommand(t, d.env(), newKey(t), "doctor", "--check-key"); code != 1 || !strings.Contains(said, "does not open everything") || strings.Contains(out+said, d.key) {
		t.Errorf("another key: %d %s %s", code, out, said)
	}

	said := d.prints("team", "revoke", "ben", "--yes")
	t.Log(said)
	if !strings.Contains(said, "Done: ben has no part in the team any more") {
		t.Error(said)
	}
	if err := d.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	if chat := d.chat("Ben"); strings.Count(chat, "You do not belong to the team any more") != 1 {
		t.Errorf("Ben reads\n%s", chat)
	}
	if chat := d.chat("Dora"); !strings.Contains(chat, "Ben does not belong to the team any more") {
		t.Errorf("Dora reads\n%s", chat)
	}
	if applied := d.prints("team", "apply", "--yes"); !strings.Contains(applied, "ben was revoked on") || !strings.Contains(applied, "Nothing would change") {
		t.Error(applied)
	}
	d.plays("> Ben says: /inbox\n")
	if chat := d.chat("Ben"); strings.Contains(chat, "canary") {
		t.Errorf("Ben reads\n%s", chat)
	}
}

// prints runs a command that must succeed, and is what it printed.
func (d *drill) prints(args ...string) string {
	d.Helper()
	out, said, code := operatorCommand(d, d.env(), "", args...)
	if code != 0 {
		d.Fatalf("polyphony %s: %d: %s", strings.Join(args, " "), code, said)
	}
	return out
}

// chat is all that somebody sees.
func (d *drill) chat(name string) string {
	d.Helper()
	person, _ := d.server.Named(name)
	messages, err := d.server.Chat(person.ID)
	if err != nil {
		d.Fatal(err)
	}
	var all []string
	for _, m := range messages {
		all = append(all, m.Text)
	}
	return strings.Join(all, "\n")
}

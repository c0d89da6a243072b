package main

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"filippo.io/age"

	"polyphony/care"
)

const drillMeeting = `> Amira says: /meeting
> Amira taps: Plan a meeting
> Amira taps: 3
> Amira taps: 14:00
> Amira taps: 14:30
> Amira taps: Yes, tell everybody
`

// TestRestoreDrill protects I1 and I8: the volume is lost in the middle of work.
// A backup that was made while people wrote, and that the machine itself cannot
// open, brings everything back on a new volume; whoever was erased after it
// stays erased; what fell due meanwhile is said.
func TestRestoreDrill(t *testing.T) {
	d := newDrill(t)
	d.start()
	d.gathers()
	d.plays(drillMeeting)

	var stop atomic.Bool
	wait := d.writing(&stop)
	pause(500 * time.Millisecond)
	underLoad := filepath.Join(d.off, "monday.age")
	d.does(0, "Backed up", "backup", "-o", underLoad)
	stop.Store(true)
	wrote := wait()
	if err := d.settle(t.Context()); err != nil {
		t.Fatal(err)
	}
	full, copied := filepath.Join(d.off, "tuesday.age"), filepath.Join(d.off, "appendonlydir")
	before := d.counts()
	d.does(0, "Backed up", "backup", "-o", full)
	copyTree(t, filepath.Join(d.volume, "appendonlydir"), copied) // the other form of a backup, as the runbook has it
	if after := d.counts(); !maps.Equal(before, after) {
		t.Fatalf("it changed meanwhile: %v, %v", before, after)
	}
	d.noSnapshotLeft()
	t.Logf("%d messages were written; there are now %v", wrote, before)

	joseph, maya := d.person("Joseph"), d.person("Maya")
	d.plays("> Joseph says: /forget\n> Joseph taps: Yes, erase everything\n")
	eventually(t, 20*time.Second, "the erasure list has it", func() bool {
		text, err := os.ReadFile(d.list)
		return err == nil && strings.Contains(string(text), joseph.ID)
	})
	t.Log("Joseph has himself erased. Then the machine and its volume are lost")
	d.lose()

	list := d.list
	d.newVolume()
	d.list = filepath.Join(filepath.Dir(list), "mislaid.txt")
	d.does(1, "there is no erasure list", "restore", full, "--identity", d.identity)
	d.list = list
	key := d.key
	d.key = newKey(t)
	d.does(1, "take that keyset out of the safe", "restore", full, "--identity", d.identity)
	d.key = key
	d.does(1, "does not open this backup", "restore", full, "--identity", d.stranger())
	d.does(1, "damaged or not whole", "restore", d.cut(full), "--identity", d.identity)
	d.does(0, "Restored", "restore", full, "--identity", d.identity)
	d.does(1, "is there already", "restore", full, "--identity", d.identity)
	if after := d.bare(); !maps.Equal(before, after) {
		t.Errorf("restored are %v, and there were %v", after, before)
	}
	t.Log("Restored is, count for count, what there was")

	mayaID, _ := d.server.Named("Maya")
	seen, _ := d.server.Chat(mayaID.ID)
	d.clock.Set(castStart.Add(6 * time.Hour)) // a reminder a day before the meeting fell due meanwhile
	d.start()
	d.goesOn(joseph, maya, mayaID.ID, len(seen))
	d.stop(d.serve)

	d.newVolume()
	copyTree(t, copied, filepath.Join(d.volume, "appendonlydir"))
	if after := d.bare(); !maps.Equal(before, after) {
		t.Errorf("from the copied files there are %v, and there were %v", after, before)
	}
	t.Log("A copy of appendonlydir gives the same")
	d.newVolume()
	d.does(0, "Restored", "restore", underLoad, "--identity", d.identity)
	t.Logf("The backup that was made under load is whole: %v", d.bare())
}

// goesOn looks at what serve does after a restore.
func (d *drill) goesOn(joseph, maya care.Contact, chat int64, seen int) {
	d.Helper()
	gone := func() bool {
		return d.person("Joseph").ID == "" && d.db.Exists(d.Context(), "{polyphony}:own:"+joseph.ID, "{polyphony}:rec:contact:"+joseph.ID).Val() == 0
	}
	eventually(d, 60*time.Second, "who was erased is erased again", gone)
	eventually(d, 60*time.Second, "the disk is clean", func() bool { return d.db.ZCard(d.Context(), "{polyphony}:erasing").Val() == 0 })
	eventually(d, 60*time.Second, "the log says both", func() bool {
		d.log.mu.Lock() // only while it is read: serve goes on writing
		defer d.log.mu.Unlock()
		said := d.said.String()
		return strings.Contains(said, "brought erased people back") && strings.Contains(said, "nothing of them is on the disk")
	})
	if back := d.person("Maya"); back.ID != maya.ID || back.Name != "Maya" {
		d.Errorf("Maya is %+v", back)
	}
	eventually(d, 30*time.Second, "the reminder arrives", func() bool {
		now, err := d.server.Chat(chat)
		if err != nil || len(now) <= seen {
			return false
		}
		for _, m := range now[seen:] {
			if strings.Contains(m.Text, "14:30") {
				return true
			}
		}
		return false
	})
	d.Log("Joseph stays erased, also on the disk; Maya is there, and the reminder that fell due meanwhile has reached her")
}

// noSnapshotLeft: a backup leaves no copy on the volume, which an erasure would
// not reach.
func (d *drill) noSnapshotLeft() {
	d.Helper()
	if left, _ := filepath.Glob(filepath.Join(d.volume, "*.rdb")); len(left) > 0 {
		d.Errorf("left on the volume: %v", left)
	}
}

// stranger is the private key of somebody who holds none of ours.
func (d *drill) stranger() string {
	d.Helper()
	other, err := age.GenerateX25519Identity()
	if err != nil {
		d.Fatal(err)
	}
	path := filepath.Join(d.off, "stranger.key")
	if err := os.WriteFile(path, []byte(other.String()), 0o600); err != nil {
		d.Fatal(err)
	}
	return path
}

// cut is a backup whose end is missing.
func (d *drill) cut(path string) string {
	d.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		d.Fatal(err)
	}
	short := path + ".cut"
	if err := os.WriteFile(short, body[:len(body)/2], 0o600); err != nil {
		d.Fatal(err)
	}
	return short
}

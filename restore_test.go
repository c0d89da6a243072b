package main

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"polyphony/store"
)

// madeBackup is a backup of a deployment that holds nothing but these bytes, and
// who can open it.
func madeBackup(t *testing.T, deployment, rdb string) ([]byte, *age.X25519Identity) {
	t.Helper()
	holder, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	sealed, err := age.Encrypt(&file, holder.Recipient())
	if err != nil {
		t.Fatal(err)
	}
	b := &backup{about: aboutBackup{Form: backupForm, Deployment: deployment, Made: castStart}}
	out, sum := tar.NewWriter(sealed), sha256.Sum256([]byte(rdb))
	for _, err := range []error{
		b.json(out, backupAbout, b.about), b.entry(out, backupErased, nil), b.entry(out, backupPart+"000001", []byte(rdb)),
		b.json(out, backupEnd, endOfBackup{1, int64(len(rdb)), hex.EncodeToString(sum[:])}), out.Close(), sealed.Close(),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	return file.Bytes(), holder
}

// A restore writes over nothing: whoever names the file of a Redis that runs
// still has it afterwards, and what was not read whole has no name.
func TestRestoreWritesOverNothing(t *testing.T) {
	file, holder := madeBackup(t, "polyphony", rdbText)
	c := RestoreCmd{RDB: filepath.Join(t.TempDir(), "dump.rdb"), Config: Config{MasterKey: Secret(newKey(t)), Deployment: "polyphony"}}
	if err := os.WriteFile(c.RDB, []byte("what runs"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := c.writeOut(bytes.NewReader(file), []age.Identity{holder}); err == nil || !strings.Contains(err.Error(), "is there already") {
		t.Errorf("it said %v", err)
	}
	if text, err := os.ReadFile(c.RDB); err != nil || string(text) != "what runs" {
		t.Fatalf("of the file there is %q, %v", text, err)
	}
	c.RDB = filepath.Join(t.TempDir(), "dump.rdb")
	if err := c.writeOut(bytes.NewReader(file[:len(file)-1]), []age.Identity{holder}); err == nil {
		t.Error("half a backup was taken")
	}
	if left, _ := filepath.Glob(c.RDB + "*"); len(left) > 0 {
		t.Errorf("left of it: %v", left)
	}
	if err := c.writeOut(bytes.NewReader(file), []age.Identity{holder}); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(c.RDB); err != nil || string(text) != rdbText {
		t.Errorf("written: %q, %v", text, err)
	}
}

const rdbText = "REDIS0011 and so on"

// A backup of another deployment would not be found under our name: serve would
// begin anew beside it, and nobody who was erased would be erased in it again.
func TestRestoreRefusesAnotherDeployment(t *testing.T) {
	file, holder := madeBackup(t, "north", rdbText)
	dir := t.TempDir()
	c := RestoreCmd{Config: Config{MasterKey: Secret(newKey(t)), Deployment: "south", DataDir: filepath.Join(dir, "data"), ErasureList: filepath.Join(dir, "erased.txt")}}
	if _, err := store.OpenErasureList(c.ErasureList); err != nil {
		t.Fatal(err)
	}
	if err := c.into(bytes.NewReader(file), []age.Identity{holder}); err == nil || !strings.Contains(err.Error(), "DEPLOYMENT") {
		t.Errorf("it said %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(c.DataDir, "*")); len(left) > 0 {
		t.Errorf("left of it: %v", left)
	}
	c.Deployment = "north"
	if err := c.into(bytes.NewReader(file), []age.Identity{holder}); err != nil {
		t.Fatal(err)
	}
	if text, err := os.ReadFile(filepath.Join(c.DataDir, aofDir, aofBase)); err != nil || string(text) != rdbText {
		t.Errorf("restored: %q, %v", text, err)
	}
}

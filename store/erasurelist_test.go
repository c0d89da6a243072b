package store

import (
	"os"
	"path/filepath"
	"testing"
	"time"
)

// The list outlives the process, holds everybody once, and a line that was cut
// short takes nobody else with it.
func TestTheErasureListKeepsEverybody(t *testing.T) {
	path := filepath.Join(t.TempDir(), "deep", "erased.txt")
	open := func() *ErasureList {
		t.Helper()
		l, err := OpenErasureList(path)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	add := func(l *ErasureList, ids ...string) {
		t.Helper()
		var all []Erased
		for i, id := range ids {
			all = append(all, Erased{Contact: id, At: t0.Add(time.Duration(i) * time.Second)})
		}
		if err := l.Add(all); err != nil {
			t.Fatal(err)
		}
	}
	add(open(), "maya")
	add(open(), "maya", "joseph")
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := f.WriteString("2026-03-02T09:"); err != nil {
		t.Fatal(err)
	}
	_ = f.Close()
	add(open(), "maya", "joseph", "nora")
	l := open()
	if !l.Has("maya") || !l.Has("joseph") || !l.Has("nora") || l.Has("sam") || len(l.All()) != 3 || !l.All()[0].At.Equal(t0) {
		t.Errorf("%+v", l.All())
	}
	text, err := os.ReadFile(path)
	want := "2026-03-02T09:00:00Z maya\n2026-03-02T09:00:01Z joseph\n2026-03-02T09:\n2026-03-02T09:00:02Z nora\n"
	if err != nil || string(text) != want {
		t.Errorf("%s", text)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Error(info.Mode(), err)
	}
}

// A list that cannot be kept, or that somebody has changed, is said at the start.
func TestAnErasureListThatCannotBeKeptIsSaid(t *testing.T) {
	dir := t.TempDir()
	if _, err := OpenErasureList(dir); err == nil {
		t.Error("a directory was taken for a list")
	}
	path := filepath.Join(dir, "list")
	if err := os.WriteFile(path, []byte("yesterday maya\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenErasureList(path); err == nil {
		t.Error("nonsense was read")
	}
}

package locales

import (
	"bytes"
	"io/fs"
	"os"
	"strings"
	"testing"
)

func TestKeysFileIsCurrent(t *testing.T) {
	want, err := KeysFile()
	if err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile("keys.go")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Error("keys.go is not what the English files ask for: go generate ./locales")
	}
}

func TestAConstantIsNamedAfterItsKeyAndTellsItsEnglish(t *testing.T) {
	source, err := keysFile(draft{"meeting.notice_text": {forms: map[string]string{"other": "Hello\n  " + strings.Repeat("you ", 40)}}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{`MeetingNoticeText Key = "meeting.notice_text"`, "// MeetingNoticeText: Hello you you", "…\n"} {
		if !strings.Contains(string(source), want) {
			t.Errorf("not in it: %s", want)
		}
	}
	text := sentence{forms: map[string]string{"other": "x"}}
	if _, err := keysFile(draft{"a.b_c": text, "a_b.c": text}); err == nil {
		t.Error("two keys became one constant")
	}
}

func TestThePhrasesForUrgencyAreThereForEnglish(t *testing.T) {
	if _, err := fs.Stat(UrgentFiles(), "en/urgent.txt"); err != nil {
		t.Error(err)
	}
}

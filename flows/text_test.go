package flows

import (
	"regexp"
	"strings"
	"testing"
	"unicode"
)

func TestACommandIsUnderstoodHoweverItIsTyped(t *testing.T) {
	for _, c := range []struct{ text, name, rest string }{
		{"/help_now", "help_now", ""},
		{"/HELP_NOW@Some_Bot", "help_now", ""},
		{"  /Start@Some_Bot abc123  ", "start", "abc123"},
		{"/start\nabc123", "start", "abc123"},
		{"/meeting tue 14:30\nat home", "meeting", "tue 14:30\nat home"},
		{"/meeting\ntue  14:30", "meeting", "tue  14:30"},
		{"/help_now!", "help_now", "!"},
		{"/help_now, please", "help_now", ", please"},
		{"/help_now.", "help_now", "."},
		{"/help_now\tnow", "help_now", "now"},
		{"/help_now\u00a0now", "help_now", "now"},
		{"/stop…", "stop", "…"},
		{"/stop🙏", "stop", "🙏"},
	} {
		name, rest, ok := command(c.text)
		if !ok || name != c.name || rest != c.rest {
			t.Errorf("%q: %q %q %v, want %q %q", c.text, name, rest, ok, c.name, c.rest)
		}
	}
}

// What is no command is somebody's words, and words are never lost.
func TestWordsAreNotTakenForACommand(t *testing.T) {
	for _, text := range []string{"", "/", "//", "/ start", "start", "@bot", "/@bot", "and/or", "/помогите", "/🙏", "/-"} {
		if name, _, ok := command(text); ok {
			t.Errorf("%q became the command %q", text, name)
		}
	}
}

var commandName = regexp.MustCompile(`^[a-z0-9_]+$`)

func FuzzCommand(f *testing.F) {
	for _, s := range []string{"/start", "/start@bot x", "/start\nx y", "/ x", "/\x00", "/help_now\xff", "/a@", "/A@b@c d", "  /x\u2003y"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		name, rest, ok := command(text)
		if !ok {
			if name != "" || rest != "" {
				t.Fatalf("%q is no command and yet %q %q", text, name, rest)
			}
			return
		}
		if !commandName.MatchString(name) {
			t.Fatalf("%q: the name is %q", text, name)
		}
		if rest != strings.TrimSpace(rest) || !strings.HasSuffix(strings.TrimRightFunc(text, unicode.IsSpace), rest) {
			t.Fatalf("%q: the rest is %q", text, rest)
		}
		again, more, ok := command("/" + name + " " + rest)
		if !ok || again != name || more != rest {
			t.Fatalf("%q: %q %q, typed plainly %q %q %v", text, name, rest, again, more, ok)
		}
	})
}

// Every command that is offered can be typed, in any case.
func TestEveryCommandOfTheTableCanBeTyped(t *testing.T) {
	for name := range commands {
		if got, _, ok := command("/" + strings.ToUpper(name) + "@Bot"); !ok || got != name {
			t.Errorf("/%s is understood as %q", name, got)
		}
	}
}

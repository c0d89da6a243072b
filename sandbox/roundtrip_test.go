package sandbox_test

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"polyphony/sandbox"
)

func TestAScriptComesOutAsItWentIn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := anyScript().Draw(t, "script")
		text := s.String()
		parsed, err := sandbox.ParseScript(strings.NewReader(text))
		if err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		if got := parsed.String(); got != text {
			t.Fatalf("went in:\n%s\ncame out:\n%s", text, got)
		}
		if len(parsed.Lines) != len(s.Lines) {
			t.Fatalf("%d lines went in, %d came out:\n%s", len(s.Lines), len(parsed.Lines), text)
		}
		for i, l := range parsed.Lines {
			if l.Act != nil && (s.Lines[i].Act == nil || *l.Act != *s.Lines[i].Act) {
				t.Fatalf("line %d went in as %+v, came out as %+v", i, s.Lines[i].Act, l.Act)
			}
		}
	})
}

func anyScript() *rapid.Generator[*sandbox.Script] {
	return rapid.Custom(func(t *rapid.T) *sandbox.Script {
		return &sandbox.Script{Lines: rapid.SliceOf(anyLine()).Draw(t, "lines")}
	})
}

func anyLine() *rapid.Generator[sandbox.Line] {
	return rapid.Custom(func(t *rapid.T) sandbox.Line {
		switch rapid.IntRange(0, 2).Draw(t, "what") {
		case 0:
			text := rapid.SampledFrom([]string{"", "# a comment", "#"}).Draw(t, "note")
			return sandbox.Line{Note: &text}
		case 1:
			return sandbox.Line{Act: anyAct(t)}
		}
		v := &sandbox.Sight{Who: anyName(t), How: rapid.SampledFrom([]string{"", sandbox.SeesEdit, sandbox.SeesGone, sandbox.SeesNotice, sandbox.SeesAlert}).Draw(t, "how"),
			In: rapid.SampledFrom([]string{"", "The circle"}).Draw(t, "in"), Lines: strings.Split(anyText(t), "\n")}
		v.Silent = v.How == "" && rapid.Bool().Draw(t, "silent")
		return sandbox.Line{Sight: v}
	})
}

func anyName(t *rapid.T) string {
	return rapid.SampledFrom([]string{"Alex", "Dr Khan", "Zoë O'Neill", "علی"}).Draw(t, "name")
}

// anyText is a text as Telegram leaves it: no white space at either end, nor before a line break.
func anyText(t *rapid.T) string {
	lines := rapid.SliceOfN(rapid.StringMatching(`( {0,5}[>#:a-z\[\]é🙂][>#: a-z\[\]é🙂]{0,9}[a-z:])?`), 0, 4).Draw(t, "lines")
	return "x" + strings.TrimRight(strings.Join(lines, "\n"), "\n ")
}

func anyAct(t *rapid.T) *sandbox.Act {
	a := &sandbox.Act{Who: anyName(t)}
	a.Verb = rapid.SampledFrom([]sandbox.Verb{sandbox.Arrives, sandbox.Says, sandbox.Taps, sandbox.TapsOldest, sandbox.Opens, sandbox.OpensLink,
		sandbox.Sends, sandbox.TapsRaw, sandbox.Makes, sandbox.AddsBot, sandbox.RemovesBot, sandbox.Becoming, sandbox.Blocks, sandbox.Unblocks, sandbox.Edits, sandbox.Passes, sandbox.Becomes, sandbox.Fails}).Draw(t, "verb")
	switch a.Verb {
	case sandbox.Arrives:
		a.Language = rapid.SampledFrom([]string{"en", "pt-br"}).Draw(t, "language")
	case sandbox.OpensLink:
		a.Text = anyText(t)
	case sandbox.Makes:
		a.In, a.Text = "The circle", rapid.SampledFrom([]string{"", "Alex", "Zoë O'Neill, علی"}).Draw(t, "with")
	case sandbox.AddsBot, sandbox.RemovesBot:
		a.In = "The circle"
	case sandbox.Becoming:
		a.Who, a.In = "", "The circle"
	case sandbox.Says, sandbox.Taps, sandbox.TapsOldest, sandbox.TapsRaw:
		a.Text = anyText(t)
		a.In = rapid.SampledFrom([]string{"", "The circle"}).Draw(t, "in")
	case sandbox.Opens:
		a.From, a.Nth = anyName(t), rapid.IntRange(1, 12).Draw(t, "nth")
	case sandbox.Sends:
		a.Text = rapid.SampledFrom(append([]string{`photo "our garden"`, "location 51.5 -0.12", `location -33 18 "Mill Lane 12"`}, sandbox.Kinds...)).Draw(t, "kind")
	case sandbox.Edits:
		a.Old, a.Text = strings.ReplaceAll(anyText(t), " -> ", ""), anyText(t)
	case sandbox.Passes:
		a.Who, a.Pass = "", time.Duration(rapid.Int64Range(0, 1<<60).Draw(t, "pass"))
	case sandbox.Becomes:
		a.Who, a.At = "", time.Unix(rapid.Int64Range(0, 4e9).Draw(t, "at"), 0).UTC()
	case sandbox.Fails:
		a.Who = rapid.SampledFrom([]string{"", "Alex", "Dr Khan"}).Draw(t, "for")
		a.Fault = sandbox.Fault{Method: "sendMessage", Status: rapid.SampledFrom([]int{0, 429, 502}).Draw(t, "status"), Times: rapid.SampledFrom([]int{-1, 1, 2}).Draw(t, "times"),
			RetryAfter: rapid.IntRange(0, 9).Draw(t, "retry"), AfterAccept: rapid.Bool().Draw(t, "after"), Delay: time.Duration(rapid.IntRange(0, 9).Draw(t, "delay")) * time.Second}
	}
	return a
}

func FuzzParsingAScriptNeverPanicsAndSettlesAtOnce(f *testing.F) {
	f.Add(conversation)
	f.Add("> Alex makes the group x with Tom\n> the group x becomes a supergroup\n> Tom taps raw in x: a/b\n> Tom sends: location 1 2 \"y\"\n> Tom adds the bot to x\n")
	f.Add("> Tom says: a\n\n    b\n\n\nTom sees an alert in x: y\n")
	f.Fuzz(func(t *testing.T, text string) {
		s, err := sandbox.ParseScript(strings.NewReader(text))
		if err != nil {
			return
		}
		once := s.String()
		again, err := sandbox.ParseScript(strings.NewReader(once))
		if err != nil || again.String() != once {
			t.Errorf("%v\nonce:\n%q\nagain:\n%q", err, once, again)
		}
	})
}

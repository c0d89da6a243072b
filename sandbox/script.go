package sandbox

import (
	"fmt"
	"strings"
	"time"
)

// Script is a conversation as people can read it: what somebody does, and what everybody then sees.
//
//	# What this protects: …
//	> Tom arrives (en)
//	> Joseph says: she's taken all her tablets
//	Joseph sees
//	    If somebody is in danger now, ring 999.
//	    [I'm safe now]  [Where I am]
//	    keyboard: [I need help now]
//	Alex sees, without a sound
//	    Joseph wrote ||words behind a spoiler||
//	    [Open → https://example.org]
//	Alex sees an edit
//	    …
//	Alex sees a notice: …
//	Alex sees a message go
//	    …
//	> Alex taps: I've got this
//	> Joseph taps the old button: I'll come
//	> Tom opens the link from Alex
//	> Tom opens the link from Alex (2)
//	> Tom opens: https://t.me/polyphony_sandbox_bot?start=nonsense
//	> Joseph sends: voice
//	> Joseph sends: photo "our garden"
//	> Joseph sends: location 51.5 -0.12 "Mill Lane 12"
//	> Sam taps raw: meet/somebodyelses/1/coming
//	> Joseph edits: old words -> new words
//	> Alex blocks the bot
//	> Alex unblocks the bot
//	> Alex makes the group The circle with Tom, Joseph
//	> Alex says in The circle: /help
//	> the group The circle becomes a supergroup
//	> Alex removes the bot from The circle
//	> Alex adds the bot to The circle
//	> 2h pass
//	> the clock says 2026-03-29T00:59:00Z
//	> Telegram fails: sendMessage 429 retry_after 3 times 2 after_accept delay 2s html for Alex
//
// What is said or seen is indented by four spaces; further lines of something that is said stand under it in the same
// way. Start links are written <link>, because their tokens differ each time. A keyboard is told when it changes.
type Script struct{ Lines []Line }

// Line is one part of a script: exactly one of its fields is set. A blank line is a Note that is empty.
type Line struct {
	Note  *string // a comment with its #, or ""
	Act   *Act
	Sight *Sight

	number  int    // the line's number in its file
	written string // an act as its author wrote it, when it was read from a file
}

// Verb is what an act does.
type Verb string

// Everything that can happen in a script.
const (
	Arrives    Verb = "arrives"
	Says       Verb = "says"
	Taps       Verb = "taps"
	TapsOldest Verb = "taps the old button"
	Opens      Verb = "opens the link from"
	OpensLink  Verb = "opens"
	Sends      Verb = "sends"
	Blocks     Verb = "blocks the bot"
	Unblocks   Verb = "unblocks the bot"
	Edits      Verb = "edits"
	Passes     Verb = "pass"
	Becomes    Verb = "the clock says"
	Fails      Verb = "Telegram fails"
	TapsRaw    Verb = "taps raw"
	Makes      Verb = "makes the group"
	AddsBot    Verb = "adds the bot to"
	RemovesBot Verb = "removes the bot from"
	Becoming   Verb = "becomes a supergroup"
)

// Act is one line that begins with ">".
type Act struct {
	Verb     Verb
	Who      string        // the person's name; empty for time and faults
	Text     string        // what is said, tapped, sent, opened, or the new words of an edit; may have several lines
	Old      string        // edits: the words before
	In       string        // the group's name, when it happens in a group
	From     string        // opens: whose chat the link is in
	Nth      int           // opens: 1 is the newest link, 2 the one before
	Language string        // arrives
	Pass     time.Duration // pass
	At       time.Time     // the clock says
	Fault    Fault         // Telegram fails; its chat is named by Who
}

// Sight is what one person newly sees: a message, an edit, a message that went away, or the answer to a tap.
type Sight struct {
	Who    string
	How    string // one of the Sees… constants
	In     string // the group's name
	Silent bool   // it made no sound
	Lines  []string
}

// How something is seen.
const (
	SeesMessage = ""
	SeesEdit    = "an edit"
	SeesGone    = "a message go"
	SeesNotice  = "a notice"
	SeesAlert   = "an alert"
)

const (
	indent    = "    " // in front of every line of a message
	soundless = ", without a sound"
)

// String writes the script in its one canonical form. A parsed script comes out as it went in, but for white space at
// the ends of lines.
func (s *Script) String() string {
	var b strings.Builder
	for _, l := range s.Lines {
		switch {
		case l.written != "":
			b.WriteString(tidyLines(l.written) + "\n")
		case l.Act != nil:
			b.WriteString(tidyLines("> "+l.Act.String()) + "\n")
		case l.Sight != nil:
			b.WriteString(l.Sight.String())
		case l.Note != nil:
			b.WriteString(*l.Note + "\n")
		}
	}
	return b.String()
}

// String is the act without its "> "; further lines of a text are indented.
func (a *Act) String() string {
	text := strings.ReplaceAll(a.Text, "\n", "\n"+indent)
	in := ""
	if a.In != "" {
		in = " in " + a.In
	}
	switch a.Verb {
	case Arrives:
		return fmt.Sprintf("%s arrives (%s)", a.Who, a.Language)
	case Opens:
		if a.Nth > 1 {
			return fmt.Sprintf("%s opens the link from %s (%d)", a.Who, a.From, a.Nth)
		}
		return fmt.Sprintf("%s opens the link from %s", a.Who, a.From)
	case Makes:
		with := ""
		if a.Text != "" {
			with = " with " + a.Text
		}
		return fmt.Sprintf("%s makes the group %s%s", a.Who, a.In, with)
	case AddsBot, RemovesBot:
		return fmt.Sprintf("%s %s %s", a.Who, a.Verb, a.In)
	case Becoming:
		return fmt.Sprintf("the group %s becomes a supergroup", a.In)
	case Blocks, Unblocks:
		return fmt.Sprintf("%s %s", a.Who, a.Verb)
	case Edits:
		return fmt.Sprintf("%s edits: %s -> %s", a.Who, strings.ReplaceAll(a.Old, "\n", "\n"+indent), text)
	case Passes:
		return formatSpan(a.Pass) + " pass"
	case Becomes:
		return "the clock says " + a.At.UTC().Format(time.RFC3339Nano)
	case Fails:
		return "Telegram fails: " + formatFault(a.Fault, a.Who)
	}
	return fmt.Sprintf("%s %s%s: %s", a.Who, a.Verb, in, text)
}

// String is the sight as its header and its indented lines.
func (v *Sight) String() string {
	head := v.Who + " sees"
	if v.How != "" {
		head += " " + v.How
	}
	if v.In != "" {
		head += " in " + v.In
	}
	if v.Silent {
		head += soundless
	}
	lines := v.Lines
	if v.How == SeesNotice || v.How == SeesAlert {
		head += ": " + strings.Join(lines[:min(1, len(lines))], "")
		lines = lines[min(1, len(lines)):]
	}
	var b strings.Builder
	b.WriteString(head + "\n")
	for _, l := range lines {
		b.WriteString(strings.TrimRight(indent+l, " ") + "\n")
	}
	return b.String()
}

func note(text string) Line { return Line{Note: &text} }

// tidyLines takes the white space off the end of every line.
func tidyLines(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

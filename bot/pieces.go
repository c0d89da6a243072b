package bot

import "strings"

// piece is a run of a text: something that people see, a tag, or a mark of
// direction. Keeping them apart until the last moment means that a cut never
// falls into a tag and never leaves an isolate open.
type piece struct {
	text string // as people see it, unescaped
	tag  string // HTML tag, whole, with its brackets; text is then empty
	mark rune   // opens or closes an isolate; text and tag are then empty
	cut  cut
}

// shown is what the piece brings to the text, marks included.
func (p piece) shown() string {
	if p.mark != 0 {
		return string(p.mark)
	}
	return p.text
}

// width is the length of the piece in UTF-16 units. Telegram counts marks too.
func (p piece) width() int { return width(p.shown()) }

// cut says how readily a piece is shortened when a text is too long.
type cut int

const (
	cutLast  cut = iota // our own sentence: only when nothing else is left
	cutNames            // a name or the like
	cutFirst            // somebody's own words: flows has split long ones already
)

// Telegram's tag for a text that is hidden until it is tapped.
const (
	spoilerOpen  = "<tg-spoiler>"
	spoilerClose = "</tg-spoiler>"
)

// escape makes a text literal in Telegram's HTML, in attributes too.
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;")

func toHTML(pieces []piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.tag)
		_, _ = escape.WriteString(&b, p.shown())
	}
	return b.String()
}

func toPlain(pieces []piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.shown())
	}
	return b.String()
}

// bare is the text without tags and without our marks of direction.
func bare(pieces []piece) string {
	var b strings.Builder
	for _, p := range pieces {
		b.WriteString(p.text)
	}
	return b.String()
}

// blank tells a text in which people would see nothing.
func blank(pieces []piece) bool { return strings.TrimSpace(bare(pieces)) == "" }

// spoiler is a hidden part of a plain text, in UTF-16 units.
type spoiler struct{ offset, length int }

// spoilers finds what the plain form of a text must still hide.
func spoilers(pieces []piece) []spoiler {
	var found []spoiler
	at, from := 0, -1
	for _, p := range pieces {
		switch {
		case p.tag == spoilerOpen && from < 0:
			from = at
		case p.tag == spoilerClose && from >= 0:
			if at > from {
				found = append(found, spoiler{from, at - from})
			}
			from = -1
		}
		at += p.width()
	}
	return found
}

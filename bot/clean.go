package bot

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// clean makes somebody's words safe to show among ours, and changes nothing
// that can be seen (rule 4): line ends become \n, control characters go, and
// text that turns the writing direction is fenced in, so that it can neither
// hide nor reorder what stands around it.
func clean(s string) string {
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, "\uFFFD")
	}
	if strings.IndexFunc(s, suspicious) < 0 {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	turns := strings.ContainsFunc(s, turnsDirection)
	s = strings.Map(replaceControl, s)
	if turns {
		return fence(s)
	}
	return s
}

// inOneLine keeps a name in the line that it stands in: a name with a line end
// in it could say, in a line of its own, what looks as if we had said it.
func inOneLine(cleaned string) string {
	return strings.ReplaceAll(cleaned, "\n", " ")
}

func suspicious(r rune) bool { return turnsDirection(r) || replaceControl(r) != r }

// replaceControl maps a rune to what may be shown, -1 for nothing.
func replaceControl(r rune) rune {
	switch {
	case r == '\n':
		return r
	case r == '\r', r == '\u0085', r == '\u2028', r == '\u2029':
		return '\n'
	case r == '\t':
		return ' '
	case unicode.Is(unicode.Cc, r), r == '\uFEFF', r >= '\uFFF9' && r <= '\uFFFB':
		return -1
	}
	return r
}

// The marks of the Unicode bidirectional algorithm, UAX #9.
const (
	firstStrongIsolate = '\u2068'
	popIsolate         = '\u2069'
)

// turnsDirection tells the embeddings, overrides and isolates.
func turnsDirection(r rune) bool {
	return r >= '\u202A' && r <= '\u202E' || r >= '\u2066' && r <= '\u2069'
}

// upright takes every mark that turns the writing direction away, for texts that
// machines read: addresses, attributes.
func upright(s string) string {
	return strings.Map(func(r rune) rune {
		if turnsDirection(r) {
			return -1
		}
		return r
	}, s)
}

// fence puts an isolate round a text and closes every isolate that it leaves
// open. One that it closes without having opened would end ours, so it goes.
// Embeddings and overrides end with the isolate that they stand in.
func fence(s string) string {
	var b strings.Builder
	b.WriteRune(firstStrongIsolate)
	open := 0
	for _, r := range s {
		switch {
		case r == popIsolate && open == 0:
			continue
		case r == popIsolate:
			open--
		case r >= '\u2066' && r <= firstStrongIsolate:
			open++
		}
		b.WriteRune(r)
	}
	b.WriteString(strings.Repeat(string(popIsolate), open+1))
	return b.String()
}

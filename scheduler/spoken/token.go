package spoken

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word, a number or a link. What stands between two of them belongs
// to the second.
type token struct {
	text       string // folded
	original   string // as it was written
	from, to   int    // in the line
	number     bool
	value      int    // of a number; -1: too long for anything here
	link       string // whole, when the token is one
	opaque     bool   // never read further: an address of something that is no link
	gap        string // signs between the token before and this one, dashes as "-"
	spaced     bool   // with a space among them
	afterBreak bool   // the line was broken, or a comma or a dash stands between
}

// isLink tells what is opened with a tap, isBare the same typed without its beginning.
var (
	isLink = regexp.MustCompile(`(?i)^https?://[^\s/]+\S*$`)
	isBare = regexp.MustCompile(`(?i)^([a-z0-9-]+\.)+[a-z]{2,}/\S*$`)
	isMail = regexp.MustCompile(`^\S+@\S+\.\S+$|://`)
)

// command is what a line may begin with, as Telegram writes it.
var command = regexp.MustCompile(`^\s*/[A-Za-z0-9_]+(@[A-Za-z0-9_]+)?(\s+|$)`)

// cut takes a line apart. Letters and digits are parted also where nothing
// stands between them: 90m is a number and a word.
func cut(line string) (toks []token) {
	rest := len(command.FindString(line))
	gap := rest
	for rest < len(line) {
		if t, ok := whole(line, rest); ok {
			toks = add(toks, t, line[gap:rest])
			rest, gap = t.to, t.to
			continue
		}
		r, size := utf8.DecodeRuneInString(line[rest:])
		if class(r) == 0 {
			rest += size
			continue
		}
		t := run(line, rest)
		toks = add(toks, t, line[gap:rest])
		rest, gap = t.to, t.to
	}
	return toks
}

// whole takes a link, or something like one, at the beginning of a word.
func whole(line string, from int) (token, bool) {
	if from > 0 {
		if before, _ := utf8.DecodeLastRuneInString(line[:from]); !unicode.IsSpace(before) && !strings.ContainsRune("(<[", before) {
			return token{}, false
		}
	}
	end := strings.IndexFunc(line[from:], unicode.IsSpace)
	if end < 0 {
		end = len(line) - from
	}
	field := strings.TrimRight(line[from:from+end], ".,;!?)>]")
	if !strings.ContainsAny(field, "/@") {
		return token{}, false
	}
	t := token{text: field, from: from, to: from + len(field), opaque: true}
	switch {
	case isLink.MatchString(field):
		t.link = field
	case isBare.MatchString(field):
		t.link = "https://" + field
	case !isMail.MatchString(field):
		return token{}, false
	}
	return t, true
}

// class parts runes that make a token: 1 letters, 2 digits, 0 neither.
func class(r rune) int {
	switch {
	case unicode.Is(unicode.Nd, r):
		return 2
	case unicode.IsLetter(r), unicode.Is(unicode.M, r), r == '½':
		return 1
	}
	return 0
}

// run takes the letters, or the digits, that begin at from.
func run(line string, from int) token {
	t := token{from: from, to: from}
	first, _ := utf8.DecodeRuneInString(line[from:])
	of := class(first)
	var b strings.Builder
	for t.to < len(line) {
		r, size := utf8.DecodeRuneInString(line[t.to:])
		if class(r) != of && !(silent(r) && inWord(line[t.to+size:], of)) || r == '½' && t.to > from {
			break
		}
		fold(&b, r)
		t.to += size
	}
	t.text, t.original, t.number = b.String(), line[from:t.to], of == 2
	if t.number {
		t.value = -1
		if n, err := strconv.Atoi(t.text); err == nil && len(t.text) <= 4 {
			t.value = n
		}
	}
	return t
}

// inWord tells whether a word goes on behind an apostrophe.
func inWord(rest string, of int) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return of == 1 && class(r) == 1
}

var dashes = strings.NewReplacer("–", "-", "—", "-", "−", "-", "‐", "-", "‑", "-", "‒", "-", "：", ":", "٫", ".", "۔", ".", "،", ",", "٬", ",")

// add appends a token with what stood before it.
func add(toks []token, t token, before string) []token {
	var b strings.Builder
	for _, r := range dashes.Replace(before) {
		switch {
		case unicode.IsSpace(r):
			t.spaced = true
			t.afterBreak = t.afterBreak || r == '\n'
		case !silent(r):
			b.WriteRune(r)
		}
	}
	t.gap = b.String()
	t.afterBreak = t.afterBreak || strings.ContainsAny(t.gap, ",;") || t.spaced && strings.Contains(t.gap, "-")
	return append(toks, t)
}

// joined tells whether a token follows the one before with exactly this sign
// and no space.
func (t token) joined(sign string) bool { return t.gap == sign && !t.spaced }

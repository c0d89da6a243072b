package bot

import (
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/unicode/bidi"
)

// leftward are the scripts (ISO 15924) that run from right to left.
var leftward = []string{"Adlm", "Arab", "Hebr", "Mand", "Nkoo", "Rohg", "Samr", "Syrc", "Thaa"}

// runsLeft tells a language that is written from right to left, as Urdu is.
func runsLeft(lang string) bool {
	script, _ := language.Make(lang).Script()
	return slices.Contains(leftward, script.String())
}

// numberOfGroups is a number whose groups are apart: 116 123, +44 (0)20 7946-0000.
var numberOfGroups = regexp.MustCompile(`\+?\d[\d().-]*(?:[ \x{A0}][\d()-][\d().-]*)+`)

// comma parts the items of a list within a sentence.
func comma(lang string) string {
	if script, _ := language.Make(lang).Script(); script.String() == "Arab" {
		return "، "
	}
	return ", "
}

// hasLeftward finds a letter that runs from right to left.
func hasLeftward(s string) bool {
	return strings.ContainsFunc(s, func(r rune) bool {
		p, _ := bidi.LookupRune(r)
		return p.Class() == bidi.R || p.Class() == bidi.AL
	})
}

// isolate keeps an argument's letters and digits in their own order, and those
// of the sentence round it in theirs, where the two may run in different
// directions. The isolate takes its direction from the argument's first letter,
// and it stands outside any tag, since Telegram replaces what a <tg-time> holds.
func isolate(to reader, arg []piece) []piece {
	if blank(arg) || !runsLeft(to.lang) && !hasLeftward(bare(arg)) {
		return arg
	}
	return slices.Concat([]piece{{mark: firstStrongIsolate}}, arg, []piece{{mark: popIsolate}})
}

// isolateNumbers keeps the groups of a telephone number in order: in a text that
// runs from right to left, "116 123" would be shown as "123 116".
func isolateNumbers(to reader, pieces []piece) []piece {
	if !runsLeft(to.lang) {
		return pieces
	}
	var out []piece
	for _, p := range pieces {
		if p.tag != "" || p.mark != 0 {
			out = append(out, p)
			continue
		}
		out = append(out, split(p)...)
	}
	return out
}

// split takes the numbers of several groups out of a piece.
func split(p piece) (out []piece) {
	from := 0
	for _, at := range numberOfGroups.FindAllStringIndex(p.text, -1) {
		out = append(out, piece{text: p.text[from:at[0]], cut: p.cut},
			piece{mark: firstStrongIsolate}, piece{text: p.text[at[0]:at[1]], cut: p.cut}, piece{mark: popIsolate})
		from = at[1]
	}
	return append(out, piece{text: p.text[from:], cut: p.cut})
}

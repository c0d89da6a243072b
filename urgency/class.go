package urgency

import (
	"unicode"
	"unicode/utf8"
)

// class is what a character does in a text.
type class uint8

const (
	classSpace      class = iota // parts words
	classLetter                  // part of a word
	classAlone                   // a word by itself: Chinese, Japanese, Thai…
	classDigit                   // part of a number, or of a word spelt with digits
	classSymbol                  // @ $ + | *: part of a word spelt with symbols, else nothing
	classApostrophe              // part of a word between two letters, else a quotation mark
	classStop                    // .
	classEnd                     // ? and its kin end a sentence
	classBang                    // ! ends a sentence, or stands for an i
	classComma                   // parts clauses: , ; : brackets, quotation marks, dashes
	classHyphen                  // parts words; a clause when it stands alone
	classLine                    // end of a line
	classSign                    // emoji and other pictures
	classNothing                 // takes no room
)

var asciiClasses = func() (table [utf8.RuneSelf]class) {
	for c := range table {
		table[c] = classifyASCII(byte(c))
	}
	return table
}()

func classifyASCII(c byte) class {
	switch {
	case 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z':
		return classLetter
	case '0' <= c && c <= '9':
		return classDigit
	}
	switch c {
	case '@', '$', '+', '|', '*':
		return classSymbol
	case '\'', '`':
		return classApostrophe
	case '.':
		return classStop
	case '?':
		return classEnd
	case '!':
		return classBang
	case ',', ';', ':', '(', ')', '[', ']', '{', '}', '"', '<', '>', '/', '\\':
		return classComma
	case '-':
		return classHyphen
	case '\n', '\r', '\v', '\f':
		return classLine
	}
	return classSpace
}

func classOf(r rune) class {
	if r < utf8.RuneSelf {
		return asciiClasses[r]
	}
	switch r {
	case '’', '‘', 'ʼ', '´', '′', '＇', 'ʹ', '‛':
		return classApostrophe
	case '。', '．', '।', '॥', '۔', '？', '؟', '！', '¿', '¡', '‼', '⁉', '⁈', '⁇':
		return classEnd
	case '‐', '‑':
		return classHyphen
	case '\u2028', '\u2029', '\u0085':
		return classLine
	}
	return classifyWide(r)
}

func classifyWide(r rune) class {
	_, boxed := plainLetters[r]
	switch {
	case boxed:
		return classLetter
	case isInvisible(r):
		return classNothing
	case standsAlone(r) && (unicode.IsLetter(r) || unicode.IsMark(r)):
		return classAlone
	case unicode.IsLetter(r), unicode.IsMark(r):
		return classLetter
	case unicode.Is(unicode.Nd, r):
		return classDigit
	case unicode.IsSpace(r):
		return classSpace
	case r >= 0x2460 && r <= 0x24FF: // letters and digits in circles
		return classLetter
	case unicode.IsSymbol(r):
		return classSign
	case unicode.IsPunct(r):
		return classComma
	}
	return classSpace
}

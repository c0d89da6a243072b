package flows

import (
	"strings"
	"unicode"
)

// How a typed value reads.
type valueRead int

const (
	noValue    valueRead = iota // these are words: they go where words go
	aValue                      // a whole number from 0 to 10
	notWhole                    // a number between two whole ones
	outOfRange                  // a number below 0 or above 10
)

// numberWords are the numbers from 0 to 10 as they are said, without their
// accents, in the languages that people write in here.
var numberWords = map[string]int{
	"zero": 0, "nought": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
	"jeden": 1, "dwa": 2, "trzy": 3, "cztery": 4, "piec": 5, "pięć": 5, "szesc": 6, "sześć": 6, "siedem": 7, "osiem": 8, "dziewiec": 9, "dziewięć": 9, "dziesiec": 10, "dziesięć": 10,
	"صفر": 0, "ایک": 1, "دو": 2, "تین": 3, "چار": 4, "پانچ": 5, "چھ": 6, "چھے": 6, "سات": 7, "آٹھ": 8, "نو": 9, "دس": 10,
}

// ofTen are what people write after a value on a scale of ten.
var ofTen = []string{"out of 10", "out of ten", "of 10", "of ten", "/10", "/ 10", "na 10", "na dziesięć", "na dziesiec", "میں سے 10", "میں سے دس"}

// tenOf is what Urdu puts before the value: "of ten, seven".
var tenOf = []string{"10 میں سے", "دس میں سے"}

// readValue reads a value from 0 to 10 as people type one: 7, 7/10, ٧, seven.
// Anything that is more than a number is words.
func readValue(typed string) (int, valueRead) {
	text := plainValue(typed)
	if n, ok := numberWords[text]; ok {
		return n, aValue
	}
	return readDigits(text)
}

// plainValue is the text in small letters and Latin digits, without what people
// put round a number.
func plainValue(typed string) string {
	text := strings.ToLower(strings.TrimSpace(strings.Map(latinDigit, typed)))
	text = strings.TrimSpace(strings.TrimRight(text, ".!?۔…"))
	for _, end := range ofTen {
		if rest, ok := strings.CutSuffix(text, end); ok {
			return strings.TrimSpace(rest)
		}
	}
	for _, start := range tenOf {
		if rest, ok := strings.CutPrefix(text, start); ok {
			return strings.TrimSpace(rest)
		}
	}
	return text
}

// latinDigit turns a digit of any script into ours, and leaves marks of writing
// direction out.
func latinDigit(r rune) rune {
	switch {
	case unicode.Is(unicode.Cf, r):
		return -1
	case r == '٫' || r == ',':
		return '.'
	case r == '−' || r == '–':
		return '-'
	case r > unicode.MaxASCII && unicode.Is(unicode.Nd, r):
		return '0' + digitOf(r)
	}
	return r
}

// digitOf is a decimal digit's value: Unicode keeps each script's ten in a row,
// and every row begins where the one before is no digit or ends.
func digitOf(r rune) rune {
	for _, zero := range []rune{'٠', '۰', '०', '০', '੦', '૦', '௦', '０'} {
		if r >= zero && r <= zero+9 {
			return r - zero
		}
	}
	return 'x' - '0' // a script that nobody here writes: no number
}

// readDigits reads a sign, digits and perhaps a fraction, and nothing else.
func readDigits(text string) (int, valueRead) {
	digits, below := strings.CutPrefix(text, "-")
	digits = strings.TrimPrefix(digits, "+")
	whole, fraction, broken := strings.Cut(digits, ".")
	if !onlyDigits(whole) || broken && !onlyDigits(fraction) {
		return 0, noValue
	}
	part := strings.Trim(fraction, "0") != ""
	n := clipped(whole)
	switch {
	case below && (n > 0 || part), n > 10, n == 10 && part:
		return 0, outOfRange
	case part:
		return n, notWhole
	}
	return n, aValue
}

func onlyDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}

// clipped is the number, or one that is surely too large.
func clipped(digits string) (n int) {
	for _, d := range digits {
		n = min(n*10+int(d-'0'), 1000)
	}
	return n
}

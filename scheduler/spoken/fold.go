package spoken

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// sameLetter joins letters that no decomposition joins: those with a stroke,
// and the Arabic forms that keyboards type for Urdu ones.
var sameLetter = map[rune]rune{
	'ł': 'l', 'ø': 'o', 'đ': 'd', 'ı': 'i',
	'ي': 'ی', 'ى': 'ی', 'ې': 'ی', 'ك': 'ک', 'ه': 'ہ', 'ة': 'ہ', 'ۃ': 'ہ', 'ھ': 'ہ', 'ە': 'ہ', 'ں': 'ن',
}

// silent are signs that are written into words without being letters:
// apostrophes, joiners, the Arabic lengthening stroke, marks of direction.
func silent(r rune) bool {
	return strings.ContainsRune("'’‘`´ʼ\u0640", r) || unicode.Is(unicode.Cf, r)
}

// fold writes a rune as words are compared: lower case, without diacritics,
// digits of every script as ASCII. A silent one becomes nothing.
func fold(b *strings.Builder, r rune) {
	if silent(r) {
		return
	}
	if n, ok := digit(r); ok {
		b.WriteByte(n)
		return
	}
	for _, part := range norm.NFD.String(string(unicode.ToLower(r))) {
		if unicode.Is(unicode.Mn, part) {
			continue
		}
		if same, ok := sameLetter[part]; ok {
			part = same
		}
		b.WriteRune(part)
	}
}

// digit relies on Unicode giving the ten digits of a script ten code points in
// a row, and on its tables beginning each row with a nought.
func digit(r rune) (byte, bool) {
	if !unicode.Is(unicode.Nd, r) {
		return 0, false
	}
	if r <= '9' {
		return byte(r), true
	}
	for _, row := range unicode.Nd.R16 {
		if rune(row.Lo) <= r && r <= rune(row.Hi) {
			return '0' + byte((r-rune(row.Lo))%10), true
		}
	}
	for _, row := range unicode.Nd.R32 {
		if rune(row.Lo) <= r && r <= rune(row.Hi) {
			return '0' + byte((r-rune(row.Lo))%10), true
		}
	}
	return 0, false
}

package urgency

import (
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// appendFolded adds a letter or digit in the form in which words are compared: compatibility forms taken apart (NFKD,
// so that 𝓴, ⓚ and ｋ are k), lower case without any language's exceptions (Turkish ı and İ are i), without diacritics.
func appendFolded(dst []byte, r rune) []byte {
	if r < utf8.RuneSelf {
		return append(dst, lowerASCII(byte(r)))
	}
	var buf [utf8.UTFMax]byte
	n := utf8.EncodeRune(buf[:], r)
	decomposed := norm.NFKD.Properties(buf[:n]).Decomposition()
	if decomposed == nil {
		return appendLower(dst, r)
	}
	for len(decomposed) > 0 {
		part, size := utf8.DecodeRune(decomposed)
		dst = appendLower(dst, part)
		decomposed = decomposed[size:]
	}
	return dst
}

func appendLower(dst []byte, r rune) []byte {
	r = unicode.ToLower(r)
	switch {
	case isDiacritic(r), isLeftOut(r):
		return dst
	case r < utf8.RuneSelf:
		return append(dst, byte(r))
	}
	if plain, ok := plainLetters[r]; ok {
		return append(dst, plain...)
	}
	if kin, ok := kindred[r]; ok {
		return utf8.AppendRune(dst, kin)
	}
	if unicode.Is(unicode.Nd, r) {
		return append(dst, '0'+digitValue(r))
	}
	return utf8.AppendRune(dst, r)
}

func lowerASCII(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// digitValue relies on Unicode giving every script's ten digits ten code points in a row.
func digitValue(r rune) byte {
	n := byte(0)
	for n < 9 && unicode.Is(unicode.Nd, r-rune(n)-1) {
		n++
	}
	return n % 10
}

// isDiacritic tells the marks that people leave out: accents, and Arabic and Hebrew vowel points and stretching.
// The vowel signs of Indic scripts are letters to their readers, and stay; see kindred.go for what they drop or mix up.
func isDiacritic(r rune) bool {
	return r >= 0x300 && r <= 0x36F || r >= 0x5B0 && r <= 0x5C7 && unicode.Is(unicode.Mn, r) ||
		r >= 0x64B && r <= 0x65F || r == 0x670 || r == 0x640
}

// isInvisible tells what takes no room and is used to break words apart unseen: format characters, soft hyphen, joiners,
// variation selectors, and fillers.
func isInvisible(r rune) bool {
	return unicode.Is(unicode.Cf, r) || r >= 0xFE00 && r <= 0xFE0F || r >= 0xE0100 && r <= 0xE01EF ||
		r == 0x34F || r == 0x115F || r == 0x1160 || r == 0x3164 || r == 0xFFA0 || r == 0x17B4 || r == 0x17B5
}

// standsAlone tells the letters of scripts that are written without spaces: each is a word of its own, and a phrase is
// simply a row of them.
func standsAlone(r rune) bool {
	return r >= 0x3400 && r <= 0x9FFF || r >= 0x3040 && r <= 0x30FF || r >= 0x0E00 && r <= 0x0EFF ||
		r >= 0x1000 && r <= 0x109F || r >= 0x1780 && r <= 0x17FF || r >= 0xF900 && r <= 0xFAFF || r >= 0x20000 && r <= 0x3FFFF
}

// plainLetters are Latin letters that Unicode does not take apart, among them the small capitals and boxed letters that
// telephones' "fancy text" is made of.
var plainLetters = pairs("ıi łl øo đd ħh ŧt ŀl ɨi ʉu ɑa ɡg ɩi ᴀa ʙb ᴄc ᴅd ᴇe ꜰf ɢg ʜh ɪi ᴊj ᴋk ʟl ᴍm ɴn ᴏo ᴘp ꞯq ʀr ꜱs ᴛt ᴜu ᴠv ᴡw ʏy ᴢz",
	map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th", 'ð': "d", 'ς': "σ"})

// lookAlikes are letters of other scripts that look Latin (after folding). They count as Latin only inside a word that
// has Latin letters too, or that is a known word when they are replaced.
var lookAlikes = pairs("аa еe оo рp сc уy хx іi јj ѕs ԁd кk мm тt нh вb ѵv ԛq ԝw һh ӏl ёe пn гr αa οo εe ιi κk νv ρp τt υu χx ωw ηn μu γy βb ғf հh սu օo", nil)

func pairs(list string, more map[rune]string) map[rune]string {
	m := map[rune]string{}
	for r, s := range more {
		m[r] = s
	}
	runes := []rune(list)
	for i := 0; i+1 < len(runes); i += 3 {
		m[runes[i]] = string(runes[i+1])
	}
	for i := range rune(26) {
		m[0x1F130+i] = string('a' + i) // squared
		m[0x1F150+i] = string('a' + i) // white on black circle
		m[0x1F170+i] = string('a' + i) // white on black square
	}
	return m
}

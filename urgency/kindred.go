package urgency

// kindred are letters of Arabic and Indic scripts that telephones and habits exchange: the same word is typed with an
// Arabic, a Persian or an Urdu keyboard, with a long vowel sign or a short one. They are folded after Unicode has taken
// letters apart, which has dealt with alef and its hamzas by then.
var kindred = map[rune]rune{
	'ٱ': 'ا', 'ى': 'ي', 'ی': 'ي', 'ې': 'ي', 'ک': 'ك', 'ہ': 'ه',
	'ھ': 'ه', 'ە': 'ه', 'ة': 'ه', 'ۃ': 'ه', 'ں': 'ن', '\u09C0': '\u09BF',
	'\u09C2': '\u09C1', 'ঈ': 'ই', 'ঊ': 'উ', 'ণ': 'ন', 'ষ': 'শ', '\u0A40': '\u0A3F',
	'\u0A42': '\u0A41', 'ਈ': 'ਇ', 'ਊ': 'ਉ', 'ણ': 'ન', '\u0AC0': '\u0ABF', '\u0AC2': '\u0AC1',
	'ઈ': 'ઇ', 'ઊ': 'ઉ', 'ષ': 'શ',
}

// isLeftOut tells the marks of Arabic and Indic scripts that people leave out, or set where none belongs: the lone hamza,
// nukta, nasal signs, and the doubling sign of Gurmukhi.
func isLeftOut(r rune) bool {
	switch r {
	case '\u0621', '\u06E1', // hamza alone, the small head of a jazm
		'\u093C', '\u09BC', '\u0A3C', '\u0ABC', // nukta
		'\u0981', '\u0A01', '\u0A02', '\u0A70', '\u0A81', '\u0A82', // chandrabindu, bindi, tippi, anusvara of Gujarati
		'\u0A71': // addak
		return true
	}
	return false
}

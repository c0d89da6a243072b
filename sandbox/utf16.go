package sandbox

// units is the length of a text in UTF-16 code units, in which Telegram counts.
func units(text string) int {
	n := 0
	for _, r := range text {
		n += runeUnits(r)
	}
	return n
}

func runeUnits(r rune) int {
	if r > 0xffff {
		return 2
	}
	return 1
}

// cutUnits is the part of text from one UTF-16 offset to another. Offsets inside a character move to its start.
func cutUnits(text string, from, to int) string {
	start, end, at := len(text), len(text), 0
	for i, r := range text {
		next := at + runeUnits(r)
		if start == len(text) && next > from {
			start = i
		}
		if next > to {
			end = i
			break
		}
		at = next
	}
	if start > end {
		return ""
	}
	return text[start:end]
}

package bot

import "strings"

// width is the length of a text as Telegram counts it: UTF-16 units.
func width(s string) int {
	n := 0
	for _, r := range s {
		n += unit(r)
	}
	return n
}

func unit(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

// shorten cuts a text to at most limit units, the last of them an ellipsis.
func shorten(s string, limit int) string {
	if width(s) <= limit {
		return s
	}
	if limit < 1 {
		return ""
	}
	n := 0
	for i, r := range s {
		if n += unit(r); n > limit-1 {
			return strings.TrimRight(s[:i], " \n") + "…"
		}
	}
	return s
}

// fit shortens pieces until what people see is at most limit units long: the
// longest words first, then names, then our own sentences from the end.
func fit(pieces []piece, limit int) []piece {
	over := -limit
	for _, p := range pieces {
		over += p.width()
	}
	for grade := cutFirst; over > 0 && grade >= cutNames; {
		i := longest(pieces, grade)
		if i < 0 {
			grade--
			continue
		}
		over -= shrink(&pieces[i], over)
	}
	cutTheEnd(pieces, over)
	return pieces
}

// cutTheEnd takes over units off the last pieces. An isolate of which nothing is
// left goes with both of its marks, so that none stays open.
func cutTheEnd(pieces []piece, over int) {
	var closing []int
	for i := len(pieces) - 1; over > 0 && i >= 0; i-- {
		p := &pieces[i]
		switch w := width(p.text); {
		case p.mark == popIsolate:
			closing = append(closing, i)
		case p.mark != 0 && len(closing) > 0:
			p.mark, pieces[closing[len(closing)-1]].mark = 0, 0
			closing = closing[:len(closing)-1]
			over -= 2
		case w <= over:
			p.text = ""
			over -= w
		default:
			over -= shrink(p, over)
		}
	}
}

// longest finds the longest piece of a grade that can still be cut.
func longest(pieces []piece, grade cut) int {
	best, most := -1, 1
	for i, p := range pieces {
		if w := width(p.text); p.cut == grade && w > most {
			best, most = i, w
		}
	}
	return best
}

// shrink takes at least over units off a piece, or all but one, and returns how
// many it took.
func shrink(p *piece, over int) int {
	before := width(p.text)
	keep := max(1, before-over)
	if inner, fenced := strings.CutPrefix(p.text, string(firstStrongIsolate)); fenced {
		p.text = fenceWithin(inner, keep)
	} else {
		p.text = shorten(p.text, keep)
	}
	return before - width(p.text)
}

// fenceWithin cuts a fenced text so that it fits with every fence closed.
func fenceWithin(inner string, limit int) string {
	for room := limit - 2; room > 0; room-- {
		if s := fence(shorten(strings.TrimSuffix(inner, string(popIsolate)), room)); width(s) <= limit {
			return s
		}
	}
	return "…"
}

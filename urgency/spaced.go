package urgency

// letter is a word of one letter or digit: "I", "a", "u", or one of a word spelt with spaces, "k i l l".
type letter struct {
	c          byte
	brk        brk
	start, end int
}

// Runs longer than this are read in pieces; words are found within a piece.
const maxRun = 64

// addLetter puts a single letter aside until it is known whether it is part of a spelt word.
func (w *work) addLetter(c byte) {
	if w.brk > loose || len(w.run) == maxRun {
		w.endRun()
	}
	w.run = append(w.run, letter{c, w.brk, w.start, w.end})
	w.brk = together
}

// endRun reads the letters put aside: as spelt words if there is one of three letters or more among them, else as they
// are.
func (w *work) endRun() {
	if len(w.run) == 0 {
		return
	}
	after, start, end := w.brk, w.start, w.end
	run := w.run
	w.run = w.run[:0]
	if len(run) < 3 || !w.spell(run) {
		for _, l := range run {
			w.single(l)
		}
	}
	w.brk, w.start, w.end = after, start, end
}

func (w *work) single(l letter) {
	w.brk, w.start, w.end = l.brk, l.start, l.end
	w.lone[0] = l.c
	one := w.lone[:]
	w.raw = one
	if asciiDigit(l.c) {
		w.number(one)
		return
	}
	w.emit(w.ids[string(one)], hasLetter)
}

// spell cuts a run of letters into known words, using as many letters as it can and then as few words as it can.
func (w *work) spell(run []letter) bool {
	letters := &w.spelling
	for i, l := range run {
		letters[i] = l.c
		if plain := spelt[l.c]; plain != 0 {
			letters[i] = plain
		}
	}
	cost, step := w.cut(letters[:len(run)])
	if cost == 0 {
		return false
	}
	for i := 0; i < len(run); {
		n := int(step[i])
		if n == 1 {
			w.single(run[i])
		} else {
			w.brk, w.start, w.end = run[i].brk, run[i].start, run[i+n-1].end
			w.raw = letters[i : i+n]
			w.emit(w.ids[string(letters[i:i+n])], hasLetter)
		}
		i += n
	}
	return true
}

// cut answers how long the next word is at each letter, and 0 as its first result if no word of three letters came out.
func (w *work) cut(letters []byte) (found int, step [maxRun]uint8) {
	const strayLetter, wordCost = 10, 1
	var cost [maxRun + 1]int
	for i := len(letters) - 1; i >= 0; i-- {
		cost[i], step[i] = cost[i+1]+strayLetter, 1
		if _, ok := w.ids[string(letters[i:i+1])]; ok {
			cost[i] = cost[i+1] + wordCost
		}
		for n := 2; n <= min(w.longestWord, len(letters)-i); n++ {
			if _, ok := w.ids[string(letters[i:i+n])]; ok && cost[i+n]+wordCost <= cost[i] {
				cost[i], step[i] = cost[i+n]+wordCost, uint8(n)
			}
		}
	}
	for i := 0; i < len(letters); i += int(step[i]) {
		if step[i] >= 3 {
			found++
		}
	}
	return found, step
}

package urgency

// match is a phrase found in the text: words start up to, not including, end.
type match struct{ start, end, phrase int32 }

// The most nodes visited from one word on. A search for the worst text found 65 for English; the bound is for phrase
// lists that nobody has written yet.
const maxSteps = 1 << 10

// scan finds every phrase of a lexicon. From each word it walks the tree of phrases as far as the text goes along, for a
// bounded number of steps, so the time is linear in the length of the text.
func (w *work) scan(m *machine) {
	w.machine = m
	w.matches = w.matches[:0]
	for i := range w.tokens {
		info := m.words[w.tokens[i].id]
		w.steps = 0
		for _, to := range m.starts[info.from:info.to] {
			w.walk(to, i, i+1, together)
		}
	}
}

// The most filler words in a row that a phrase may have between two of its own.
const maxFiller = 3

// walk has matched the words from start up to i and stands at a node. crossed is the strongest parting between them.
func (w *work) walk(at int32, start, i int, crossed brk) {
	if w.steps++; w.steps > maxSteps {
		return
	}
	n := &w.machine.nodes[at]
	for _, p := range n.ends {
		w.found(p, start, i, crossed)
	}
	if i == len(w.tokens) || w.tokens[i].brk == sentence {
		return
	}
	w.follow(n, start, i, max(crossed, w.tokens[i].brk))
	w.skipFiller(n, start, i, crossed)
	for _, g := range n.gaps {
		w.jump(&w.machine.nodes[g.node], g.words, start, i, crossed)
	}
}

// follow takes every branch that fits word i.
func (w *work) follow(n *node, start, i int, crossed brk) {
	word := w.tokens[i].id
	if n.mask&(1<<(word&63)) == 0 {
		return
	}
	edges := w.machine.edges
	low, high := n.from, n.to
	for low < high {
		if middle := (low + high) / 2; edges[middle].word < word {
			low = middle + 1
		} else {
			high = middle
		}
	}
	for ; low < n.to && edges[low].word == word; low++ {
		w.walk(edges[low].node, start, i+1, crossed)
	}
}

// skipFiller goes on behind words that mean nothing.
func (w *work) skipFiller(n *node, start, i int, crossed brk) {
	for range maxFiller {
		if w.machine.words[w.tokens[i].id].flags&isFiller == 0 {
			return
		}
		crossed = max(crossed, w.tokens[i].brk)
		i++
		if i == len(w.tokens) || w.tokens[i].brk == sentence {
			return
		}
		w.follow(n, start, i, max(crossed, w.tokens[i].brk))
	}
}

// jump leaves out nothing, or a few words within one clause that say no denial. Leaving out a word that begins a clause
// counts as reaching into another.
func (w *work) jump(n *node, most int32, start, i int, crossed brk) {
	w.follow(n, start, i, max(crossed, w.tokens[i].brk))
	for range most {
		t := w.tokens[i]
		flags := w.machine.words[t.id].flags
		if t.brk > loose || flags&isDenying != 0 {
			return
		}
		if flags&(isSubject|isConjunction) != 0 {
			crossed = max(crossed, clause)
		}
		i++
		if i == len(w.tokens) || w.tokens[i].brk > loose {
			return
		}
		crossed = max(crossed, t.brk, w.tokens[i].brk)
		w.follow(n, start, i, crossed)
	}
}

// found notes a match. Findings may reach over a comma; what makes them less has to stand in one clause.
func (w *work) found(phrase int32, start, end int, crossed brk) {
	if k := w.machine.phrases[phrase].kind; k != finding && k != means && k != farewell && crossed > together {
		return
	}
	w.matches = append(w.matches, match{int32(start), int32(end), phrase})
}

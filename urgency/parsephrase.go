package urgency

import (
	"strings"
	"unicode/utf8"
)

// readPhrase reads one phrase into its slots and checks its shape.
func (p *parser) readPhrase(ph phrase, line string) {
	fields := strings.Fields(strings.ReplaceAll(line, "-", " "))
	key := strings.ToLower(strings.Join(fields, " ")) + "=" + string(ph.signal) + string('0'+rune(ph.kind))
	if before, ok := p.seen[key]; ok {
		p.fault("stands in line %d already", before)
		return
	}
	p.seen[key], ph.line = p.line, p.line
	before := len(p.faults)
	for _, field := range fields {
		ph.slots = appendSlot(ph.slots, p.slot(field, len(ph.slots)))
	}
	if len(p.faults) == before {
		p.checkShape(ph)
	}
	if len(p.faults) == before {
		p.lex.phrases = append(p.lex.phrases, ph)
	}
	p.pending = dropCalls(p.pending, len(p.lex.phrases))
}

// dropCalls forgets what a refused phrase asked for: its number will be the next phrase's.
func dropCalls(calls []call, phrases int) []call {
	for len(calls) > 0 && calls[len(calls)-1].phrase >= phrases {
		calls = calls[:len(calls)-1]
	}
	return calls
}

// appendSlot adds a slot; gaps in a row are one gap.
func appendSlot(slots []slot, s slot) []slot {
	if last := len(slots) - 1; last >= 0 && s.gap > 0 && slots[last].gap > 0 {
		slots[last].gap += s.gap
		return slots
	}
	return append(slots, s)
}

// slot reads one field of a phrase: a gap, or alternatives.
func (p *parser) slot(field string, at int) slot {
	switch field {
	case "_":
		return slot{gap: shortGap}
	case "..":
		return slot{gap: longGap}
	}
	var one slot
	for part := range strings.SplitSeq(field, "/") {
		if name, ok := strings.CutPrefix(part, "@"); ok {
			p.pending = append(p.pending, call{len(p.lex.phrases), at, name})
			continue
		}
		one.alts = append(one.alts, p.alternatives(part)...)
	}
	return one
}

// alternatives reads a word or a family.
func (p *parser) alternatives(part string) []alternative {
	stem, family := strings.CutSuffix(part, "*")
	words := p.plain(stem)
	switch {
	case len(words) == 0:
		return nil
	case family && len(words) > 1:
		p.fault("%q: only a single word can be a family", part)
	case family && utf8.RuneCountInString(words[0]) < minStem:
		p.fault("%q: a family needs at least %d letters", part, minStem)
	default:
		return []alternative{{words, family}}
	}
	return nil
}

func (p *parser) checkShape(ph phrase) {
	if len(ph.slots) == 0 || ph.slots[0].gap > 0 || ph.slots[len(ph.slots)-1].gap > 0 {
		p.fault("a phrase begins and ends with a word")
		return
	}
	gaps := 0
	for _, s := range ph.slots {
		if s.gap > maxGap {
			p.fault("a gap of more than %d words", maxGap)
		}
		if s.gap > 0 {
			gaps++
		}
	}
	if gaps > maxGaps || len(ph.slots) > maxSlots {
		p.fault("at most %d words and gaps, of them %d gaps", maxSlots, maxGaps)
	}
}

// plain folds a field into the word that it is, or into several for scripts without spaces. Anything but letters,
// digits and apostrophes is a fault.
func (p *parser) plain(field string) []string {
	var words []string
	var word []byte
	for _, r := range field {
		switch classOf(r) {
		case classAlone:
			words = append(words, string(appendFolded(nil, r)))
		case classLetter, classDigit:
			word = appendFolded(word, r)
		case classApostrophe:
			word = append(word, '\'')
		default:
			p.fault("%q holds a sign that no word has: %q", field, r)
			return nil
		}
	}
	if len(word) > 0 {
		words = append(words, string(word))
	}
	if len(words) == 0 {
		p.fault("%q holds no word", field)
	}
	return words
}

func (p *parser) plainAll(text string) []string {
	var words []string
	for _, field := range strings.Fields(strings.ReplaceAll(text, "-", " ")) {
		words = append(words, p.plain(field)...)
	}
	return words
}

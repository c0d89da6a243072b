package urgency

import (
	"cmp"
	"encoding/binary"
	"slices"
)

// machine is one lexicon made ready to be matched: a tree of phrases whose branches are words.
type machine struct {
	phrases []phrase
	words   []wordInfo // by word id
	starts  []int32    // nodes after a phrase's first word; what wordInfo points into
	nodes   []node     // node 0 is the root
	edges   []edge
}

type wordInfo struct {
	from, to int32 // in starts
	flags    wordFlags
}

// node is a place in the tree.
type node struct {
	from, to int32  // in edges, sorted by word
	mask     uint64 // which words (modulo 64) have an edge here
	gaps     []gap
	ends     []int32 // phrases that are complete here
}

type edge struct{ word, node int32 } // while building: a symbol for word

// gap leads to a node over at most so many words.
type gap struct{ words, node int32 }

// isDenying marks the words that are a denial by themselves: no gap may swallow one.
const isDenying = isCommon << 1

// plant begins a machine: the tree, with symbols for branches. A symbol is a set of words that can stand in one place,
// "kill/hurt/harm". It is done for every lexicon before any is finished, since a family also takes in the words of others.
func plant(lex Lexicon, v *vocabulary) *builder {
	b := &builder{vocabulary: v, lex: lex, sets: map[string]int32{}, members: map[int32][]int32{},
		flags: map[int32]wordFlags{}, nodes: []*growing{{}}}
	for i, p := range lex.phrases {
		slots := b.slots(p)
		b.insert(slots, int32(i))
		if (p.kind == denial || p.kind == denialAfter) && len(slots) == 1 {
			for _, a := range slots[0].alts {
				b.flags[a.ids[0]] |= isDenying
			}
		}
	}
	for word, flags := range lex.words {
		if ids := v.canonical(word); len(ids) == 1 {
			b.flags[ids[0]] |= flags
		}
	}
	return b
}

// finish turns symbols into words and lays the tree out in a few slices, which is what makes walking it fast.
func (b *builder) finish() *machine {
	m := &machine{phrases: slices.Clone(b.lex.phrases), words: make([]wordInfo, len(b.names))}
	for i := range m.phrases {
		m.phrases[i].slots = nil // they stand in the tree, and weigh as much as it does
	}
	filling := b.filling()
	for _, g := range b.nodes {
		n := node{from: int32(len(m.edges)), gaps: g.gaps, ends: g.ends}
		for symbol, to := range g.next {
			m.branch(&n, filling[symbol], to)
		}
		for _, e := range g.more {
			m.branch(&n, filling[e.word], e.node)
		}
		n.to = int32(len(m.edges))
		slices.SortFunc(m.edges[n.from:], func(a, b edge) int {
			return cmp.Or(cmp.Compare(a.word, b.word), cmp.Compare(a.node, b.node))
		})
		m.nodes = append(m.nodes, n)
	}
	for _, e := range m.edges[:m.nodes[0].to] {
		info := &m.words[e.word]
		if info.to == 0 {
			info.from = int32(len(m.starts))
		}
		m.starts = append(m.starts, e.node)
		info.to = int32(len(m.starts))
	}
	for word, flags := range b.flags {
		m.words[word].flags = flags
	}
	return m
}

// branch adds an edge to a node for each of some words.
func (m *machine) branch(n *node, words []int32, to int32) {
	for _, word := range words {
		m.edges = append(m.edges, edge{word, to})
		n.mask |= 1 << (word & 63)
	}
}

// filling lists the words that can stand for each symbol: its own, and those of its families.
func (b *builder) filling() [][]int32 {
	filling := make([][]int32, len(b.sets))
	for member, symbols := range b.members {
		for _, symbol := range symbols {
			filling[symbol] = append(append(filling[symbol], member), b.kin[member]...)
		}
	}
	for symbol, words := range filling {
		slices.Sort(words)
		filling[symbol] = slices.Compact(words)
	}
	return filling
}

// builder grows a machine's tree.
type builder struct {
	*vocabulary
	lex     Lexicon
	sets    map[string]int32  // a set of words → its symbol
	members map[int32][]int32 // word or family id → symbols
	flags   map[int32]wordFlags
	nodes   []*growing
}

type growing struct {
	next map[int32]int32 // by symbol: nodes that phrases share
	more []edge          // by symbol: nodes of one phrase's own
	gaps []gap
	ends []int32
}

// filled is a slot with its words numbered.
type filled struct {
	gap  int
	alts []numbered
}

type numbered struct {
	ids    []int32
	family bool
}

// slots numbers a phrase's words, and joins and rewrites them as the tokeniser will do to a text.
func (b *builder) slots(p phrase) []filled {
	var out []filled
	for _, s := range p.slots {
		f := filled{gap: s.gap, alts: make([]numbered, 0, len(s.alts))}
		for _, a := range s.alts {
			f.alts = append(f.alts, b.number(a))
		}
		if joined, ok := b.join(out, f); ok {
			out = append(out[:len(out)-1], joined)
			continue
		}
		out = append(out, f)
	}
	return out
}

func (b *builder) number(a alternative) numbered {
	if a.family {
		return numbered{[]int32{b.stem(a.words[0])}, true}
	}
	ids := b.canonical(a.words[0])
	for _, word := range a.words[1:] {
		ids = append(slices.Clip(ids), b.canonical(word)...)
	}
	return numbered{ids, false}
}

// join merges two single words in a row that stand for something else together.
func (b *builder) join(before []filled, f filled) (filled, bool) {
	if len(before) == 0 || len(f.alts) != 1 || len(before[len(before)-1].alts) != 1 {
		return filled{}, false
	}
	first, second := before[len(before)-1].alts[0], f.alts[0]
	if first.family || second.family || len(first.ids) != 1 || len(second.ids) != 1 {
		return filled{}, false
	}
	to, ok := b.joins[[2]int32{first.ids[0], second.ids[0]}]
	return filled{alts: []numbered{{ids: to}}}, ok
}

// insert adds a phrase to the tree.
func (b *builder) insert(slots []filled, phrase int32) {
	at := int32(0)
	for _, s := range slots {
		if s.gap > 0 {
			at = b.gap(at, s.gap)
		} else {
			at = b.fill(at, s.alts)
		}
	}
	b.nodes[at].ends = append(b.nodes[at].ends, phrase)
}

// fill goes on by one slot. Phrases that begin alike share their nodes, but alternatives of several words ("I'm": "I
// am") have to meet again behind the slot, in a node of this phrase's own.
func (b *builder) fill(at int32, alts []numbered) int32 {
	several := func(a numbered) bool { return len(a.ids) != 1 }
	if !slices.ContainsFunc(alts, several) && len(alts) > 0 {
		return b.child(at, b.symbol(alts))
	}
	single := slices.DeleteFunc(slices.Clone(alts), several)
	meeting := b.newNode()
	if len(single) > 0 {
		b.nodes[at].more = append(b.nodes[at].more, edge{b.symbol(single), meeting})
	}
	for _, a := range alts {
		if len(a.ids) < 2 {
			continue
		}
		to, last := at, len(a.ids)-1
		for _, id := range a.ids[:last] {
			to = b.child(to, b.symbol([]numbered{{ids: []int32{id}}}))
		}
		b.nodes[to].more = append(b.nodes[to].more, edge{b.symbol([]numbered{{ids: a.ids[last:]}}), meeting})
	}
	return meeting
}

// symbol numbers a set of words.
func (b *builder) symbol(set []numbered) int32 {
	ids := make([]int32, len(set))
	for i, a := range set {
		ids[i] = a.ids[0]
	}
	slices.Sort(ids)
	ids = slices.Compact(ids)
	var key []byte
	for _, id := range ids {
		key = binary.LittleEndian.AppendUint32(key, uint32(id))
	}
	if symbol, ok := b.sets[string(key)]; ok {
		return symbol
	}
	symbol := int32(len(b.sets))
	b.sets[string(key)] = symbol
	for _, id := range ids {
		b.members[id] = append(b.members[id], symbol)
	}
	return symbol
}

func (b *builder) newNode() int32 {
	b.nodes = append(b.nodes, &growing{})
	return int32(len(b.nodes) - 1)
}

func (b *builder) child(at, symbol int32) int32 {
	to, ok := b.nodes[at].next[symbol]
	if !ok {
		to = b.newNode()
		if b.nodes[at].next == nil {
			b.nodes[at].next = map[int32]int32{}
		}
		b.nodes[at].next[symbol] = to
	}
	return to
}

func (b *builder) gap(at int32, words int) int32 {
	for _, g := range b.nodes[at].gaps {
		if g.words == int32(words) {
			return g.node
		}
	}
	to := b.newNode()
	b.nodes[at].gaps = append(b.nodes[at].gaps, gap{int32(words), to})
	return to
}

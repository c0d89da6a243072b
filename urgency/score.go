package urgency

// wordSum is the worth of one word's features at both levels; all but the last two sum up the words before.
type wordSum struct{ self, one, two, three, first, last [2]int32 }

// sumWords adds up what each word is worth.
func (e *evidence) sumWords(m *Weights) {
	var sum wordSum
	start := int32(0)
	for i := range e.words {
		s := &e.words[i]
		sum.self = m.add(sum.self, e.feats[start:s.ends[reachSelf]])
		sum.one = m.add(sum.one, e.feats[s.ends[reachSelf]:s.ends[reachOne]])
		sum.two = m.add(sum.two, e.feats[s.ends[reachOne]:s.ends[reachTwo]])
		sum.three = m.add(sum.three, e.feats[s.ends[reachTwo]:s.ends[reachThree]])
		sum.first = m.add([2]int32{}, e.feats[s.ends[reachThree]:s.ends[reachFirst]])
		sum.last = m.add([2]int32{}, e.feats[s.ends[reachFirst]:s.ends[reachLast]])
		start = s.ends[reachLast]
		e.sums = append(e.sums, sum)
	}
}

func (m *Weights) add(sum [2]int32, feats []uint32) [2]int32 {
	for _, h := range feats {
		worth := &m.Levels[h>>(32-LevelBits)]
		sum[0] += int32(worth[0])
		sum[1] += int32(worth[1])
	}
	return sum
}

// score is what a frame comes to at both levels.
func (e *evidence) score(m *Weights, f frame) [2]int32 {
	at := func(i int) wordSum {
		if i < 0 {
			return wordSum{}
		}
		return e.sums[i]
	}
	last, before, one, two := at(f.to-1), at(f.from-1), at(f.from), at(min(f.from+1, f.to-1))
	three := at(min(f.from+3, f.to-1))
	pairs := m.pairs(&f.mask)
	root := rootOf(f.to - f.from)
	var out [2]int32
	for l := range out {
		sum := last.self[l] - before.self[l] + last.one[l] - one.one[l] + last.two[l] - two.two[l] +
			last.three[l] - three.three[l] +
			one.first[l] + last.last[l] + pairs[l]
		out[l] = m.LevelBias[l] + int32(int64(sum)*root>>16)
	}
	return out
}

func (m *Weights) pairs(of *mask) (sum [2]int32) {
	var list [maskSize]uint8
	for n := of.list(&list); n > 0; n-- {
		row := m.Pairs[pairIndex(0, int(list[n-1])):]
		for _, low := range list[:n] {
			worth := &row[low]
			sum[0] += int32(worth[0])
			sum[1] += int32(worth[1])
		}
	}
	return sum
}

package urgency

import "math/bits"

// maskSize is how many bits a mask has room for.
const (
	maskSize  = 256
	maskParts = maskSize / 64
)

// mask is a set of bits: what phrases and word lists say of a word, then the kinds of words that it is among.
type mask [maskParts]uint64

func (m *mask) set(bit int) { m[bit/64] |= 1 << (bit % 64) }

func (m *mask) add(other *mask) {
	for i := range m {
		m[i] |= other[i]
	}
}

func (m *mask) has(bit int) bool { return m[bit/64]&(1<<(bit%64)) != 0 }

// kinds are the bits of the kinds of words alone.
func (m mask) kinds() mask {
	m[0] &^= 1<<maskClass - 1
	return m
}

// list puts the bits into a list, lowest first, and says how many there are.
func (m *mask) list(into *[maskSize]uint8) (n int) {
	for i, part := range m {
		for ; part != 0; part &= part - 1 {
			into[n] = uint8(i*64 + bits.TrailingZeros64(part))
			n++
		}
	}
	return n
}

// first is the lowest bit, and whether there is one.
func (m *mask) first() (bit int, ok bool) {
	for i, part := range m {
		if part != 0 {
			return i*64 + bits.TrailingZeros64(part), true
		}
	}
	return 0, false
}

package urgency

// frame is a stretch of words that is read as if it were the whole text, so that one dangerous clause in a long message
// of everyday things weighs as much as if it stood alone.
type frame struct {
	from, to int
	mask     mask // the bits of all its words
}

// How many clauses are read together, how far from either end of the text clauses are read together with all before or
// behind them, and how longer clauses are read in pieces.
const (
	maxClauses = 3
	maxEnds    = 24
	longClause = 14
	pieceWords = 10
	pieceStep  = 3
	leastWords = 3 // fewer are read only together with their neighbours
)

// cutFrames lists the frames: each clause, neighbouring clauses, pieces of long ones, beginnings and ends, and the whole.
// Their number grows no faster than the text.
func (w *work) cutFrames() {
	e := &w.evidence
	for i, t := range w.tokens {
		if i == 0 || t.brk >= loose {
			e.parts = append(e.parts, i)
		}
	}
	e.parts = append(e.parts, len(w.tokens))
	n := len(e.parts) - 1
	for i := range n {
		for k := i + 1; k <= min(i+maxClauses, n); k++ {
			if whole := i == 0 && k == n; whole || e.parts[k]-e.parts[i] >= leastWords {
				e.frame(e.parts[i], e.parts[k])
			}
		}
		e.framePieces(e.parts[i], e.parts[i+1])
	}
	for k := maxClauses + 1; k <= min(n, maxEnds); k++ {
		e.frame(0, e.parts[k])
		if k < n {
			e.frame(e.parts[n-k], e.parts[n])
		}
	}
	if n > maxEnds || len(e.frames) == 0 {
		e.frame(0, e.parts[n])
	}
}

func (e *evidence) framePieces(from, to int) {
	if to-from <= longClause {
		return
	}
	for at := from; ; at += pieceStep {
		if at+pieceWords >= to {
			e.frame(to-pieceWords, to)
			return
		}
		e.frame(at, at+pieceWords)
	}
}

func (e *evidence) frame(from, to int) {
	e.frames = append(e.frames, frame{from: from, to: to, mask: allBits(e.words[from:to])})
}

// PairCount is the number of pairs of bits of a mask, each bit also with itself.
const PairCount = maskSize * (maskSize + 1) / 2

// pairIndex numbers a pair of bits, low ≤ high.
func pairIndex(low, high int) int { return high*(high+1)/2 + low }

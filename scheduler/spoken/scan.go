package spoken

import (
	"strings"
	"time"
)

// scan is one line being read.
type scan struct {
	now   time.Time // in zone
	zone  *time.Location
	toks  []token
	marks [][]mark // what begins at each token
	facts []fact
}

// mark is a phrase that was found, n tokens long.
type mark struct {
	meaning
	long int
}

// mark looks up every phrase of every language at every token.
func (s *scan) mark(words []Words) {
	s.marks = make([][]mark, len(s.toks))
	for i := range s.toks {
		for _, w := range words {
			var b strings.Builder
			for j := i; j < len(s.toks) && j-i < w.longest && !s.toks[j].opaque && (j == i || !s.toks[j].afterBreak); j++ {
				if j > i {
					b.WriteByte(' ')
				}
				b.WriteString(s.toks[j].text)
				for _, m := range w.phrases[b.String()] {
					s.marks[i] = append(s.marks[i], mark{m, j - i + 1})
				}
			}
		}
	}
}

// at answers the longest phrase at a token that says one of these: how many
// tokens, and its number.
func (s *scan) at(i int, says ...string) (long, n int) {
	if i < 0 || i >= len(s.toks) {
		return 0, 0
	}
	for _, m := range s.marks[i] {
		for _, want := range says {
			if m.says == want && m.long > long {
				long, n = m.long, m.n
			}
		}
	}
	return long, n
}

// skip passes over phrases that say one of these.
func (s *scan) skip(i int, says ...string) int {
	for {
		long, _ := s.at(i, says...)
		if long == 0 {
			return i
		}
		i += long
	}
}

// about says what a fact is about.
type about int

const (
	aRest about = iota // words that mean nothing here
	aFiller
	aDay
	aWeakDay // a day if nothing else is one
	aDotted  // 15.03: a day or a time
	aClock
	aPart // morning, afternoon, evening
	aLength
	aEvery
	aPlace
)

// fact is a stretch of tokens and what it says.
type fact struct {
	about    about
	from, to int
	day      day
	clock    clock
	part     string
	minutes  int
	every    int
	place    string // sHome, sTeam, sVideo, or a link
	kept     bool   // a small word that belongs to the place behind it: in, on, the
	bad      bool   // says something impossible
}

// rules read a stretch that begins at a token; the longest reading wins, and of
// equals the first.
var rules = []func(s *scan, i int) (fact, int){
	(*scan).readLink, (*scan).readEvery, (*scan).readLength, (*scan).readDate, (*scan).readRelative, (*scan).readWeekday,
	(*scan).readDotted, (*scan).readRange, (*scan).readPart, (*scan).readPlace, (*scan).readFiller,
}

// run cuts the line into facts; what no rule can read is rest.
func (s *scan) run() {
	for i := 0; i < len(s.toks); {
		best, long := fact{}, 1
		found := false
		for _, rule := range rules {
			if s.toks[i].opaque && found {
				break
			}
			if f, n := rule(s, i); n > 0 && (!found || n > long) {
				best, long, found = f, n, true
			}
		}
		best.from, best.to = i, i+long
		s.facts = append(s.facts, best)
		i += long
	}
}

// readLink reads an address of the web.
func (s *scan) readLink(i int) (fact, int) {
	if s.toks[i].link == "" {
		return fact{}, 0
	}
	return fact{about: aPlace, place: s.toks[i].link}, 1
}

// readPlace reads a place that everybody knows.
func (s *scan) readPlace(i int) (best fact, long int) {
	for _, says := range []string{sHome, sTeam, sVideo} {
		if n, _ := s.at(i, says); n > long {
			best, long = fact{about: aPlace, place: says}, n
		}
	}
	return best, long
}

// readPart reads a part of the day, "this morning" as today's.
func (s *scan) readPart(i int) (fact, int) {
	if n, _ := s.at(i, sTonight); n > 0 {
		return fact{about: aDay, day: day{kind: dDate, date: s.today()}, part: sEvening}, n
	}
	this, _ := s.at(i, sThis)
	part, n := s.part(i + this)
	if n == 0 {
		return fact{}, 0
	}
	if this > 0 {
		return fact{about: aDay, day: day{kind: dDate, date: s.today()}, part: part}, this + n
	}
	return fact{about: aPart, part: part}, n
}

func (s *scan) part(i int) (part string, long int) {
	for _, says := range []string{sMorning, sAfternoon, sEvening} {
		if n, _ := s.at(i, says); n > long {
			part, long = says, n
		}
	}
	return part, long
}

// readFiller reads the small words between the others.
func (s *scan) readFiller(i int) (fact, int) {
	n, _ := s.at(i, sAt, sOn, sFor, sAnd, sOf, sFiller, sUntil)
	on, _ := s.at(i, sOn)
	return fact{about: aFiller, kept: on == n}, n
}

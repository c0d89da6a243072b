package spoken

import "strings"

// strength says how surely a time of day was meant.
type strength int

const (
	weak   strength = iota // a bare number
	medium                 // "at 10"
	strong                 // 10:30, 10am, half past ten
)

// clock is a time of day as it was named.
type clock struct {
	hour, minute int // of the hour that was named: quarter to eight is 8 and -15
	bare         bool
	part         string // said with it: am, in the evening
	strength     strength
	announced    int    // tokens before it that announce it: at, o godz.
	inherited    bool   // the part was said of the end only: 2-3pm
	until        *clock // the end, when that was named too
}

// readRange reads a time of day, and until when if that is said: 14-16,
// 10am to 11.30am.
func (s *scan) readRange(i int) (fact, int) {
	from, n := s.readClock(i)
	if n == 0 {
		return fact{}, 0
	}
	f := fact{about: aClock, clock: from}
	end := i + n
	until, _ := s.at(end, sUntil)
	dash := end < len(s.toks) && s.toks[end].gap == "-"
	if until == 0 && !dash {
		return f, n
	}
	to, m := s.readClock(end + until)
	if m == 0 || to.strength == medium {
		return f, n
	}
	if dash && s.toks[end].spaced && to.strength == weak && from.strength != weak {
		return f, n // 14:30 - 12 Station Road
	}
	f.clock.until = &to
	if from.part == "" && to.part != "" {
		f.clock.part, f.clock.inherited = to.part, true
	}
	f.clock.strength = max(from.strength, to.strength)
	return f, n + until + m
}

// readClock reads one time of day: behind words that announce it, with the part
// of the day behind it.
func (s *scan) readClock(i int) (clock, int) {
	start := s.skip(i, sAt)
	if start >= len(s.toks) {
		return clock{}, 0
	}
	c, n := s.anyClock(start)
	if n == 0 {
		return clock{}, 0
	}
	end := start + n
	if part, p := s.part(end); p > 0 && !s.overBreak(end) {
		c.part, c.strength, end = part, strong, end+p
	}
	if c.strength == weak && s.partBefore(i) {
		c.strength = strong
	}
	c.announced = start - i
	if c.strength == weak && (start > i || s.toks[start].gap == "@") {
		c.strength = medium
	}
	return c, end - i
}

// partBefore tells whether a part of the day stands right before.
func (s *scan) partBefore(i int) bool {
	if len(s.facts) == 0 {
		return false
	}
	last := s.facts[len(s.facts)-1]
	return last.to == i && (last.about == aPart || last.part != "")
}

// anyClock reads a time of day by the longest of its forms.
func (s *scan) anyClock(i int) (best clock, long int) {
	for _, read := range []func(*scan, int) (clock, int){
		(*scan).noon, (*scan).spokenClock, (*scan).fractionClock, (*scan).digitClock, (*scan).bareClock} {
		if c, n := read(s, i); n > long {
			best, long = c, n
		}
	}
	return best, long
}

func (s *scan) noon(i int) (clock, int) {
	twelve := 0
	if n, long := s.number(i); n == 12 {
		twelve = long
	}
	n, _ := s.at(i+twelve, sNoon)
	return clock{hour: 12, strength: strong}, sum(twelve, n)
}

// digitClock reads 14:30, 2.30, 14h30, 14h.
func (s *scan) digitClock(i int) (clock, int) {
	t := s.toks[i]
	if !t.number || t.value < 0 || len(t.text) > 2 || i+1 >= len(s.toks) {
		return clock{}, 0
	}
	c := clock{hour: t.value, bare: len(t.text) == 1, strength: strong}
	next := s.toks[i+1]
	if next.number && len(next.text) == 2 && (next.gap == ":" || next.joined(".")) {
		c.minute = next.value
		n := 2
		if i+2 < len(s.toks) && s.toks[i+2].number && s.toks[i+2].joined(next.gap) {
			return clock{}, 0 // 10.10.2026, 10:00:00
		}
		oclock, _ := s.at(i+n, sOclock)
		return c, n + oclock
	}
	announced, _ := s.at(i-1, sAt)
	if next.text != "h" || next.gap != "" || t.value <= mostHours && announced != 1 {
		return clock{}, 0
	}
	if i+2 < len(s.toks) && s.toks[i+2].number && s.toks[i+2].joined("") && len(s.toks[i+2].text) == 2 {
		c.minute = s.toks[i+2].value
		return c, 3
	}
	return c, 2
}

// bareClock reads an hour without anything, or 1430, or 14 30.
func (s *scan) bareClock(i int) (clock, int) {
	n, long := s.number(i)
	if long == 0 || s.measured(i+long) {
		return clock{}, 0
	}
	digits := 0
	if s.toks[i].number {
		digits = len(s.toks[i].text)
	}
	if digits >= 3 {
		return clock{hour: n / 100, minute: n % 100, bare: digits == 3}, fits(n/100 < 24 && n%100 < 60, 1)
	}
	c := clock{hour: n, bare: digits < 2}
	if n > 24 || n < 1 && digits < 2 {
		return clock{}, 0
	}
	if oclock, _ := s.at(i+long, sOclock); oclock > 0 {
		c.strength = strong
		return c, long + oclock
	}
	if m, more := s.number(i + long); more > 0 && m < 60 && m%15 == 0 && m > 0 && !s.overBreak(i+long) && !s.measured(i+long+more) &&
		s.toks[i+long].gap == "" && s.toks[i+long].number == (digits > 0) && !s.numberGoesOn(i+long+more) {
		c.minute = m
		return c, long + more
	}
	return c, long
}

// numberGoesOn tells whether a number is the beginning of a date or a time.
func (s *scan) numberGoesOn(i int) bool {
	if i >= len(s.toks) || !s.toks[i].number {
		return s.clockGoesOn(i)
	}
	return s.toks[i].gap != "" && strings.Contains("-/.:", s.toks[i].gap)
}

func fits(ok bool, n int) int {
	if ok {
		return n
	}
	return 0
}

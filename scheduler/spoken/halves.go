package spoken

// spokenClock reads the hour with what is added to it or missing from it: half
// past two, wpół do trzeciej, za kwadrans ósma, ten past nine.
func (s *scan) spokenClock(i int) (best clock, long int) {
	take := func(c clock, n int) {
		if n > long {
			best, long = c, n
		}
	}
	for _, word := range []struct {
		says    string
		minutes int
	}{{sHalfPast, 30}, {sHalfTo, -30}, {sQuarterPast, 15}, {sQuarterTo, -15}} {
		if n, _ := s.at(i, word.says); n > 0 {
			c, h := s.hourThen(i+n, word.minutes)
			take(c, sum(n, h))
		}
	}
	if n, _ := s.at(i, sToBefore); n > 0 {
		if minutes, m := s.minutes(i + n); m > 0 {
			c, h := s.hourThen(i+n+m, -minutes)
			take(c, sum(n+m, h))
		}
	}
	minutes, m := s.minutes(i)
	if m == 0 {
		return best, long
	}
	if n, _ := s.at(i+m, sPast); n > 0 {
		c, h := s.hourThen(i+m+n, minutes)
		take(c, sum(m+n, h))
	}
	// "10 to 12" in digits is from ten until twelve.
	if n, _ := s.at(i+m, sTo); n > 0 && (!s.toks[i].number || minutes >= 20) {
		c, h := s.hourThen(i+m+n, -minutes)
		take(c, sum(m+n, h))
	}
	return best, long
}

// minutes reads the minutes before or behind an hour.
func (s *scan) minutes(i int) (minutes, long int) {
	n, long := s.number(i)
	if long == 0 || n < 1 || n > 59 {
		return 0, 0
	}
	unit, _ := s.at(i+long, sMinute)
	return n, long + unit
}

// hourThen reads the hour of which so many minutes are said.
func (s *scan) hourThen(i, minutes int) (clock, int) {
	hour, n := s.number(i)
	if n == 0 || hour < 1 || hour > 23 || s.measured(i+n) || s.toks[i].afterBreak || i+n < len(s.toks) && s.toks[i].number && s.clockGoesOn(i+n) && s.toks[i+n].number {
		return clock{}, 0
	}
	oclock, _ := s.at(i+n, sOclock)
	return clock{hour: hour, minute: minutes, bare: true, strength: strong}, n + oclock
}

// fractionClock reads hours that have a word of their own (ڈھائی بجے, 2:30) and
// minutes behind the hour (دس بج کر تیس منٹ).
func (s *scan) fractionClock(i int) (clock, int) {
	for _, word := range []struct {
		says string
		hour int
	}{{sOneHalf, 1}, {sTwoHalf, 2}} {
		if n, _ := s.at(i, word.says); n > 0 {
			oclock, _ := s.at(i+n, sOclock)
			return clock{hour: word.hour, minute: 30, bare: true, strength: strong}, sum(n, oclock)
		}
	}
	hour, n := s.number(i)
	if n == 0 || hour > 23 {
		return clock{}, 0
	}
	and, _ := s.at(i+n, sOclockAnd)
	minutes, m := s.number(i + n + and)
	if and == 0 || m == 0 || minutes > 59 {
		return clock{}, 0
	}
	unit, _ := s.at(i+n+and+m, sMinute)
	return clock{hour: hour, minute: minutes, bare: true, strength: strong}, sum(n+and+m, unit)
}

// readDotted reads 15.03, which is a day or a time: the rest of the line says
// which.
func (s *scan) readDotted(i int) (fact, int) {
	v, ok := s.numbers(i, 2, ".")
	if !ok || len(s.toks[i].text) > 2 || len(s.toks[i+1].text) > 2 || v[0] < 1 || v[0] > 31 || v[1] < 1 || v[1] > 12 {
		return fact{}, 0
	}
	if i+2 < len(s.toks) && (s.toks[i+2].number && s.toks[i+2].joined(".") || s.measured(i+2)) {
		return fact{}, 0
	}
	f := s.dated(0, v[1], v[0])
	f.about = aDotted
	if c, n := s.digitClock(i); n == 2 && v[0] < 24 && s.toks[i].value >= 0 {
		f.clock = c
	}
	return f, 2
}

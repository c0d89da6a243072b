package spoken

// number is a whole number at a token, in digits or in a word.
func (s *scan) number(i int) (n, long int) {
	if i >= len(s.toks) {
		return 0, 0
	}
	if t := s.toks[i]; t.number && t.value >= 0 {
		return t.value, 1
	}
	long, n = s.at(i, sNumber)
	return n, long
}

// quantity is how many of something at a token, in sixtieths: of hours, the
// minutes. 1.5, one and a half, half a, ساڑھے تین.
func (s *scan) quantity(i int) (sixtieths, long int) {
	if l, _ := s.at(i, sOneHalf); l > 0 {
		return 90, l
	}
	if l, _ := s.at(i, sTwoHalf); l > 0 {
		return 150, l
	}
	if sixtieths, long = s.quarters(i); long > 0 {
		return sixtieths, long
	}
	if l, _ := s.at(i, sHalf); l > 0 {
		a, _ := s.at(i+l, sA)
		return 30, l + a
	}
	n, long := s.number(i)
	if long == 0 {
		long, _ = s.at(i, sA)
		n = 1
	}
	if long == 0 {
		return 0, 0
	}
	return s.fraction(n, i, long)
}

// quarters reads a number with a word before it that adds or takes: ساڑھے تین
// is three and a half, سوا گھنٹہ an hour and a quarter.
func (s *scan) quarters(i int) (sixtieths, long int) {
	for _, word := range []struct {
		says string
		more int
	}{{sHalfPast, 30}, {sQuarterPast, 15}, {sQuarterTo, -15}} {
		l, _ := s.at(i, word.says)
		if l == 0 {
			continue
		}
		if n, m := s.number(i + l); m > 0 {
			return n*60 + word.more, l + m
		}
		if h, _ := s.at(i+l, sHour); h > 0 && word.says == sQuarterPast {
			return 75, l
		}
	}
	return 0, 0
}

// fraction reads what may follow a whole number: .5, and a half.
func (s *scan) fraction(n, i, long int) (sixtieths, all int) {
	end := i + long
	if half, _ := s.at(end, sAndHalf); half > 0 {
		return n*60 + 30, long + half
	}
	if end >= len(s.toks) || !s.toks[i].number {
		return n * 60, long
	}
	t := s.toks[end]
	if t.number && (t.joined(".") || t.joined(",")) {
		switch t.text {
		case "5", "50":
			return n*60 + 30, long + 1
		case "25":
			return n*60 + 15, long + 1
		case "75":
			return n*60 + 45, long + 1
		case "0", "00":
			return n * 60, long + 1
		}
	}
	return n * 60, long
}

// measured tells whether a unit follows, so that a number before it is no hour
// of the day.
func (s *scan) measured(i int) bool {
	if i >= len(s.toks) || s.toks[i].afterBreak {
		return false
	}
	n, _ := s.at(i, sHour, sMinute, sWeek, sDay, sOrdinal, sMonth)
	for _, m := range s.marks[i] {
		if m.long > n {
			return false // ہفتہ وار: weekly, and no week
		}
	}
	return n > 0
}

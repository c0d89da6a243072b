package spoken

// readEvery reads how often: weekly, every 2 weeks, co drugi wtorek, ہر دو ہفتے.
func (s *scan) readEvery(i int) (best fact, long int) {
	take := func(f fact, n int) {
		if n > long {
			best, long = f, n
		}
	}
	weekly, _ := s.at(i, sWeekly)
	take(every(1), weekly)
	fortnightly, _ := s.at(i, sFortnightly)
	take(every(2), fortnightly)
	if n, _ := s.at(i, sOtherRhythm); n > 0 {
		take(fact{about: aEvery, bad: true}, n)
	}
	if n, _ := s.at(i, sEveryOther); n > 0 {
		f, more := s.unitOfEvery(i+n, 2)
		take(f, sum(n, more))
	}
	if n, _ := s.at(i, sEvery); n > 0 {
		f, more := s.unitOfEvery(i+n, 1)
		take(f, sum(n, more))
		if q, digits := s.number(i + n); digits > 0 {
			f, more := s.unitOfEvery(i+n+digits, q)
			take(f, sum(n+digits, more))
		}
	}
	return best, long
}

func every(weeks int) fact {
	return fact{about: aEvery, every: weeks, bad: weeks < 1 || weeks > 4}
}

// unitOfEvery reads what comes back: a week, or a weekday that is then the day.
func (s *scan) unitOfEvery(i, weeks int) (fact, int) {
	f := every(weeks)
	ordinal, _ := s.at(i, sOrdinal)
	i += ordinal
	if n, _ := s.at(i, sWeek); n > 0 {
		later, _ := s.at(i+n, sLater) // ہر دو ہفتے بعد
		return f, ordinal + n + later
	}
	n, weekday := s.at(i, sWeekday)
	f.day = day{kind: dWeekday, weekday: weekday}
	return f, sum(ordinal, n)
}

// sum is a whole that is nothing when its last part is missing.
func sum(before, last int) int {
	if last == 0 {
		return 0
	}
	return before + last
}

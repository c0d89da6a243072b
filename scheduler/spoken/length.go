package spoken

// mostHours is how many "h" are a length: 2h is one, 14h is a time of day.
const mostHours = 6

// readLength reads how long: 90m, 1h30, an hour and a half, półtorej godziny.
func (s *scan) readLength(i int) (fact, int) {
	if n, _ := s.at(i, sThreeQuarters); n > 0 {
		return length(45), n
	}
	if minutes, n := s.hours(i); n > 0 {
		return length(minutes), n
	}
	q, n := s.quantity(i)
	if n == 0 || q%60 != 0 || s.overBreak(i+n) {
		return fact{}, 0
	}
	if unit, _ := s.at(i+n, sMinute); unit > 0 && (s.toks[i+n].text != "m" || s.toks[i+n].joined("")) {
		return length(q / 60), n + unit
	}
	return fact{}, 0
}

func length(minutes int) fact {
	return fact{about: aLength, minutes: minutes, bad: minutes < 1 || minutes > longest}
}

func (s *scan) overBreak(i int) bool { return i < len(s.toks) && s.toks[i].afterBreak }

// hours reads so many hours, and the minutes that may follow.
func (s *scan) hours(i int) (minutes, long int) {
	q, n := s.quantity(i)
	if n == 0 {
		if !s.oneHour(i) {
			return 0, 0
		}
		q = 60
	}
	if s.overBreak(i + n) {
		return 0, 0
	}
	unit, _ := s.at(i+n, sHour)
	if unit == 0 || s.toks[i+n].text == "h" && q >= (mostHours+1)*60 {
		return 0, 0
	}
	end := i + n + unit
	if half, _ := s.at(end, sAndHalf); half > 0 && q%60 == 0 {
		return q + 30, n + unit + half
	}
	if end < len(s.toks) && s.toks[end].number && s.toks[end].joined("") && len(s.toks[end].text) == 2 && s.toks[end].value < 60 {
		more, _ := s.at(end+1, sMinute)
		return q + s.toks[end].value, n + unit + 1 + more
	}
	and, _ := s.at(end, sAnd)
	if m, digits := s.number(end + and); digits > 0 {
		if more, _ := s.at(end+and+digits, sMinute); more > 0 {
			return q + m, n + unit + and + digits + more
		}
	}
	return q, n + unit
}

// oneHour tells whether a unit without a number is one hour: "na godzinę",
// "10:00 godzinę".
func (s *scan) oneHour(i int) bool {
	if before, _ := s.at(i-1, sFor); before == 1 {
		return true
	}
	last := len(s.facts) - 1
	return last >= 0 && s.facts[last].to == i && s.facts[last].about == aClock && s.toks[i].text != "h"
}

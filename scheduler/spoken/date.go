package spoken

import "time"

// slip is how many days back a date without a year is still taken for this
// year's, and so for a mistake.
const slip = 60

// readDate reads a day of the calendar: 2026-04-02, 15.03.2026, 15/3, 15 March,
// March 15th 2026, pierwszego marca, the 15th.
func (s *scan) readDate(i int) (fact, int) {
	for _, read := range []func(*scan, int) (fact, int){
		(*scan).yearFirst, (*scan).yearLast, (*scan).dayMonth, (*scan).monthDay, (*scan).slashed, (*scan).dayAlone} {
		if f, n := read(s, i); n > 0 {
			return f, n
		}
	}
	return fact{}, 0
}

// numbers answers the values of so many numbers in a row, with the sign that
// stands between each two.
func (s *scan) numbers(i, count int, signs ...string) (values []int, ok bool) {
	if i+count > len(s.toks) || i+count < len(s.toks) && s.numberGoesOn(i+count) && !s.toks[i+count].spaced {
		return nil, false
	}
	for j := i; j < i+count; j++ {
		t := s.toks[j]
		if !t.number || t.value < 0 || j > i && t.gap != s.toks[i+1].gap {
			return nil, false
		}
		values = append(values, t.value)
	}
	for _, sign := range signs {
		if s.toks[i+1].gap == sign {
			return values, true
		}
	}
	return nil, false
}

func (s *scan) yearFirst(i int) (fact, int) {
	v, ok := s.numbers(i, 3, "-", "/", ".")
	if !ok || len(s.toks[i].text) != 4 {
		return fact{}, 0
	}
	return s.dated(v[0], v[1], v[2]), 3
}

func (s *scan) yearLast(i int) (fact, int) {
	v, ok := s.numbers(i, 3, "-", "/", ".")
	if !ok || len(s.toks[i].text) > 2 || len(s.toks[i+1].text) > 2 {
		return fact{}, 0
	}
	switch year := s.toks[i+2]; {
	case len(year.text) == 4:
		return s.dated(v[2], v[1], v[0]), 3
	case len(year.text) == 2 && !year.spaced:
		return s.dated(2000+v[2], v[1], v[0]), 3
	}
	return fact{}, 0
}

// slashed reads 15/3, which may as well be a house and a flat.
func (s *scan) slashed(i int) (fact, int) {
	v, ok := s.numbers(i, 2, "/")
	if !ok || s.toks[i+1].spaced || v[1] < 1 || v[1] > 12 || v[0] < 1 || v[0] > 31 || len(s.toks[i+1].text) > 2 {
		return fact{}, 0
	}
	f := s.dated(0, v[1], v[0])
	f.about = aWeakDay
	return f, 2
}

// dayMonth reads 15 March, 15th of March 2026, 15. marca.
func (s *scan) dayMonth(i int) (fact, int) {
	number, n := s.number(i)
	if n == 0 || number > 99 {
		return fact{}, 0
	}
	end := s.skip(i+n, sOrdinal)
	end = s.skip(end, sOf)
	m, month := s.at(end, sMonth)
	if m == 0 || s.overBreak(end) {
		return fact{}, 0
	}
	end += m
	year, y := s.year(end)
	return s.dated(year, month, number), end + y - i
}

// monthDay reads March 15, March the 15th 2026.
func (s *scan) monthDay(i int) (fact, int) {
	m, month := s.at(i, sMonth)
	if m == 0 {
		return fact{}, 0
	}
	end := s.skip(i+m, sA)
	number, n := s.number(end)
	if n == 0 || number > 99 || s.clockGoesOn(end+n) {
		return fact{}, 0
	}
	end = s.skip(end+n, sOrdinal)
	year, y := s.year(end)
	return s.dated(year, month, number), end + y - i
}

// clockGoesOn tells whether the number before was the hour of a time of day.
func (s *scan) clockGoesOn(i int) bool {
	if i >= len(s.toks) {
		return false
	}
	if t := s.toks[i]; t.number && (t.joined(":") || t.joined(".")) {
		return true
	}
	n, _ := s.at(i, sOclock)
	return n > 0
}

// year reads the year behind a month's name, if it is one that somebody would
// plan for: 1430 and 2030 are times of day.
func (s *scan) year(i int) (year, long int) {
	if i >= len(s.toks) || s.clockGoesOn(i+1) {
		return 0, 0
	}
	t := s.toks[i]
	if t.number && len(t.text) == 4 && t.value >= s.now.Year()-1 && t.value <= s.now.Year()+2 {
		return t.value, 1
	}
	return 0, 0
}

// dayAlone reads "the 15th": of this month or the next that has it ahead.
func (s *scan) dayAlone(i int) (fact, int) {
	if !s.toks[i].number || s.toks[i].value < 1 || s.toks[i].value > 31 {
		return fact{}, 0
	}
	n, _ := s.at(i+1, sOrdinal)
	if n == 0 {
		return fact{}, 0
	}
	f := fact{about: aWeakDay}
	first := s.today().AddDate(0, 0, 1-s.today().Day())
	for m := range 4 {
		month := first.AddDate(0, m, 0)
		date, ok := civil(month.Year(), int(month.Month()), s.toks[i].value)
		if ok && !date.Before(s.today()) {
			f.day = day{kind: dDate, date: date}
			break
		}
	}
	return f, 1 + n
}

// dated is a day of the calendar; without a year the nearest of that name.
func (s *scan) dated(year, month, number int) fact {
	f := fact{about: aDay}
	if year > 0 {
		date, ok := civil(year, month, number)
		f.day, f.bad = day{kind: dDate, date: date}, !ok
		return f
	}
	since := s.today().AddDate(0, 0, -slip)
	for year := since.Year(); year <= since.Year()+1; year++ {
		date, ok := civil(year, month, number)
		if ok && !date.Before(since) {
			f.day = day{kind: dDate, date: date}
			return f
		}
	}
	f.bad, f.day = true, day{kind: dDate, date: time.Time{}}
	return f
}

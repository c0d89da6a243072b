package spoken

import "time"

// dayKind says how a day was named.
type dayKind int

const (
	dNone dayKind = iota
	dDate         // a day of the calendar
	dWeekday
	dWeek // the week is known, its day not
)

// day is a day as it was named.
type day struct {
	kind    dayKind
	date    time.Time // noon UTC of a dDate; of a dWeek its Monday
	weekday int       // 1 Monday to 7 Sunday
	later   int       // weeks after the coming one, of a dWeekday
	next    bool      // of the next calendar week
}

// civil is a day of the calendar, and whether there is such a day.
func civil(year, month, number int) (time.Time, bool) {
	t := time.Date(year, time.Month(month), number, 12, 0, 0, 0, time.UTC)
	return t, t.Year() == year && int(t.Month()) == month && t.Day() == number
}

func (s *scan) today() time.Time {
	t, _ := civil(s.now.Year(), int(s.now.Month()), s.now.Day())
	return t
}

// weekdayOf numbers days as the word lists do.
func weekdayOf(t time.Time) int { return (int(t.Weekday())+6)%7 + 1 }

// monday begins the week that is n weeks from this one.
func (s *scan) monday(n int) time.Time {
	return s.today().AddDate(0, 0, 1-weekdayOf(s.today())+7*n)
}

// readWeekday reads a weekday, with this or next before it or after it
// "week", a week later.
func (s *scan) readWeekday(i int) (fact, int) {
	next, _ := s.at(i, sNext)
	this := 0
	if next == 0 {
		this, _ = s.at(i, sThis)
	}
	before := next + this
	n, weekday := s.at(i+before, sWeekday)
	if n == 0 {
		return fact{}, 0
	}
	f := fact{about: aDay, day: day{kind: dWeekday, weekday: weekday, next: next > 0}}
	n += before
	if on, _ := s.at(i+n, sWeekOn); on > 0 {
		f.day.later = 1
		n += on
	}
	return f, n
}

// readRelative reads days counted from today, and weeks counted from this one.
func (s *scan) readRelative(i int) (fact, int) {
	for _, word := range []struct {
		says string
		days int
	}{{sAfterTomorrow, 2}, {sTomorrow, 1}, {sToday, 0}} {
		if n, _ := s.at(i, word.says); n > 0 {
			return s.inDays(word.days), n
		}
	}
	for n, says := range []string{sThis, sNext} {
		if word, _ := s.at(i, says); word > 0 {
			week, _ := s.at(i+word, sWeek)
			return fact{about: aDay, day: day{kind: dWeek, date: s.monday(n)}}, sum(word, week)
		}
	}
	return s.readAhead(i)
}

// readAhead reads "in two weeks", "3 days from now".
func (s *scan) readAhead(i int) (fact, int) {
	in, _ := s.at(i, sIn)
	n, long := s.number(i + in)
	if long == 0 {
		a, _ := s.at(i+in, sA)
		n, long = 1, a
	}
	end := i + in + long
	week, _ := s.at(end, sWeek)
	unit := week
	if unit == 0 {
		unit, _ = s.at(end, sDay)
	}
	if unit == 0 || long == 0 && in == 0 {
		return fact{}, 0
	}
	if long == 0 {
		n = 1 // za tydzień
	}
	later, _ := s.at(end+unit, sLater)
	if in == 0 && later == 0 || n > 400 {
		return fact{}, 0
	}
	if week > 0 {
		n *= 7
	}
	f := s.inDays(n)
	f.day.later = week // a weekday beside it chooses the day of that week
	return f, in + long + unit + later
}

func (s *scan) inDays(n int) fact {
	return fact{about: aDay, day: day{kind: dDate, date: s.today().AddDate(0, 0, n)}}
}

package spoken

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"pgregory.net/rapid"

	"polyphony/care"
)

// writer writes meetings in the forms of one language.
type writer struct {
	language
	t   *rapid.T
	now time.Time
}

func (w writer) word(key string) string {
	return rapid.SampledFrom(w.lists[key]).Draw(w.t, key)
}

func (w writer) has(key string) bool { return len(w.lists[key]) > 0 }

func (w writer) one(what string, forms ...string) string {
	forms = slices.DeleteFunc(forms, func(f string) bool { return f == "" })
	return rapid.SampledFrom(forms).Draw(w.t, what)
}

// unless keeps a form out where it would mean something else.
func unless(not bool, form func() string) string {
	if not {
		return ""
	}
	return form()
}

// day writes a day in one of the forms that name it alone.
func (w writer) day(d time.Time) string {
	number, month := strconv.Itoa(d.Day()), "month."+strconv.Itoa(int(d.Month()))
	today := time.Date(w.now.Year(), w.now.Month(), w.now.Day(), 12, 0, 0, 0, time.UTC)
	ahead := int(d.Sub(today).Hours() / 24)
	wd := "weekday." + strconv.Itoa(weekdayOf(d))
	week := today.AddDate(0, 0, 8-weekdayOf(today))
	inNext := !d.Before(week) && d.Before(week.AddDate(0, 0, 7))
	near := ahead < 300
	return w.one("day",
		d.Format("2006-01-02"), d.Format("02.01.2006"), d.Format("2.1.2006"), d.Format("2/1/2006"), d.Format("02-01-2006"), d.Format("02.01.06"),
		number+" "+w.word(month)+d.Format(" 2006"),
		unless(!near, func() string { return number + " " + w.word(month) }),
		unless(!near, func() string { return number + ". " + strings.ToUpper(w.word(month)) }),
		unless(!near, func() string { return w.word(month) + " " + number }),
		unless(!near, func() string { return w.word("number."+number) + " " + w.word(month) }),
		unless(!near, func() string { return w.word(wd) + " " + number + " " + w.word(month) }),
		unless(!near || !w.has(sOrdinal), func() string { return number + w.word(sOrdinal) + " " + w.word(month) }),
		unless(ahead != 0, func() string { return w.word(sToday) }),
		unless(ahead != 1, func() string { return w.word(sTomorrow) }),
		unless(ahead != 2, func() string { return w.word(sAfterTomorrow) }),
		unless(ahead < 1 || ahead > 6, func() string { return w.word(wd) }),
		unless(ahead < 1 || ahead > 6, func() string { return w.word(sOn) + " " + w.word(wd) }),
		unless(!inNext, func() string {
			name := w.word(wd)
			if slices.Contains(w.lists[sWeek], name) {
				name = w.lists[wd][len(w.lists[wd])-1] // اگلے ہفتے is next week, not next Saturday
			}
			return w.word(sNext) + " " + name
		}),
		unless(!inNext, func() string { return w.word(wd) + ", " + w.word(sNext) + " " + w.word(sWeek) }),
		unless(!w.has(sIn) || ahead < 1, func() string { return fmt.Sprintf("%s %d %s", w.word(sIn), ahead, w.word(sDay)) }),
		unless(ahead < 1, func() string { return fmt.Sprintf("%d %s %s", ahead, w.word(sDay), w.word(sLater)) }),
	)
}

// clock writes a time of day, quarter hours, in one of the forms that name it alone.
func (w writer) clock(hour, minute int) string {
	twelve := (hour+11)%12 + 1
	bare := func(h int) bool { return h >= 8 && h <= 19 } // what an hour without anything can mean
	part := sMorning
	if hour >= 12 {
		part = sAfternoon
	}
	next := (hour + 1) % 24
	at := func() string { return unless(!w.has(sAt), func() string { return w.word(sAt) + " " }) }
	spoken := func(says string, h int) string {
		if !w.has(says) || !bare(h) {
			return ""
		}
		return w.word(says) + " " + w.one("hour", strconv.Itoa((h+11)%12+1), w.word("number."+strconv.Itoa((h+11)%12+1)))
	}
	clock := fmt.Sprintf("%02d:%02d", hour, minute)
	return w.one("clock",
		clock, at()+clock, strings.Replace(clock, ":", ".", 1),
		unless(hour < 8, func() string { return fmt.Sprintf("%dh%02d", hour, minute) }),
		fmt.Sprintf("%d:%02d %s", twelve, minute, w.word(part)),
		fmt.Sprintf("%d:%02d %s", twelve, minute, map[bool]string{false: "am", true: "p.m."}[hour >= 12]),
		unless(minute > 0, func() string {
			return fmt.Sprintf("%d%s", twelve, map[bool]string{false: "am", true: "pm"}[hour >= 12])
		}),
		unless(minute > 0 || hour < 17 || hour > 21, func() string { return w.word(sEvening) + " " + at() + strconv.Itoa(twelve) }),
		unless(minute > 0 || !bare(hour) || !w.has(sAt), func() string { return at() + strconv.Itoa(twelve) }),
		unless(minute > 0 || !bare(hour) || !w.has(sAt), func() string { return at() + w.word("number."+strconv.Itoa(twelve)) }),
		unless(minute > 0 || !w.has(sOclock) || !bare(hour), func() string { return strconv.Itoa(twelve) + " " + w.word(sOclock) }),
		unless(minute != 30 || !w.has(sOneHalf) || !w.has(sOclock) || hour != 13, func() string { return w.word(sOneHalf) + " " + w.word(sOclock) }),
		unless(minute != 30, func() string { return spoken(sHalfPast, hour) }),
		unless(minute != 30, func() string { return spoken(sHalfTo, next) }),
		unless(minute != 15, func() string { return spoken(sQuarterPast, hour) }),
		unless(minute != 45, func() string { return spoken(sQuarterTo, next) }),
	)
}

// length writes so many minutes.
func (w writer) length(minutes int) string {
	hours := strconv.Itoa(minutes / 60)
	return w.one("length",
		fmt.Sprintf("%dm", minutes), minuteWord(minutes, w.word(sMinute)), fmt.Sprintf("%s %d min", w.word(sFor), minutes),
		unless(minutes < 60 || minutes >= 420, func() string { return fmt.Sprintf("%sh%02d", hours, minutes%60) }),
		unless(minutes < 60 || minutes >= 420, func() string {
			return fmt.Sprintf("%s %s %s ", hours, w.word(sHour), w.word(sAnd)) + minuteWord(minutes%60, w.word(sMinute))
		}),
		unless(minutes%60 > 0 || minutes >= 420, func() string { return hours + " " + w.word(sHour) }),
		unless(minutes%60 > 0, func() string { return w.word("number."+hours) + " " + w.word(sHour) }),
		unless(minutes%60 != 30 || minutes < 60, func() string { return hours + w.one("point", ".", ",") + "5 " + w.word(sHour) }),
		unless(minutes%60 != 30 || minutes < 60 || !w.has(sAndHalf), func() string { return hours + " " + w.word(sAndHalf) + " " + w.word(sHour) }),
		unless(minutes != 30, func() string { return w.word(sHalf) + " " + w.word(sHour) }),
		unless(minutes != 90 || !w.has(sOneHalf), func() string { return w.word(sOneHalf) + " " + w.word(sHour) }),
		unless(minutes != 150 || !w.has(sTwoHalf), func() string { return w.word(sTwoHalf) + " " + w.word(sHour) }),
		unless(minutes != 45 || !w.has(sThreeQuarters), func() string { return w.word(sThreeQuarters) }),
	)
}

// minuteWord parts number and word, unless the word is a letter: "30 m 4" is a
// house and a flat in Polish.
func minuteWord(minutes int, word string) string {
	if word == "m" {
		return fmt.Sprintf("%dm", minutes)
	}
	return fmt.Sprintf("%d %s.", minutes, word)
}

// every writes how often.
func (w writer) every(weeks int) string {
	n := strconv.Itoa(weeks)
	return w.one("every",
		w.word(sEvery)+" "+n+" "+w.word(sWeek),
		w.word(sEvery)+" "+w.word("number."+n)+" "+w.word(sWeek),
		unless(weeks != 1, func() string { return w.word(sEvery) + " " + w.word(sWeek) }),
		unless(weeks != 1, func() string { return w.word(sWeekly) }),
		unless(weeks != 2, func() string { return w.word(sFortnightly) }),
		unless(weeks != 2, func() string { return w.word(sEveryOther) + " " + w.word(sWeek) }),
	)
}

var addresses = []string{"12 Station Road", "Mill Lane 5/7, Flat 3", "ul. Kościuszki 12 m. 4", "Café Zoë, Mill Lane", "12 سٹیشن روڈ", "Joseph's house", "B&B \"Rose\", LS1 4DY"}

// place writes a place, and says what is to be read.
func (w writer) place() (text, place string, kind care.PlaceKind) {
	switch rapid.IntRange(0, 4).Draw(w.t, "place") {
	case 0:
		return w.word(sHome), Home, care.PlaceAddress
	case 1:
		return w.word(sTeam), Team, care.PlaceVenue
	case 2:
		return w.word(sVideo), "", care.PlaceVideo
	case 3:
		return "https://meet.example/a-10?b=12:30", "https://meet.example/a-10?b=12:30", care.PlaceVideo
	}
	a := w.one("address", addresses...)
	return a, a, care.PlaceAddress
}

// dress changes what does not matter: capitals, accents, digits of another script.
func (w writer) dress(text string) string {
	switch rapid.IntRange(0, 4).Draw(w.t, "dress") {
	case 0:
		return strings.ToUpper(text)
	case 1:
		var b strings.Builder
		for _, r := range text {
			if r < 0x600 {
				fold(&b, r)
			} else {
				b.WriteRune(r)
			}
		}
		return b.String()
	case 2:
		return strings.NewReplacer("0", "۰", "1", "۱", "2", "۲", "3", "۳", "4", "۴", "5", "۵", "6", "۶", "7", "۷", "8", "۸", "9", "۹").Replace(text)
	}
	return text
}

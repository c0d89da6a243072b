package locales

import (
	"fmt"
	"strconv"
	"time"
)

// Style is a way to write a date.
type Style string

// The styles, each a pattern in the language's files, with how English writes them.
const (
	StyleWhen      Style = "when"       // Tuesday 3 March, 14:30
	StyleDay       Style = "day"        // Tuesday 3 March
	StyleDayYear   Style = "day_year"   // Tuesday 3 March 2026
	StyleMonthYear Style = "month_year" // March 2026
	StyleClock     Style = "clock"      // 14:30
)

// patternArgs says what each style may show. Month is the name inside a date, MonthAlone the name by itself: many
// languages write them differently (3 marca, but marzec).
var patternArgs = map[Style][]string{
	StyleWhen:      {"Weekday", "Day", "Month", "Hour", "Minute"},
	StyleDay:       {"Weekday", "Day", "Month"},
	StyleDayYear:   {"Weekday", "Day", "Month", "Year"},
	StyleMonthYear: {"MonthAlone", "Year"},
	StyleClock:     {"Hour", "Minute"},
}

// When writes a moment as people read it: "Tuesday 3 March, 14:30". The time is in t's own location.
func (c *Catalogue) When(lang string, t time.Time) string { return c.Date(lang, t, StyleWhen) }

// Date writes a moment in a style, in t's own location; a style that does not exist is written as StyleWhen.
func (c *Catalogue) Date(lang string, t time.Time, style Style) string {
	b := c.book(lang)
	if _, ok := patternArgs[style]; !ok {
		style = StyleWhen
	}
	return b.own(Key("calendar."+style), map[string]any{
		"Weekday":    b.own(weekdayKey("weekday", t.Weekday()), nil),
		"Day":        t.Day(),
		"Month":      b.own(monthKey("month_in_date", t.Month()), nil),
		"MonthAlone": b.own(monthKey("month", t.Month()), nil),
		"Year":       t.Year(),
		"Hour":       fmt.Sprintf("%02d", t.Hour()),
		"Minute":     fmt.Sprintf("%02d", t.Minute()),
	})
}

// WeekdayName is the day's full name: "Tuesday".
func (c *Catalogue) WeekdayName(lang string, day time.Weekday) string {
	return c.book(lang).own(weekdayKey("weekday", day), nil)
}

// WeekdayShort is the day's name for a narrow column: "Tu".
func (c *Catalogue) WeekdayShort(lang string, day time.Weekday) string {
	return c.book(lang).own(weekdayKey("weekday_short", day), nil)
}

// MonthName is the month's name standing alone: "March".
func (c *Catalogue) MonthName(lang string, month time.Month) string {
	return c.book(lang).own(monthKey("month", month), nil)
}

// own renders a text that Load has proved to exist, with exactly the arguments that are given here.
func (b *book) own(key Key, args map[string]any) string {
	t, ok := b.texts[key]
	if !ok {
		return "" // a month that does not exist
	}
	s, _ := t.only.render(args)
	return s
}

// weekdayKey numbers days as ISO 8601 does: Monday is 1, Sunday is 7.
func weekdayKey(group string, day time.Weekday) Key {
	return Key("calendar." + group + "." + strconv.Itoa((int(day)+6)%7+1))
}

func monthKey(group string, month time.Month) Key {
	return Key("calendar." + group + "." + strconv.Itoa(int(month)))
}

// calendarKeys are all texts that a calendar needs, each with the placeholders that it may have.
func calendarKeys() map[Key][]string {
	keys := map[Key][]string{}
	for day := range time.Weekday(7) {
		keys[weekdayKey("weekday", day)] = nil
		keys[weekdayKey("weekday_short", day)] = nil
	}
	for month := time.January; month <= time.December; month++ {
		keys[monthKey("month", month)] = nil
		keys[monthKey("month_in_date", month)] = nil
	}
	for style, args := range patternArgs {
		keys[Key("calendar."+style)] = args
	}
	return keys
}

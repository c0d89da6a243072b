package main

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"github.com/pelletier/go-toml/v2/unstable"

	"polyphony/care"
)

// readPlace reads where the team is: its zone, its country, its languages.
func (d *teamDraft) readPlace(t *teamTable) {
	zone := t.need("zone", `zone = "Europe/London"`)
	if zone.text != "" {
		if _, err := time.LoadLocation(zone.text); err != nil || zone.text == "Local" {
			d.fault(zone.line, "zone %s is not a time zone: write one like \"Europe/London\".", quoted(zone.text))
		}
	}
	country := t.need("country", `country = "GB", whose crisis lines people get`)
	if country.text != "" && !isCountry(country.text) {
		d.fault(country.line, "country %s is not a country: write two capital letters, for instance \"GB\".", quoted(country.text))
	}
	d.team.Zone, d.team.Country = zone.text, country.text
	d.readLanguages(t)
}

func isCountry(code string) bool {
	region, err := language.ParseRegion(code)
	return err == nil && region.IsCountry() && region.Canonicalize().String() == code
}

func (d *teamDraft) readLanguages(t *teamTable) {
	words, line, there := t.texts("languages")
	if len(words) == 0 {
		d.team.Languages = []string{"en"}
		if !there || t.isEmptyList("languages") {
			d.warn(line, "no languages are named: the companion will speak English.")
		}
		return
	}
	for _, w := range words {
		tag, err := language.Parse(w.text)
		switch {
		case err != nil:
			d.fault(w.line, "language %s is not known: write codes like \"en\" or \"pt-BR\".", quoted(w.text))
		case slices.Contains(d.team.Languages, tag.String()):
			d.fault(w.line, "language %s is named twice.", quoted(w.text))
		default:
			d.team.Languages = append(d.team.Languages, tag.String())
		}
	}
}

// readHours reads days, from and until of the promised hours or of one shift,
// and which of the ways to heed bank holidays it takes.
func (d *teamDraft) readHours(t *teamTable, ways ...care.Holidays) care.Hours {
	rule := d.readHolidayRule(t, ways)
	return care.Hours{Days: d.readDays(t, rule), From: d.readClock(t, "from", "09:00"), Until: d.readClock(t, "until", "17:00"), Holidays: rule}
}

func (d *teamDraft) readDays(t *teamTable, rule care.Holidays) (days []time.Weekday) {
	words, line, there := t.texts("days")
	if rule == care.HolidaysOnly {
		if there {
			d.fault(line, "%s do not belong to a shift on bank holidays alone: leave them out.", t.named("days"))
		}
		return nil
	}
	if !there || t.isEmptyList("days") {
		d.fault(line, "%s are missing: write days = [\"mon\", \"tue\"].", t.named("days"))
	}
	for _, w := range words {
		day, ok := parseWeekday(w.text)
		switch {
		case !ok:
			d.fault(w.line, "%s is not a day of the week: write mon, tue, wed, thu, fri, sat or sun.", quoted(w.text))
		case slices.Contains(days, day):
			d.fault(w.line, "%s is named twice.", day)
		default:
			days = append(days, day)
		}
	}
	slices.SortFunc(days, func(a, b time.Weekday) int { return cmp.Compare(fromMonday(a), fromMonday(b)) })
	return days
}

// parseWeekday understands "mon" and "Monday".
func parseWeekday(s string) (time.Weekday, bool) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if name := day.String(); strings.EqualFold(s, name) || strings.EqualFold(s, name[:3]) {
			return day, true
		}
	}
	return 0, false
}

// fromMonday counts the days of a week that begins on Monday, from 0.
func fromMonday(d time.Weekday) int { return (int(d) + 6) % 7 }

func (d *teamDraft) readClock(t *teamTable, key, example string) string {
	w := t.need(key, key+` = "`+example+`"`)
	if w.text == "" {
		return ""
	}
	if _, ok := clockMinutes(w.text); !ok {
		d.fault(w.line, "%s %s is not a time of day: write \"09:00\", and \"00:00\" for midnight.", t.named(key), quoted(w.text))
	}
	return w.text
}

// clockMinutes reads 15:04 as minutes after midnight.
func clockMinutes(s string) (minutes int, ok bool) {
	at, err := time.Parse("15:04", s)
	if err != nil || len(s) != len("15:04") {
		return 0, false
	}
	return at.Hour()*60 + at.Minute(), true
}

// readReviewed reads the day on which somebody last rang a crisis line to see
// whether it still works. A line that went a year without is reported.
func (d *teamDraft) readReviewed(t *teamTable) string {
	var w teamWord
	if n := t.take("reviewed"); n != nil && n.kind == unstable.LocalDate {
		w = teamWord{text: n.text, line: n.line}
	} else if w = t.need("reviewed", `reviewed = "2026-01-31", the day somebody last checked it`); w.text == "" {
		return ""
	}
	day, err := time.Parse(time.DateOnly, w.text)
	switch {
	case err != nil:
		d.fault(w.line, "lines.reviewed %s is not a day: write \"2026-01-31\".", quoted(w.text))
	case day.AddDate(1, 0, 0).Before(d.now):
		d.warn(w.line, "this crisis line was last checked on %s, more than a year ago: ring it and renew the date.", w.text)
	case day.After(d.now.Add(24 * time.Hour)):
		d.warn(w.line, "this crisis line was checked on %s, which has not come yet.", w.text)
	}
	return w.text
}

package locales

import (
	"strings"
	"testing"
	"time"
)

func TestDatesAreWrittenWithTheirWeekday(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, time.March, 3, 14, 5, 0, 0, london)
	if got := c.When("en", at); got != "Tuesday 3 March, 14:05" {
		t.Errorf("When: %q", got)
	}
	for style, want := range map[Style]string{
		StyleDay: "Tuesday 3 March", StyleDayYear: "Tuesday 3 March 2026", StyleMonthYear: "March 2026",
		StyleClock: "14:05", "no such style": "Tuesday 3 March, 14:05",
	} {
		if got := c.Date("en", at, style); got != want {
			t.Errorf("%s: %q", style, got)
		}
	}
	if got := c.WeekdayName("en", time.Sunday) + c.WeekdayShort("en", time.Monday) + c.MonthName("en", time.May); got != "SundayMoMay" {
		t.Errorf("names: %q", got)
	}
	if c.MonthName("en", 0) != "" {
		t.Error("a month that does not exist has a name")
	}
}

func TestALanguageMayWriteTheMonthOtherwiseInsideADate(t *testing.T) {
	changed := copied(t, "de", `month.3 = "March"`, `month.3 = "marzec"`, `month_in_date.3 = "March"`, `month_in_date.3 = "marca"`,
		`weekday.2 = "Tuesday"`, `weekday.2 = "wtorek"`, `when = "{{.Weekday}} {{.Day}} {{.Month}}, {{.Hour}}:{{.Minute}}"`,
		`when = "{{.Hour}}:{{.Minute}}, {{.Weekday}} {{.Day}} {{.Month}}"`)
	c, err := load(with(t, changed))
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, time.March, 3, 9, 0, 0, 0, time.UTC)
	if got := c.When("de", at) + " " + c.Date("de", at, StyleMonthYear); got != "09:00, wtorek 3 marca marzec 2026" {
		t.Errorf("%q", got)
	}
}

func TestBritainHasItsFourCrisisLines(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	var numbers []string
	for _, line := range c.Crisis("gb", "en-GB") {
		numbers = append(numbers, line.Number)
		if line.Name == "" || !strings.Contains(line.How, line.Number) || line.Reviewed == "" {
			t.Errorf("incomplete: %+v", line)
		}
	}
	if got := strings.Join(numbers, ", "); got != "999, 111, 116 123, 85258" {
		t.Errorf("%s", got)
	}
	if how := c.Crisis("GB", "en")[1].How; !strings.Contains(how, "option 2, mental health") {
		t.Errorf("%q", how)
	}
}

func TestNobodyIsLeftWithoutACrisisLine(t *testing.T) {
	c, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, country := range []string{"GB", "IE", "US", "PL", "AQ", "", "nonsense"} {
		for _, lang := range []string{"en", Pseudo, "tlh", ""} {
			lines := c.Crisis(country, lang)
			if len(lines) == 0 || lines[0].How == "" {
				t.Errorf("%s in %s: %v", country, lang, lines)
			}
			lines[0].How = "spoilt" // a caller's copy
		}
	}
	if how := c.Crisis("AQ", "en")[0].How; !strings.Contains(how, "112 in most of Europe") {
		t.Errorf("%q", how)
	}
}

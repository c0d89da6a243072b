package flows

import (
	"fmt"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"polyphony/locales"
)

// What somebody writes while planning: a time, a length, a place, a link. Each
// reader understands a few plain ways to write it, and says no to the rest.

const (
	placeLimit     = 300    // a longer one is no address
	reasonLimit    = 300    // it stands in the caption of the calendar file, which holds 1,024
	longestMeeting = 8 * 60 // minutes of a meeting
)

var (
	clockShape  = regexp.MustCompile(`^(\d{1,2})(?:[:.h ]?(\d{2}))?\s*(am|pm)?$`)
	lengthShape = regexp.MustCompile(`^(-?\d{1,5})\s*(?:m|min|mins|minutes)?$`)
	hoursShape  = regexp.MustCompile(`^(\d{1,3})\s*(?:h|hour|hours)(?:\s*(\d{1,2})\s*(?:m|min|mins|minutes)?)?$`)
)

// ascii turns the digits of every script into those that programs read.
func ascii(text string) string {
	return strings.Map(func(r rune) rune {
		if r > unicode.MaxASCII && unicode.Is(unicode.Nd, r) {
			return '0' + digit(r)
		}
		return unicode.ToLower(r)
	}, strings.TrimSpace(text))
}

// digit is what a decimal digit stands for: Unicode keeps each script's ten
// together, so it is counted from the first of its run.
func digit(r rune) rune {
	var n rune
	for n = 0; n < 9 && unicode.Is(unicode.Nd, r-n-1); n++ {
	}
	return n
}

// readClock understands 14:30, 14.30, 1430, 14, 2pm, 2:30 pm as a time of day.
func readClock(typed string) (clock string, ok bool) {
	m := clockShape.FindStringSubmatch(ascii(typed))
	if m == nil {
		return "", false
	}
	hour, _ := strconv.Atoi(m[1]) // at most two digits, as the minute
	minute := 0
	if m[2] != "" {
		minute, _ = strconv.Atoi(m[2])
	}
	switch {
	case m[3] != "" && (hour < 1 || hour > 12):
		return "", false
	case m[3] == "pm" && hour < 12:
		hour += 12
	case m[3] == "am" && hour == 12:
		hour = 0
	}
	return fmt.Sprintf("%02d:%02d", hour, minute), hour < 24 && minute < 60
}

// readSpan understands a time, or from when until when; minutes is then how
// long that is. A problem is what to say instead, "" when there is none.
func readSpan(typed string) (clock string, minutes int, problem locales.Key) {
	from, until, span := strings.Cut(strings.NewReplacer("–", "-", "—", "-").Replace(typed), "-")
	clock, ok := readClock(from)
	if !ok {
		return "", 0, locales.PlanTimeUnclear
	}
	if !span {
		return clock, 0, ""
	}
	end, ok := readClock(until)
	if !ok {
		return "", 0, locales.PlanTimeUnclear
	}
	minutes = minuteOf(end) - minuteOf(clock)
	switch {
	case minutes <= 0:
		return "", 0, locales.PlanEndFirst
	case minutes > longestMeeting:
		return "", 0, locales.PlanLengthWrong
	}
	return clock, minutes, ""
}

func minuteOf(clock string) int {
	h, _ := strconv.Atoi(clock[:2])
	m, _ := strconv.Atoi(clock[3:])
	return h*60 + m
}

// readLength understands 75, 75 min, 1h 15.
func readLength(typed string) (minutes int, problem locales.Key) {
	typed = ascii(typed)
	if m := lengthShape.FindStringSubmatch(typed); m != nil {
		minutes, _ = strconv.Atoi(m[1])
	} else if m := hoursShape.FindStringSubmatch(typed); m != nil {
		hours, _ := strconv.Atoi(m[1])
		rest, _ := strconv.Atoi("0" + m[2])
		minutes = hours*60 + rest
	} else {
		return 0, locales.PlanLengthUnclear
	}
	if !fitLength(minutes) {
		return 0, locales.PlanLengthWrong
	}
	return minutes, ""
}

func fitLength(minutes int) bool { return minutes > 0 && minutes <= longestMeeting }

// readLink takes an address of the web that people can tap.
func readLink(typed string) (link string, ok bool) {
	u, err := url.Parse(strings.TrimSpace(typed))
	if err != nil || u.Host == "" || u.User != nil || !u.IsAbs() {
		return "", false
	}
	if scheme := strings.ToLower(u.Scheme); scheme != "https" && scheme != "http" {
		return "", false
	}
	return u.String(), true
}

// looksLikeLink tells something meant as a link from an address in the street.
func looksLikeLink(typed string) bool {
	return strings.Contains(typed, "://") || strings.HasPrefix(strings.ToLower(strings.TrimSpace(typed)), "www.") ||
		strings.HasPrefix(strings.ToLower(strings.TrimSpace(typed)), "javascript:")
}

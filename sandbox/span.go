package sandbox

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// formatSpan writes a duration as days, hours, minutes and seconds, such as 1d12h.
func formatSpan(d time.Duration) string {
	if d <= 0 {
		return "0s"
	}
	var b strings.Builder
	for _, u := range spanUnits {
		if n := d / u.size; n > 0 {
			fmt.Fprintf(&b, "%d%s", n, u.name)
			d -= n * u.size
		}
	}
	return b.String()
}

var spanUnits = []struct {
	name string
	size time.Duration
}{{"d", 24 * time.Hour}, {"h", time.Hour}, {"m", time.Minute}, {"s", time.Second}, {"ms", time.Millisecond}, {"us", time.Microsecond}, {"ns", 1}}

// parseSpan reads 90s, 5m, 2h, 3d and sums of them such as 1d12h. It is never negative.
func parseSpan(text string) (time.Duration, error) {
	rest, total := strings.TrimSpace(text), time.Duration(0)
	for first := true; first || rest != ""; first = false {
		digits := strings.IndexFunc(rest, func(r rune) bool { return (r < '0' || r > '9') && r != '.' })
		if digits <= 0 {
			return 0, refuse("A span of time is written like 90s, 5m, 2h or 3d.")
		}
		end := digits + strings.IndexFunc(rest[digits:]+"0", func(r rune) bool { return r >= '0' && r <= '9' })
		d, err := span(rest[:digits], rest[digits:end])
		if err != nil || total+d < total {
			return 0, refuse("A span of time is written like 90s, 5m, 2h or 3d.")
		}
		total, rest = total+d, rest[end:]
	}
	return total, nil
}

func span(number, unit string) (time.Duration, error) {
	if unit == "d" {
		d, err := time.ParseDuration(number + "h")
		if err != nil || d > (1<<63-1)/24 {
			return 0, refuse("A span of time is written like 90s, 5m, 2h or 3d.")
		}
		return 24 * d, nil
	}
	if !slices.ContainsFunc(spanUnits, func(u struct {
		name string
		size time.Duration
	}) bool {
		return u.name == unit
	}) {
		return 0, refuse("A span of time is written like 90s, 5m, 2h or 3d.")
	}
	return time.ParseDuration(number + unit)
}

package main

import (
	"fmt"
	"log/slog"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// masked is what stands in for a secret wherever somebody prints one.
const masked = "[secret]"

// Secret is a setting that nobody may read back. However it is printed, logged
// or marshalled, only Reveal gives it away.
type Secret string

// Reveal is the secret itself.
func (s Secret) Reveal() string { return string(s) }

// String says whether there is a secret, not which.
func (s Secret) String() string {
	if s == "" {
		return ""
	}
	return masked
}

// Format masks the secret under every verb; %d and the like would show a
// string that only has a String method.
func (s Secret) Format(f fmt.State, _ rune) { fmt.Fprint(f, s.String()) }

// MarshalText masks the secret in JSON and its like.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// LogValue masks the secret in slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// typed is a setting that must be more than a text. A wrong one is remembered
// rather than refused, so that Faults can name it together with all others.
type typed[T any] struct {
	Value T
	wrong string // as it was written
}

// The settings that are numbers, durations and levels.
type (
	// Number is a number that may have a fraction.
	Number struct{ typed[float64] }
	// Count is a whole number.
	Count struct{ typed[int] }
	// Duration is written like 250ms or 5m.
	Duration struct{ typed[time.Duration] }
	// Level is debug, info, warn or error.
	Level struct{ typed[slog.Level] }
)

func (t *typed[T]) parse(text string, parse func(string) (T, error)) error {
	text = strings.TrimSpace(text)
	value, err := parse(text)
	t.Value, t.wrong = value, ""
	if err != nil {
		var zero T
		t.Value, t.wrong = zero, quoted(text)
	}
	return nil
}

// UnmarshalText never fails: Faults reports.
func (n *Number) UnmarshalText(b []byte) error {
	return n.parse(string(b), func(s string) (float64, error) { return strconv.ParseFloat(s, 64) })
}

// UnmarshalText never fails: Faults reports.
func (c *Count) UnmarshalText(b []byte) error { return c.parse(string(b), strconv.Atoi) }

// UnmarshalText never fails: Faults reports.
func (d *Duration) UnmarshalText(b []byte) error { return d.parse(string(b), time.ParseDuration) }

// UnmarshalText never fails: Faults reports.
func (l *Level) UnmarshalText(b []byte) error {
	return l.parse(string(b), func(s string) (level slog.Level, err error) {
		return level, level.UnmarshalText([]byte(s))
	})
}

// bareURL is an address without its password and parameters.
func bareURL(raw string) string {
	if raw == "" {
		return ""
	}
	u, err := url.Parse(raw)
	if err != nil || u.Opaque != "" {
		return masked
	}
	if u.User != nil {
		u.User = url.User("…")
	}
	u.RawQuery, u.Fragment = "", ""
	return u.String()
}

// urlSecrets lists the passwords of an address. One that cannot be read is a
// secret as a whole.
func urlSecrets(raw string) []string {
	u, err := url.Parse(raw)
	if err != nil {
		return []string{raw}
	}
	var out []string
	if password, ok := u.User.Password(); ok {
		out = append(out, password)
	}
	for key, values := range u.Query() {
		if strings.Contains(strings.ToLower(key), "password") {
			out = append(out, values...)
		}
	}
	return out
}

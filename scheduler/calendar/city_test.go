package calendar

import (
	"strings"
	"testing"
	"time"
)

// People write a city as they would on an envelope.
func TestACityIsFoundHoweverItIsTyped(t *testing.T) {
	for typed, want := range map[string]string{
		"Warsaw": "Europe/Warsaw", "warsaw ": "Europe/Warsaw", "LONDON": "Europe/London", "new york": "America/New_York",
		"lord howe": "Australia/Lord_Howe", "Karachi": "Asia/Karachi", "Europe/Warsaw": "Europe/Warsaw", "europe/warsaw": "Europe/Warsaw",
		"port-au-prince": "America/Port-au-Prince", "dar es salaam": "Africa/Dar_es_Salaam", "buenos aires": "America/Buenos_Aires",
	} {
		if got, ok := City(typed); !ok || !strings.EqualFold(got, want) {
			t.Errorf("%q is %q, want %q", typed, got, want)
		}
	}
	for _, typed := range []string{"", "nowhere", "UTC", "Local", "local", "EST", "Etc/UTC", "../../etc/passwd", "/etc/localtime", "posix/Europe/London", strings.Repeat("a", 50), "Europe", "Europe/"} {
		if got, ok := City(typed); ok {
			t.Errorf("%q became %q", typed, got)
		}
	}
}

// Whatever is typed, a zone that is found is one that can be loaded.
func FuzzCity(f *testing.F) {
	for _, s := range []string{"Warsaw", "new york", "Europe/Warsaw", "کراچی", "..", "a/b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		if zone, ok := City(typed); ok {
			if _, err := time.LoadLocation(zone); err != nil {
				t.Errorf("%q became %q", typed, zone)
			}
		}
	})
}

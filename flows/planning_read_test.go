package flows

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"polyphony/locales"
)

func TestTimesAreReadAsPeopleWriteThem(t *testing.T) {
	for typed, want := range map[string]string{
		"14:30": "14:30", "14.30": "14:30", "1430": "14:30", "9": "09:00", " 9:05 ": "09:05", "2pm": "14:00", "2:30 PM": "14:30",
		"12am": "00:00", "12 pm": "12:00", "14h30": "14:30", "١٤:٣٠": "14:30", "۰۹:۱۵": "09:15",
		"": "", "24:00": "", "13pm": "", "0am": "", "14:60": "", "14:3": "", "half past two": "", "-1": "", "14:30:00": "",
	} {
		if got, ok := readClock(typed); ok != (want != "") || ok && got != want {
			t.Errorf("%q is read as %q %v, want %q", typed, got, ok, want)
		}
	}
}

func TestLengthsAreReadAsPeopleWriteThem(t *testing.T) {
	for typed, want := range map[string]int{"75": 75, "75 min": 75, "1h 15": 75, "2 hours": 120, "480": 480, "1h": 60, "٩٠": 90, "8h 0": 480} {
		if got, problem := readLength(typed); got != want || problem != "" {
			t.Errorf("%q is read as %d %s", typed, got, problem)
		}
	}
	for typed, want := range map[string]locales.Key{"0": locales.PlanLengthWrong, "481": locales.PlanLengthWrong, "-30": locales.PlanLengthWrong,
		"99999": locales.PlanLengthWrong, "long": locales.PlanLengthUnclear, "": locales.PlanLengthUnclear, "9999999999999": locales.PlanLengthUnclear} {
		if _, problem := readLength(typed); problem != want {
			t.Errorf("%q: %s", typed, problem)
		}
	}
}

// Every time of day comes back from the ways in which it can be written.
func TestEveryTimeComesBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h, m := rapid.IntRange(0, 23).Draw(t, "hour"), rapid.IntRange(0, 59).Draw(t, "minute")
		want, half := fmt.Sprintf("%02d:%02d", h, m), "am"
		if h >= 12 {
			half = "pm"
		}
		for _, typed := range []string{want, fmt.Sprintf("%d.%02d", h, m), fmt.Sprintf("%d:%02d%s", (h+11)%12+1, m, half)} {
			if got, ok := readClock(typed); !ok || got != want {
				t.Fatalf("%q is read as %q %v", typed, got, ok)
			}
		}
	})
}

// What is typed comes from outside: it may be anything.
func FuzzReadSpan(f *testing.F) {
	for _, s := range []string{"14:30", "14:30-16:00", "16-14", "", "-", "𝟗:𝟎𝟎", "٩", "9-9", "\x00"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		clock, minutes, problem := readSpan(typed)
		if problem != "" {
			return
		}
		if again, ok := readClock(clock); !ok || again != clock || minutes < 0 || minutes > longestMeeting {
			t.Fatalf("%q became %q %d", typed, clock, minutes)
		}
	})
}

func FuzzReadLink(f *testing.F) {
	for _, s := range []string{"https://a.example", "javascript:x", "http://", "HTTPS://A.example/ü?b#c", "//a", "https://a b"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		link, ok := readLink(typed)
		if !ok {
			return
		}
		if low := strings.ToLower(link); !strings.HasPrefix(low, "https://") && !strings.HasPrefix(low, "http://") {
			t.Fatalf("%q became %q", typed, link)
		}
		if again, ok := readLink(link); !ok || again != link {
			t.Fatalf("%q became %q, then %q", typed, link, again)
		}
	})
}

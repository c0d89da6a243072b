package flows

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Bad input of a measure: what is a number is read as one, what is none is
// words, and what lies between is named.
func TestValuesAreReadAsPeopleTypeThem(t *testing.T) {
	for typed, want := range map[string]struct {
		n  int
		as valueRead
	}{
		"7": {7, aValue}, " 7. ": {7, aValue}, "7/10": {7, aValue}, "7 / 10": {7, aValue}, "7 out of 10": {7, aValue}, "Seven": {7, aValue}, "seven out of ten!": {7, aValue},
		"٧": {7, aValue}, "۷": {7, aValue}, "۷/۱۰": {7, aValue}, "سات": {7, aValue}, "دس میں سے سات": {7, aValue}, "siedem": {7, aValue}, "siedem na dziesięć": {7, aValue},
		"pięć": {5, aValue}, "piec": {5, aValue}, "0": {0, aValue}, "10": {10, aValue}, "10/10": {10, aValue}, "007": {7, aValue}, "7.0": {7, aValue}, "-0": {0, aValue}, "+3": {3, aValue},
		"7.5": {7, notWhole}, "7,5": {7, notWhole}, "0.5": {0, notWhole}, "٧٫٥": {7, notWhole},
		"11": {0, outOfRange}, "-1": {0, outOfRange}, "10.5": {0, outOfRange}, "99999999999999999999": {0, outOfRange}, "−0.5": {0, outOfRange},
		"🙂": {0, noValue}, "": {0, noValue}, "7 tablets": {0, noValue}, "7 8": {0, noValue}, "7/9": {0, noValue}, ".5": {0, noValue}, "/10": {0, noValue}, "--1": {0, noValue}, "1.2.3": {0, noValue}, "I slept seven": {0, noValue},
	} {
		if n, as := readValue(typed); n != want.n || as != want.as {
			t.Errorf("%q: %d %d, want %d %d", typed, n, as, want.n, want.as)
		}
	}
}

// Whatever script and dress a number from 0 to 10 comes in, it is that number;
// with a letter more it is words.
func TestEveryDressOfANumberIsTheNumber(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 10).Draw(t, "n")
		zero := rapid.SampledFrom([]rune{'0', '٠', '۰', '०'}).Draw(t, "script")
		written := strings.Map(func(r rune) rune { return r - '0' + zero }, fmt.Sprint(n))
		typed := rapid.SampledFrom([]string{"", " ", "\n", "\u200F"}).Draw(t, "before") + written + rapid.SampledFrom([]string{"", ".", "/10", " out of 10", "  ", "!"}).Draw(t, "after")
		if got, as := readValue(typed); got != n || as != aValue {
			t.Fatalf("%q: %d %d", typed, got, as)
		}
		if _, as := readValue(typed + " q"); as != noValue {
			t.Fatalf("%q and a letter is a number", typed)
		}
	})
}

// A value is never outside 0 to 10, whatever is typed.
func FuzzReadValue(f *testing.F) {
	for _, s := range []string{"7", "7/10", "۷", "seven", "🙂", "-1", "7.5", "\xff", "٧٫٥"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, typed string) {
		if n, as := readValue(typed); n < 0 || n > 10 || as == outOfRange && n != 0 {
			t.Errorf("%q: %d %d", typed, n, as)
		}
	})
}

package spoken

import (
	"strings"
	"testing"
	"time"
)

// A line as long as Telegram allows is read at once, whatever it repeats.
func TestLongLinesAreReadAtOnce(t *testing.T) {
	words := languages(t)[0].words
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	for _, piece := range []string{"at 10 Road ", "at at ", "10 ", "in the ", "15.03 ", "5/7 ", "half past ", "a ", "(", "½", "tue ", "quarter to the next ", "'a", "1h30 ", "x@y.z "} {
		begin := time.Now()
		Read(strings.Repeat(piece, 4096/len(piece)), words, now, time.UTC)
		if took := time.Since(begin); took > time.Second {
			t.Errorf("%q, repeated, took %v", piece, took)
		} else {
			t.Logf("%q %v", piece, took)
		}
	}
}

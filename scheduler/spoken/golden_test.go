package spoken

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

var rewrite = flag.Bool("rewrite", false, "write what is read into testdata/*.txt")

// told writes a reading as one line, so that a table of them can be read.
func told(m Meeting) string {
	var parts []string
	if d, err := time.Parse("2006-01-02", m.Day); err == nil {
		parts = append(parts, d.Format("Mon 2 Jan 2006"))
	}
	if m.Clock != "" {
		parts = append(parts, m.Clock)
	}
	if m.Minutes > 0 {
		parts = append(parts, fmt.Sprintf("%d min", m.Minutes))
	}
	if m.Every > 0 {
		parts = append(parts, fmt.Sprintf("every %d", m.Every))
	}
	if m.Kind != "" {
		parts = append(parts, strings.TrimSpace(fmt.Sprintf("%s %s", m.Kind, m.Place)))
	}
	if m.Note != "" {
		parts = append(parts, "note "+m.Note)
	}
	if m.Problem != None {
		parts = append(parts, "PROBLEM "+string(m.Problem))
	}
	return strings.Join(parts, " | ")
}

// What a tired practitioner types on a Monday morning (2 March 2026, 9:00, in
// London), and what is shown back.
func TestLinesAsPeopleTypeThem(t *testing.T) {
	london := zone(t, "Europe/London")
	now := time.Date(2026, 3, 2, 9, 0, 0, 0, london)
	for _, l := range languages(t) {
		name := "testdata/lines_" + l.code + ".txt"
		table, err := os.ReadFile(name)
		if err != nil {
			t.Errorf("%s: no table of lines: %v", l.code, err)
			continue
		}
		var out strings.Builder
		count := 0
		for row := range strings.SplitSeq(strings.TrimRight(string(table), "\n"), "\n") {
			line, want, _ := strings.Cut(row, " => ")
			if line == "" || strings.HasPrefix(line, "#") {
				fmt.Fprintln(&out, row)
				continue
			}
			count++
			got := told(Read(line, l.words, now, london))
			fmt.Fprintf(&out, "%s => %s\n", line, got)
			if got != want && !*rewrite {
				t.Errorf("%s: %s\n got %s\nwant %s", l.code, line, got, want)
			}
		}
		if count < 80 {
			t.Errorf("%s: %d lines are no table", l.code, count)
		}
		if *rewrite {
			if err := os.WriteFile(name, []byte(out.String()), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

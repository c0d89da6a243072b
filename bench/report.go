package main

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strings"
	"text/tabwriter"
)

// row is one figure: what was measured, what is aimed at, and what each program reached.
type row struct {
	P    string               `json:"p"`
	What string               `json:"what"`
	Unit string               `json:"unit"`
	Aim  string               `json:"aim,omitempty"`
	Met  *bool                `json:"met,omitempty"` // nil: there is no aim, or none that this row alone can meet
	By   map[string]float64   `json:"by"`
	Runs map[string][]float64 `json:"runs,omitempty"` // of which By is the median
}

// report is everything that one call of the benchmark found out.
type report struct {
	Machine map[string]string `json:"machine"`
	Rows    []row             `json:"rows"`
	Failed  []string          `json:"failed,omitempty"` // what could not be measured, and why
}

// names are the columns, in order.
var names = []string{"polyphony", "asynq", "grammY + BullMQ"}

func (r *report) add(rows ...row) {
	for _, one := range rows {
		r.Rows = append(r.Rows, one)
		fmt.Fprintf(os.Stderr, "  %s %s (%s): %s\n", one.P, one.What, one.Unit, strings.Join(one.cells(), " | "))
	}
}

// fail notes what could not be measured; the others go on.
func (r *report) fail(p string, b bot, err error) {
	why := fmt.Sprintf("%s, %s: %v", p, b.name, err)
	fmt.Fprintln(os.Stderr, " ", why)
	r.Failed = append(r.Failed, why)
}

func (one row) cells() (cells []string) {
	for _, name := range names {
		cell := "–"
		if value, measured := one.By[name]; measured {
			cell = number(value)
		}
		cells = append(cells, cell)
	}
	return cells
}

// number is a figure with as many digits as it deserves.
func number(v float64) string {
	switch {
	case v == float64(int64(v)) || v >= 100 || v <= -100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	}
	return fmt.Sprintf("%.2f", v)
}

// print writes one table, as a page of Markdown can hold it.
func (r *report) print(w io.Writer) {
	for _, name := range []string{"machine", "system", "redis", "go", "node", "date"} {
		fmt.Fprintf(w, "%s: %s\n", name, r.Machine[name])
	}
	t := tabwriter.NewWriter(w, 0, 0, 1, ' ', 0)
	fmt.Fprintf(t, "\n| \t| what\t| aim\t| %s\t| \t|\n", strings.Join(names, "\t| "))
	fmt.Fprintf(t, "|--\t|--\t|--\t|%s--\t|\n", strings.Repeat("--\t|", len(names)))
	for _, one := range r.Rows {
		met := ""
		if one.Met != nil {
			met = map[bool]string{true: "met", false: "not met"}[*one.Met]
		}
		fmt.Fprintf(t, "| %s\t| %s, %s\t| %s\t| %s\t| %s\t|\n", one.P, one.What, one.Unit, one.Aim, strings.Join(one.cells(), "\t| "), met)
	}
	_ = t.Flush()
	for _, why := range r.Failed {
		fmt.Fprintln(w, "\nnot measured:", why)
	}
}

func (r *report) save(file string) error {
	out, err := json.MarshalIndent(r, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(file, append(out, '\n'), 0o644)
}

func yes(met bool) *bool { return &met }

// series gathers runs of several programs under several headings.
type series map[string]map[string][]float64

func (s series) note(what, name string, value float64) {
	if s[what] == nil {
		s[what] = map[string][]float64{}
	}
	s[what][name] = append(s[what][name], value)
}

// beside judges a figure only where the peers were measured as well.
func (s series) beside(what string, met func(by map[string]float64) bool) func(by map[string]float64) bool {
	for _, name := range names[:3] {
		if len(s[what][name]) == 0 {
			return nil
		}
	}
	return met
}

func (s series) median(what, name string) float64 { return share(s[what][name], 50) }

// row makes the row of a heading from the medians.
func (s series) row(p, what, unit, aim string, met func(by map[string]float64) bool) row {
	one := row{P: p, What: what, Unit: unit, Aim: aim, By: map[string]float64{}, Runs: s[what]}
	for name := range s[what] {
		one.By[name] = s.median(what, name)
	}
	if _, measured := one.By["polyphony"]; measured && met != nil {
		one.Met = yes(met(one.By))
	}
	return one
}

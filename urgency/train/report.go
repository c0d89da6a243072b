package main

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"

	"polyphony/urgency"
)

// outcome is a text with what a model that has not seen its voice makes of it.
type outcome struct {
	text
	urgent, soon float64
}

// across trains on all voices but some, in turn, and scores those.
func (t trainer) across(folds int) ([]outcome, error) {
	var voices []string
	for _, x := range t.texts {
		if v := x.Lang + "/" + x.Voice; !x.Held() && x.Lang != foreign && !slices.Contains(voices, v) {
			voices = append(voices, v)
		}
	}
	var out []outcome
	for fold := range folds {
		var learn, judge []text
		for _, x := range t.texts {
			switch at := slices.Index(voices, x.Lang+"/"+x.Voice); {
			case at >= 0 && at%folds == fold:
				judge = append(judge, x)
			case at >= 0:
				learn = append(learn, x)
			case fold == 0 && x.Lang != foreign:
				judge = append(judge, x)
			}
		}
		urgent, soon, err := t.both(learn)
		if err != nil {
			return nil, err
		}
		for _, x := range judge {
			_, u := x.best(urgent)
			_, s := x.best(soon)
			out = append(out, outcome{x, u, s})
		}
	}
	return out, nil
}

// report prints, for several thresholds, how the voices are read by models that have not seen them.
func (t trainer) report(w io.Writer, scores string) {
	out, err := t.across(folds)
	if err != nil {
		fmt.Fprintln(w, err)
		return
	}
	if err := keep(scores, out); err != nil {
		fmt.Fprintln(w, err)
	}
	for _, set := range []struct {
		name string
		in   func(outcome) bool
	}{
		{"en, voices in turn", func(o outcome) bool { return o.Lang == "en" && !o.Held() }},
		{"en, held", func(o outcome) bool { return o.Lang == "en" && o.Held() }},
		{"others", func(o outcome) bool { return o.Lang != "en" && !o.Held() }},
		{"others, held", func(o outcome) bool { return o.Lang != "en" && o.Held() }},
	} {
		table(w, set.name, slices.DeleteFunc(slices.Clone(out), func(o outcome) bool { return !set.in(o) }))
	}
}

// keep writes each text with its scores, for those who look for what misled the model.
func keep(name string, out []outcome) error {
	if name == "" {
		return nil
	}
	var b strings.Builder
	for _, o := range out {
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\t%s\t%.3f\t%.3f\t%s\n", o.Lang, o.Voice, o.Category, o.Level, o.rule, o.urgent, o.soon, o.Text)
	}
	return os.WriteFile(name, []byte(b.String()), 0o600)
}

func table(w io.Writer, name string, out []outcome) {
	count := map[string]int{}
	for _, o := range out {
		count[o.Level]++
	}
	fmt.Fprintf(w, "%s: %v\n", name, count)
	if len(out) == 0 {
		return
	}
	share := func(level string, hit func(outcome) bool) float64 {
		n := 0
		for _, o := range out {
			if o.Level == level && hit(o) {
				n++
			}
		}
		return float64(n) / float64(max(count[level], 1))
	}
	for _, falses := range []float64{0.02, 0.05, 0.08, 0.12, 0.16, 0.2, 0.3} {
		u := lowest(out, func(o outcome) float64 { return o.urgent }, falses)
		s := lowest(out, func(o outcome) float64 { return o.soon }, falses)
		urgent := func(o outcome) bool { return o.rule == urgency.Urgent || o.urgent >= u }
		soon := func(o outcome) bool { return o.rule >= urgency.Soon || o.soon >= s || urgent(o) }
		fmt.Fprintf(w, "  %.2f  urgent from %5.2f: urgent %.3f soon %.3f none %.3f   soon from %5.2f: urgent %.3f soon %.3f none %.3f\n",
			falses, u, share("urgent", urgent), share("soon", urgent), share("none", urgent),
			s, share("urgent", soon), share("soon", soon), share("none", soon))
	}
	rule := func(o outcome) bool { return o.rule == urgency.Urgent }
	fmt.Fprintf(w, "  phrases alone: urgent of urgent %.3f soon %.3f none %.4f\n", share("urgent", rule), share("soon", rule), share("none", rule))
}

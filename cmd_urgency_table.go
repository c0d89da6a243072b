package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"text/tabwriter"
	"time"

	"polyphony/urgency"
)

// labelled is one text whose reader has said what it is: "urgent", "soon",
// "ordinary", or any other word.
type labelled struct{ Text, Lang, Label, Category string }

// levels counts how texts were read, by urgency.Level.
type levels [3]int

func (l levels) all() int { return l[urgency.None] + l[urgency.Soon] + l[urgency.Urgent] }

func (l levels) share(from urgency.Level) float64 {
	n := l[urgency.Urgent]
	if from == urgency.Soon {
		n += l[urgency.Soon]
	}
	return float64(n) / float64(max(l.all(), 1))
}

// tableUrgency reads labelled texts and says how they were read: a table by
// label, language and category, what was missed, what was urgent in vain, and how
// many texts a second were read.
func tableUrgency(reader *urgency.Reader, in io.Reader, out io.Writer, since func() time.Time) error {
	texts, err := readLabelled(in)
	if err != nil {
		return err
	}
	rows, wrong := map[string]*levels{}, map[string][]string{}
	begun := since()
	for _, t := range texts {
		level := reader.Read(t.Text, t.Lang).Level
		for _, name := range []string{t.Label, t.Label + "\t" + t.Lang, t.Label + "\t" + t.Lang + "\t" + t.Category} {
			if rows[name] == nil {
				rows[name] = new(levels)
			}
			rows[name][level]++
		}
		if why := misread(t.Label, level); why != "" {
			wrong[why] = append(wrong[why], t.Text)
		}
	}
	took := since().Sub(begun)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "texts\turgent\tseen\tlabel\tlanguage\tcategory")
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		l := rows[name]
		fmt.Fprintf(w, "%d\t%.3f\t%.3f\t%s\n", l.all(), l.share(urgency.Urgent), l.share(urgency.Soon), name)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	for _, why := range slices.Sorted(maps.Keys(wrong)) {
		fmt.Fprintf(out, "\n%s: %d\n", why, len(wrong[why]))
		for _, text := range wrong[why] {
			fmt.Fprintf(out, "  %q\n", text)
		}
	}
	_, err = fmt.Fprintf(out, "\n%d texts in %v: %.0f a second\n", len(texts), took.Round(time.Millisecond), float64(len(texts))/cmp.Or(took.Seconds(), 1))
	return err
}

// misread says what is wrong with how a text was read, "" when nothing is.
func misread(label string, level urgency.Level) string {
	switch {
	case label == "urgent" && level == urgency.None:
		return "urgent and missed"
	case label == "urgent" && level == urgency.Soon:
		return "urgent and read as soon"
	case label == "ordinary" && level == urgency.Urgent:
		return "ordinary and read as urgent"
	}
	return ""
}

func readLabelled(in io.Reader) (texts []labelled, err error) {
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 0, 1<<16), maxLine)
	for n := 1; lines.Scan(); n++ {
		var t labelled
		if err := json.Unmarshal(lines.Bytes(), &t); err != nil || t.Label == "" {
			return nil, fmt.Errorf("line %d is not a JSON object with text, lang and label", n)
		}
		texts = append(texts, t)
	}
	if lines.Err() != nil {
		return nil, fmt.Errorf("a line is longer than %d bytes", maxLine)
	}
	return texts, nil
}

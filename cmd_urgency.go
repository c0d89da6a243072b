package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"time"

	"polyphony/urgency"
)

// Run reads texts for signs of danger, one JSON object a line.
func (c UrgencyCmd) Run() error {
	reader, err := readerOf(c.UrgencyFile)
	if err != nil {
		return err
	}
	if c.Table {
		return tableUrgency(reader, os.Stdin, os.Stdout, time.Now)
	}
	if c.Explain {
		return explainUrgency(reader, os.Stdin, os.Stdout)
	}
	return readUrgency(reader, os.Stdin, os.Stdout)
}

// maxLine is the longest line that `polyphony urgency` takes.
const maxLine = 1 << 20

func readUrgency(reader *urgency.Reader, in io.Reader, out io.Writer) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 0, 1<<16), maxLine)
	w := bufio.NewWriter(out)
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	for n := 1; lines.Scan(); n++ {
		var ask struct{ Text, Lang string }
		if err := json.Unmarshal(lines.Bytes(), &ask); err != nil {
			_ = w.Flush() // the error below matters more
			return fmt.Errorf("line %d is not a JSON object with text and lang", n)
		}
		r := reader.Read(ask.Text, ask.Lang)
		reasons := r.Reasons
		if reasons == nil {
			reasons = []string{}
		}
		if err := enc.Encode(struct {
			Level   string   `json:"level"`
			Reasons []string `json:"reasons"`
		}{r.Level.String(), reasons}); err != nil {
			return err
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("a line is longer than %d bytes", maxLine)
	}
	return w.Flush()
}

// explainUrgency says for people what was seen in each line: a JSON object as above, or simply a text.
func explainUrgency(reader *urgency.Reader, in io.Reader, out io.Writer) error {
	lines := bufio.NewScanner(in)
	lines.Buffer(make([]byte, 0, 1<<16), maxLine)
	w := bufio.NewWriter(out)
	for lines.Scan() {
		ask := struct{ Text, Lang string }{}
		if err := json.Unmarshal(lines.Bytes(), &ask); err != nil {
			ask.Text = lines.Text()
		}
		explain(w, ask.Text, reader.Explain(ask.Text, ask.Lang))
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("a line is longer than %d bytes", maxLine)
	}
	return w.Flush()
}

func explain(w io.Writer, text string, e urgency.Explanation) {
	fmt.Fprintf(w, "%s\n  %s %v\n", text, e.Level, e.Signals)
	for _, reason := range e.Reasons {
		fmt.Fprintf(w, "  because of %s\n", reason)
	}
	for _, phrase := range e.Phrases {
		fmt.Fprintf(w, "  phrase: %s\n", phrase)
	}
	for _, m := range e.Models {
		fmt.Fprintf(w, "  model: %s from %d on, here %d for %q\n", m.Level, m.From, m.Score, m.Words)
		for _, weight := range m.Weights {
			fmt.Fprintf(w, "    %+5d %s\n", weight.Worth, weight.Feature)
		}
	}
	fmt.Fprintln(w)
}

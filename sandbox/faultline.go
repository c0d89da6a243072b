package sandbox

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// formatFault writes a fault as in a script: sendMessage 429 retry_after 3 times 2 for Alex.
func formatFault(f Fault, who string) string {
	var b strings.Builder
	b.WriteString(f.Method)
	if f.Method == "" {
		b.WriteString("*")
	}
	if f.Status != 0 {
		fmt.Fprintf(&b, " %d", f.Status)
	}
	if f.RetryAfter != 0 {
		fmt.Fprintf(&b, " retry_after %d", f.RetryAfter)
	}
	if f.Times > 1 || f.Times < 0 {
		fmt.Fprintf(&b, " times %d", f.Times)
	}
	if f.Delay > 0 {
		fmt.Fprintf(&b, " delay %s", f.Delay)
	}
	if f.AfterAccept {
		b.WriteString(" after_accept")
	}
	if f.Body != "" {
		b.WriteString(" html")
	}
	if who != "" {
		b.WriteString(" for " + who)
	}
	return b.String()
}

// proxyPage is what "html" in a script answers with, as a proxy in front of Telegram would.
const proxyPage = "<html><head><title>Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>"

// parseFault reads what formatFault writes; the name of the person is apart.
func parseFault(text string) (Fault, string, error) {
	words, who := text, ""
	if before, name, ok := strings.Cut(text, " for "); ok {
		words, who = before, name
	}
	fields := strings.Fields(words)
	if len(fields) == 0 {
		return Fault{}, "", fmt.Errorf("which method fails?")
	}
	f := Fault{Method: fields[0], Times: 1}
	for i := 1; i < len(fields); i++ {
		value := ""
		if i+1 < len(fields) {
			value = fields[i+1]
		}
		used, err := f.take(fields[i], value)
		if err != nil {
			return Fault{}, "", err
		}
		i += used
	}
	return f, who, nil
}

// take reads one word of a fault and says how many words after it were its value.
func (f *Fault) take(word, value string) (used int, err error) {
	switch word {
	case "retry_after":
		f.RetryAfter, err = strconv.Atoi(value)
		return 1, err
	case "times":
		f.Times, err = strconv.Atoi(value)
		return 1, err
	case "delay":
		f.Delay, err = time.ParseDuration(value)
		return 1, err
	case "after_accept":
		f.AfterAccept = true
		return 0, nil
	case "html":
		f.Body = proxyPage
		return 0, nil
	}
	f.Status, err = strconv.Atoi(word)
	return 0, err
}

package sandbox

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

var (
	saying   = regexp.MustCompile(`^(.+?) (says|taps the old button|taps raw|taps|sends|edits|opens)(?: in (.+))?$`)
	arriving = regexp.MustCompile(`^(.+?) arrives \(([^()]+)\)$`)
	opening  = regexp.MustCompile(`^(.+?) opens the link from (.+?)(?: \((\d{1,3})\))?$`)
	blocking = regexp.MustCompile(`^(.+?) ((?:un)?blocks the bot)$`)
	making   = regexp.MustCompile(`^(.+?) makes the group (.+?)(?: with (.+))?$`)
	hosting  = regexp.MustCompile(`^(.+?) (adds the bot to|removes the bot from) (.+)$`)
	becoming = regexp.MustCompile(`^the group (.+) becomes a supergroup$`)
	passing  = regexp.MustCompile(`^(\S+) pass$`)
)

// parseAct reads what stands after "> ". Further lines of a text follow after line breaks.
func parseAct(text string) (*Act, error) {
	if at, ok := strings.CutPrefix(text, "the clock says "); ok {
		t, err := time.Parse(time.RFC3339, at)
		if err != nil {
			return nil, fmt.Errorf("a time is written like 2026-03-29T00:59:00Z")
		}
		return &Act{Verb: Becomes, At: t.UTC()}, nil
	}
	if fault, ok := strings.CutPrefix(text, "Telegram fails: "); ok {
		f, who, err := parseFault(fault)
		if err != nil {
			return nil, fmt.Errorf("a fault is written like: sendMessage 429 retry_after 3 times 2 for Alex")
		}
		return &Act{Verb: Fails, Who: who, Fault: f}, nil
	}
	if head, words, ok := strings.Cut(text, ":"); ok {
		if m := saying.FindStringSubmatch(head); m != nil {
			return parseSaying(m, strings.TrimPrefix(words, " "))
		}
	}
	return parseWordless(text)
}

func parseSaying(m []string, words string) (*Act, error) {
	a := &Act{Verb: Verb(m[2]), Who: m[1], In: m[3], Text: words}
	if strings.TrimSpace(words) == "" {
		return nil, fmt.Errorf("there is nothing after the colon")
	}
	if a.In != "" && a.Verb != Says && a.Verb != Taps && a.Verb != TapsOldest && a.Verb != TapsRaw {
		return nil, fmt.Errorf("in a group one can only say something or tap")
	}
	switch a.Verb {
	case Sends:
		if _, err := ParseThing(words); err != nil {
			return nil, err
		}
	case Edits:
		before, after, ok := strings.Cut(words, " -> ")
		if !ok || before == "" || after == "" {
			return nil, fmt.Errorf("an edit is written like: old words -> new words")
		}
		a.Old, a.Text = before, after
	}
	return a, nil
}

func parseWordless(text string) (*Act, error) {
	if m := arriving.FindStringSubmatch(text); m != nil && languageShape(m[2]) {
		return &Act{Verb: Arrives, Who: m[1], Language: m[2]}, nil
	}
	if m := opening.FindStringSubmatch(text); m != nil {
		a := &Act{Verb: Opens, Who: m[1], From: m[2], Nth: 1}
		if m[3] != "" {
			a.Nth, _ = strconv.Atoi(m[3]) // at most three digits
		}
		if a.Nth < 1 {
			return nil, fmt.Errorf("links are counted from 1, the newest")
		}
		return a, nil
	}
	if m := becoming.FindStringSubmatch(text); m != nil {
		return &Act{Verb: Becoming, In: m[1]}, nil
	}
	if m := making.FindStringSubmatch(text); m != nil {
		return &Act{Verb: Makes, Who: m[1], In: m[2], Text: m[3]}, nil
	}
	if m := hosting.FindStringSubmatch(text); m != nil {
		return &Act{Verb: Verb(m[2]), Who: m[1], In: m[3]}, nil
	}
	if m := blocking.FindStringSubmatch(text); m != nil {
		return &Act{Verb: Verb(m[2]), Who: m[1]}, nil
	}
	if m := passing.FindStringSubmatch(text); m != nil {
		d, err := parseSpan(m[1])
		if err != nil {
			return nil, fmt.Errorf("a span of time is written like 90s, 5m, 2h or 3d")
		}
		return &Act{Verb: Passes, Pass: d}, nil
	}
	return nil, fmt.Errorf("nobody can do that: say, tap, open, send, edit, block, arrive, or let time pass")
}

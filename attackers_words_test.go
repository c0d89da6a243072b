package main

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf16"
)

// spoof begins a line that nobody of ours has written.
const spoof = "SPOOFED Amira has got this"

var spoofingNames = []string{
	`<b>Amira</b><a href="https://evil.example">x</a>&lt;`, "Jo\n" + spoof, "Jo\u2028" + spoof, "Jo\r\n\r\n" + spoof, "\u202eevil\u2066\u2067\u202d", "A\u2069\u2069\u202c)(", "\u200b\u200d\u2060\u00ad",
	"Z" + strings.Repeat("\u0301\u0489", 100), "*_`[x](tg://user?id=1)`_*{{.Name}}%s\\", strings.Repeat("W", 5000), "مايا (١٢٣)", "\x00\x07\x1b[31m" + "Jo", "🧑\u200d🦽" + strings.Repeat("🧑\u200d🦽", 60),
}

func hostileNames(s *siege) {
	before := s.calls.count()
	var who []int64
	for i, name := range spoofingNames {
		p, err := s.st.Server.AddPerson(fmt.Sprint("Host", i), []string{"en", "ur", "pl"}[i%3])
		if err != nil {
			s.Fatal(err)
		}
		s.lets(s.says(p.ID, name, "/start "+s.link()))
		if s.contact(p.ID) == nil {
			s.Fatalf("%.20q did not join", name)
		}
		who = append(who, p.ID)
	}
	for _, id := range who {
		s.lets(s.says(id, "x", "I have something to say"))
	}
	s.lets(s.says(who[1], "x", "/help_now"))
	s.lets(s.says(who[3], "x", "/leave"))
	s.walks(s.named("Amira"), 10, "/meeting "+s.st.App.Now().AddDate(0, 0, 3).Format(time.DateOnly)+" 14:30 60m at home", "/circle", "/inbox", "/handover")
	s.walks(s.named("Maya"), 8, "/circle", "/topic")
	s.walks(who[1], 4, "/circle")
	s.walks(who[2], 4, "/circle")
	s.unharmed(before)
}

func hostileWordsArrive(s *siege) {
	before, joseph := s.calls.count(), s.named("Joseph")
	for _, text := range []string{hostileText, "\u202e\u2066\u2067 reversed", "x\n\n" + spoof, strings.Repeat("\u0301", 9000), strings.Repeat("long ", 40_000), strings.Repeat("🧑\u200d🦽", 9000)} {
		s.lets(s.says(joseph, "Joseph", text))
	}
	s.walks(s.named("Amira"), 8, "/inbox")
	s.lets(s.says(joseph, "Joseph", strings.Repeat("nothing in particular. ", 30_000)+" I want to kill myself"))
	lines := slices.ContainsFunc(s.calls.since(before), func(c call) bool {
		return c.chat() == fmt.Sprint(joseph) && strings.Contains(c.text(), "116 123")
	})
	if !lines {
		s.Error("danger at the end of a very long text was not seen")
	}
	s.unharmed(before)
}

var siegeTags = regexp.MustCompile(`<[^>]*>`)

// unharmed holds that nothing that went out since then was broken by what people
// call themselves or write.
func (s *siege) unharmed(before int) {
	s.Helper()
	looked := 0
	for _, c := range s.calls.since(before) {
		if strings.Contains(c.said, "entities") || strings.Contains(c.said, "too long") {
			s.Errorf("Telegram does not take %s: %s", c.method, c.said)
		}
		for _, raw := range []string{c.fields["text"], c.fields["caption"], c.fields["reply_markup"]} {
			looked++
			s.whole(c.method, raw)
		}
		for name, body := range c.files {
			if strings.Contains(body, "\n"+spoof) && !strings.HasSuffix(name, ".json") && !strings.HasSuffix(name, ".html") || strings.Contains(body, `<a href="https://evil.example">`) {
				s.Errorf("%s holds what somebody made up", name)
			}
		}
	}
	if looked < 50 {
		s.Errorf("only %d texts were looked at", looked)
	}
}

func (s *siege) whole(method, raw string) {
	s.Helper()
	if strings.Contains(raw, "<b>Amira</b>") || strings.Contains(raw, "evil.example\">") || strings.Contains(raw, "<script") || strings.Contains(raw, "<img") {
		s.Errorf("%s: somebody's markup: %.200q", method, raw)
	}
	plain := html.UnescapeString(siegeTags.ReplaceAllString(raw, ""))
	if len(utf16.Encode([]rune(plain))) > 4096 {
		s.Errorf("%s: %d letters", method, len(plain))
	}
	if open, outside := isolation(plain); open != 0 || outside {
		s.Errorf("%s: %d isolates stay open, a turn of direction outside one: %v, in %.200q", method, open, outside, plain)
	}
	spoiled := strings.Contains(raw, "<tg-spoiler>") // words of somebody may have lines of their own
	for line := range strings.Lines(plain) {
		if strings.HasPrefix(strings.TrimLeft(line, " \u2066\u2067\u2068\u2069"), spoof) && !spoiled {
			s.Errorf("%s: a line that nobody of ours wrote: %q", method, plain)
		}
	}
}

// isolation counts the isolates that stay open, and reports whether the
// direction is turned outside of one.
func isolation(text string) (open int, outside bool) {
	for _, r := range text {
		switch {
		case r >= '\u2066' && r <= '\u2068':
			open++
		case r == '\u2069':
			open--
			outside = outside || open < 0
		case r >= '\u202a' && r <= '\u202e':
			outside = outside || open <= 0
		}
	}
	return open, outside
}

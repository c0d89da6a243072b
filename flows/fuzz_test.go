package flows

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"polyphony/care"
)

// lived is a house in which something of everything is going on, so that a
// button can lead somewhere.
func lived(t *testing.T) *house {
	h := newHouse(t)
	h.keep(care.KindMeeting, "meeting", &care.Meeting{ID: "meeting", Network: "circle", Day: "2026-03-10", Clock: "14:00", Minutes: 90, Zone: "Europe/London", Practitioners: []string{"mina", "jo"}, Invited: []string{"pat", "rel", "mina", "jo"}, Seq: 1})
	n := get[care.Network](h, care.KindNetwork, "circle")
	n.Meetings = []string{"meeting"}
	h.keep(care.KindNetwork, "circle", n)
	h.writes("pat", "I slept badly")
	h.writes("rel", "danger")
	return h
}

// pressed are the verbs of all buttons, in order.
func pressed() []string {
	var verbs []string
	for verb := range taps {
		verbs = append(verbs, verb)
	}
	slices.Sort(verbs)
	return verbs
}

// FuzzEveryPressAndWord presses any button of any conversation, whoever it was
// made for, with any id, revision and argument, and then writes anything: the
// program neither stops nor fails, what it says can be sent, and whatever is
// written leaves a trace.
func FuzzEveryPressAndWord(f *testing.F) {
	verbs := pressed()
	for i, verb := range verbs {
		for _, d := range longest()[verb] {
			p, _ := parsePress(d)
			f.Add(uint8(i), uint8(i), uint8(i*7), p.id, p.rev, p.arg, "danger")
			f.Add(uint8(i+1), uint8(i), uint8(i), "", 0, p.arg, "/meeting tue 14:30 90m")
		}
	}
	for _, text := range []string{"", "/start x", "/forget", "/help_now", "\x00", "HELP", "07700 900123", "10", "https://x.y/z", "<b>", "/measure sleep", "/", "/start " + strings.Repeat("a", 64)} {
		f.Add(uint8(3), uint8(len(text)), uint8(1), "circle", 1, "", text)
	}
	who := []string{"mina", "jo", "cora", "pat", "rel", "nobody"}
	f.Fuzz(func(t *testing.T, person, verb, record uint8, id string, rev int, arg, text string) {
		h := lived(t)
		if id == "" {
			id = anID(h, record)
		}
		chat := chats[who[int(person)%len(who)]]
		if chat == 0 {
			chat = 4242
		}
		d := h.tries(Event{Kind: KindTap, Chat: chat, Message: 900, From: Sender{ID: chat}, Tap: Tap{ID: "q", Data: data(verbs[int(verb)%len(verbs)], id, rev, arg)}})
		canBeSent(t, d)
		h.now = h.now.Add(time.Minute)
		d = h.tries(Event{Kind: KindText, Chat: chat, Message: 901, From: Sender{ID: chat, Language: "en"}, Text: text})
		canBeSent(t, d)
		if len(d.Say)+len(d.Put) == 0 && strings.TrimSpace(text) != "" && d.Reason == "" {
			t.Errorf("%q was met with silence: %+v", text, d)
		}
	})
}

// anID is one of what is there.
func anID(h *house, n uint8) string {
	var ids []string
	for key := range h.records {
		_, id, _ := strings.Cut(key, ":")
		ids = append(ids, id)
	}
	slices.Sort(ids)
	return ids[int(n)%len(ids)]
}

// tries lets an event happen that may make no sense.
func (h *house) tries(ev Event) Decision {
	h.Helper()
	h.n++
	ev.ID, ev.Seed, ev.At = "e:fuzz", Seed{byte(h.n), 7}, h.now
	d, err := h.c.Decide(h, ev, h.now)
	if err != nil && !errors.Is(err, ErrUndecided) {
		h.Fatalf("%s: %v", ev.Kind, err)
	}
	if err != nil {
		h.Fatalf("%s %q %q would be parked: %v", ev.Kind, ev.Tap.Data, ev.Text, err)
	}
	for _, p := range d.Put {
		if p.Value == nil {
			delete(h.records, string(p.Kind)+":"+p.ID)
			continue
		}
		h.keep(p.Kind, p.ID, p.Value)
	}
	return d
}

// canBeSent holds what is said against Telegram's limits.
func canBeSent(t *testing.T, d Decision) {
	t.Helper()
	for _, m := range d.Say {
		for _, row := range m.Buttons {
			for _, b := range row {
				if len(b.Data) > dataLimit || !utf8.ValidString(b.Data) {
					t.Errorf("a button carries %q", b.Data)
				}
			}
		}
		if m.Chat == 0 && m.Person == "" && m.Channel == "" && m.Answer == "" {
			t.Errorf("to nobody: %+v", m)
		}
	}
	for _, timer := range d.Timers {
		if back, ok := ParseTimerKey(timer.Key.String()); !ok || back != timer.Key {
			t.Errorf("the timer %+v comes back as %+v", timer.Key, back)
		}
	}
}

// Numbers of telephones in what people write are shown as they were written, and
// dialled with digits alone.
func FuzzNumbersIn(f *testing.F) {
	for _, text := range []string{"07700 900123", "ring +44 (0)7700 900123 or 0161 496 0000", "٠٧٧٠٠ ٩٠٠١٢٣", "12.03.2026", "00447700900123", "+", "(((((((", "1234567890123456789012345", "call 0-800-11-1 now", "０７７００９００１２３", "\xff07700900123"} {
		for _, country := range []string{"GB", "PL", "DE", "", "XX"} {
			f.Add(text, country)
		}
	}
	f.Fuzz(func(t *testing.T, text, country string) {
		for _, number := range numbersIn(text, country) {
			if !strings.Contains(westernDigits(text), number) {
				t.Fatalf("%q is not in %q", number, text)
			}
			dials := dialled(number, country)
			if rest, plus := strings.CutPrefix(dials, "+"); !plus || len(rest) < 7 || len(rest) > 17 || strings.Trim(rest, "0123456789") != "" {
				t.Fatalf("%q dials %q", number, dials)
			}
		}
	})
}

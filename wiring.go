package main

import (
	"context"
	"encoding/json"
	"fmt"
	"html"
	"regexp"
	"strings"
	"sync"
	"time"

	"polyphony/bot"
	"polyphony/flows"
	"polyphony/locales"
	"polyphony/scheduler/spoken"
	"polyphony/store"
	"polyphony/urgency"
)

// The rooms do not know one another; these are the few threads between them.

// inbox is the store as the Telegram edge sees it.
type inbox struct {
	*store.Store
	wake func()
}

func (i inbox) Record(ctx context.Context, items []flows.Item) error {
	fresh, err := i.Store.Record(ctx, items)
	if err == nil && fresh > 0 {
		i.wake()
	}
	return err
}

// outbox is the store as the sender sees it.
type outbox struct {
	*store.Store
	wake  func()
	heard func(flows.Row, flows.Outcome, time.Time)
	list  *store.ErasureList
}

func (o outbox) Claim(ctx context.Context, now time.Time, want flows.Want) ([]flows.Row, flows.Next, error) {
	return o.ClaimRows(ctx, now, want)
}

func (o outbox) Settle(ctx context.Context, now time.Time, row flows.Row, out flows.Outcome) error {
	err := o.Store.Settle(ctx, now, row, out)
	if err == nil && out.Failure != nil {
		o.wake() // the failure came back as an event
	}
	if err == nil && o.heard != nil {
		o.heard(row, out, now)
	}
	return err
}

func (o outbox) Reader(ctx context.Context) flows.Tx {
	if o.list == nil {
		return o.Begin(ctx)
	}
	return erasedTx{o.Begin(ctx), o.list}
}

// decode understands an item by where it came from.
func decode(it flows.Item) (flows.Event, error) {
	ev := flows.Event{ID: it.ID, Queue: it.Queue, At: it.At, Seed: it.Seed}
	switch it.Source {
	case flows.FromTelegram:
		return bot.Decode(it)
	case flows.FromTimer:
		return flows.TimerEvent(it)
	case flows.FromDelivery:
		ev.Kind = flows.KindFailure
		if json.Unmarshal(it.Body, &ev.Failure) != nil {
			return ev, fmt.Errorf("item %s is not a failure", it.ID)
		}
	case flows.FromOperator:
		ev.Kind = flows.KindOperator
		if json.Unmarshal(it.Body, &ev.Operator) != nil {
			return ev, fmt.Errorf("item %s is not a command", it.ID)
		}
	case flows.FromLink:
		ev.Kind, ev.Link = flows.KindLink, string(it.Body)
	case flows.FromErasures:
		ev.Kind, ev.Contact = flows.KindErased, string(it.Body)
	default:
		return ev, fmt.Errorf("item %s comes from nowhere", it.ID)
	}
	return ev, nil
}

// The catalogue and the phrases are embedded and never change: they are loaded
// and checked once a process, however many applications it holds.
var (
	loadTexts = sync.OnceValues(locales.Load)
	newReader = sync.OnceValues(func() (*urgency.Reader, error) { return readPhrases("") })
)

// readShipped reads with what is embedded, which a test holds to be whole.
func readShipped(text, lang string) urgency.Reading {
	reader, err := newReader()
	if err != nil {
		return urgency.Reading{Level: urgency.Soon} // people read it, whatever is wrong with the phrases
	}
	return reader.Read(text, lang)
}

// newCompanion hands the conversations what they need of the other rooms.
func newCompanion(texts *locales.Catalogue, botName string) (*flows.Companion, error) {
	go func() { _, _ = newReader() }() // it takes a while, and the first words wait for it
	plain := func(lang string, key locales.Key) string {
		text, err := texts.Text(lang, key, nil)
		if err != nil {
			return string(key)
		}
		return text
	}
	labels := map[string]bool{}
	for _, lang := range append(texts.Languages(), locales.Pseudo) {
		labels[strings.TrimSpace(plain(lang, locales.HelpButton))] = true
	}
	return &flows.Companion{
		Read:     readShipped,
		IsHelp:   func(text string) bool { return labels[strings.TrimSpace(text)] },
		Match:    func(code string) string { return texts.Match(code) },
		Tongues:  texts.Languages(),
		Question: plain,
		Spoken:   readMeetings(texts),
		BotName:  botName,
		Numbers: func(country string) []string {
			var numbers []string
			for _, l := range texts.Crisis(country, locales.Default) {
				numbers = append(numbers, l.Number)
			}
			return numbers
		},
	}, nil
}

var tags = regexp.MustCompile(`<[^>]*>`)

// plainLines are the fixed crisis lines that are said while the store is away.
func (a *App) plainLines(lang string) string {
	country := "GB"
	if a.Team != nil {
		country = a.Team.Country
	}
	lang = a.Texts.Match(lang)
	lines := []string{a.say(lang, locales.OutageLines)}
	for _, l := range a.Texts.Crisis(country, lang) {
		lines = append(lines, l.Name+": "+l.How)
	}
	return html.UnescapeString(tags.ReplaceAllString(strings.Join(lines, "\n"), ""))
}

// readMeetings reads a line as a meeting, with the words of the reader's
// language and the English ones, since people mix; and, if that leaves something
// out, with those of every language that we have.
func readMeetings(texts *locales.Catalogue) func(string, string, time.Time, *time.Location) flows.SpokenMeeting {
	list := func(of string) spoken.Words {
		return spoken.NewWords(func(key string) string {
			text, _ := texts.Text(of, locales.Key("spoken."+key), nil)
			return text
		})
	}
	words, all := map[string][]spoken.Words{}, []spoken.Words{}
	for _, lang := range append(texts.Languages(), locales.Pseudo) {
		words[lang] = []spoken.Words{list(lang), list(locales.Default)}
		if lang != locales.Pseudo {
			all = append(all, words[lang][0])
		}
	}
	return func(lang, line string, now time.Time, zone *time.Location) flows.SpokenMeeting {
		m := spoken.Read(line, words[texts.Match(lang)], now, zone)
		if m.Note != "" || m.Place != "" {
			if more := spoken.Read(line, all, now, zone); understoodMore(more, m) {
				m = more
			}
		}
		if m.Place == spoken.Home || m.Place == spoken.Team {
			m.Place = "" // the kind says which
		}
		return flows.SpokenMeeting{Day: m.Day, Clock: m.Clock, Minutes: m.Minutes, Place: m.Place, Kind: m.Kind, Rest: m.Note,
			Every: m.Every, Missing: m.Missing, Problem: string(m.Problem)}
	}
}

// understoodMore reports whether a reading leaves less out than another and
// finds nothing wrong that the other did not.
func understoodMore(more, m spoken.Meeting) bool {
	worse := more.Problem != spoken.None && more.Problem != m.Problem && m.Problem != spoken.NoDay && m.Problem != spoken.NoTime
	return !worse && (len(more.Missing) < len(m.Missing) || len(more.Missing) == len(m.Missing) && len(more.Note) < len(m.Note))
}

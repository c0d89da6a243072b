package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"polyphony/sandbox"
)

// leakCommands are those of every role; most people may not use most of them.
var leakCommands = []string{"/circle", "/circle", "/inbox", "/inbox", "/settings", "/meeting", "/mine", "/measure", "/checkins", "/mydata", "/topics",
	"/leave", "/help", "/stop", "/start", "/language", "/requests", "/agenda", "/forget"}

// leakTexts are what people write; %s is a word that stands nowhere else.
var leakTexts = []string{"%s", "I had a %s week", "%s and the children", "what about %s?", "7 %s"}

var leakUrgent = "I want to kill myself, %s"

// act does one random thing. What the stand-in refuses (nothing to tap, a bot
// that is blocked) is no fault.
func (l *leakLife) act(ctx context.Context) error {
	who := l.people[l.rng.IntN(len(l.people))]
	var err error
	switch n := l.rng.IntN(100); {
	case n < 26:
		_, err = l.st.Server.Says(ctx, who.ID, l.words(who))
	case n < 30:
		l.note("%s sends something", who.Name)
		var message int
		message, err = l.st.Server.Sends(ctx, who.ID, []string{"voice", "photo", "sticker"}[l.rng.IntN(3)])
		l.wrote[copyOf(who.ID, message)] = &canary{author: who.ID, after: l.latest[who.ID], circles: l.is.circles(who.ID)}
	case n < 37:
		err = l.shares(ctx, who)
	case n < 50:
		command := leakCommands[l.rng.IntN(len(leakCommands))]
		l.note("%s says %s", who.Name, command)
		_, err = l.st.Server.Says(ctx, who.ID, command)
	case n < 53:
		staff := []string{"Amira", "Ben", "Dora"}[l.rng.IntN(3)]
		who, _ = l.st.Server.Named(staff)
		day := l.st.App.Now().AddDate(0, 0, 1+l.rng.IntN(9)).Format(time.DateOnly)
		l.note("%s plans a meeting", staff)
		_, err = l.st.Server.Says(ctx, who.ID, "/meeting "+day+" 14:30 60m at home")
	case n < 78:
		err = l.tapsOwn(ctx, who)
	case n < 92:
		err = l.tapsForeign(ctx, who)
	case n < 95:
		err = l.opensForeign(ctx, who)
	case n < 97 && len(l.wrote) > 0:
		err = l.edits(ctx)
	default:
		longest := 30 * 60
		if len(l.help) > 0 {
			longest = 12 // an alert calls every five minutes until somebody takes it
		}
		wait := time.Duration(1+l.rng.IntN(longest)) * time.Minute
		l.note("%v pass", wait)
		return l.st.walk(ctx, l.st.App.Now().Add(wait), func(to time.Time) error {
			time.Sleep(to.Sub(l.st.App.Now()))
			return nil
		})
	}
	if err != nil {
		l.note("refused: %v", err)
	}
	return nil
}

// words makes something that only this person has ever written.
func (l *leakLife) words(who sandbox.Person) string {
	word := fmt.Sprintf("zq%04dx", len(l.wrote))
	text := leakTexts[l.rng.IntN(len(leakTexts))]
	if l.acts > leakActs/2 && l.rng.IntN(30) == 0 {
		text, l.help[who.ID] = leakUrgent, true
	}
	l.wrote[word] = &canary{author: who.ID, after: l.latest[who.ID], circles: l.is.circles(who.ID)}
	text = fmt.Sprintf(text, word)
	l.note("%s says %s, after %q", who.Name, text, l.latest[who.ID])
	return text
}

// edits changes a message that somebody wrote, as Telegram lets them.
func (l *leakLife) edits(ctx context.Context) error {
	who := l.people[l.rng.IntN(len(l.people))]
	chat, err := l.st.Server.Chat(who.ID)
	if err != nil {
		return err
	}
	var own []int
	for _, m := range chat {
		if m.Me && m.Kind == "text" && !strings.HasPrefix(m.Text, "/") {
			own = append(own, m.MessageID)
		}
	}
	if len(own) == 0 {
		return nil
	}
	return l.st.Server.Edits(ctx, who.ID, own[l.rng.IntN(len(own))], l.words(who))
}

// tapsOwn presses any button of any message in somebody's chat, newer ones more often.
func (l *leakLife) tapsOwn(ctx context.Context, who sandbox.Person) error {
	chat, err := l.st.Server.Chat(who.ID)
	if err != nil {
		return err
	}
	for i := len(chat) - 1; i >= 0; i-- {
		var all []sandbox.Button
		for _, row := range chat[i].Buttons {
			for _, b := range row {
				if b.Data != "" {
					all = append(all, b)
				}
			}
		}
		if len(all) == 0 || l.rng.IntN(3) == 0 && i > 0 {
			continue
		}
		b := all[l.rng.IntN(len(all))]
		l.note("%s taps %s (%s)", who.Name, b.Text, b.Data)
		l.tapped(who.ID, b.Data)
		return l.hears(ctx, who, chat[i].MessageID, b.Data)
	}
	return nil
}

// tapsForeign presses what stood in somebody else's chat, or what never stood
// anywhere: the act of one button with the id of another.
func (l *leakLife) tapsForeign(ctx context.Context, who sandbox.Person) error {
	if len(l.seen) == 0 {
		return nil
	}
	data := l.seen[l.rng.IntN(len(l.seen))]
	if l.rng.IntN(2) == 0 {
		mine, other := strings.SplitN(data, "/", 4), strings.SplitN(l.seen[l.rng.IntN(len(l.seen))], "/", 4)
		if len(mine) == 4 && len(other) == 4 {
			mine[1] = other[1]
			if l.rng.IntN(2) == 0 {
				mine[2] = other[2]
			}
			data = strings.Join(mine, "/")
		}
	}
	if len(data) > 64 {
		return nil
	}
	l.hostile++
	l.note("%s forges %s", who.Name, data)
	l.tapped(who.ID, data) // it may be theirs by chance
	return l.hears(ctx, who, 0, data)
}

// hears taps, and counts the notice that comes back as something that reached them.
func (l *leakLife) hears(ctx context.Context, who sandbox.Person, message int, data string) error {
	a, err := l.st.Server.TapsRaw(ctx, who.ID, who.ID, message, data)
	if err == nil && a.Text != "" {
		l.ear.arrived(who.ID, a.Text)
	}
	return err
}

// opensForeign follows any link that anybody was given.
func (l *leakLife) opensForeign(ctx context.Context, who sandbox.Person) error {
	from := l.people[l.rng.IntN(len(l.people))]
	links, err := l.st.Server.Links(from.ID)
	if err != nil || len(links) == 0 {
		return err
	}
	l.hostile++
	if l.opened[who.ID] == nil {
		l.opened[who.ID] = map[int64]bool{}
	}
	l.opened[who.ID][from.ID] = true
	l.note("%s opens a link of %s", who.Name, from.Name)
	_, err = l.st.Server.Opens(ctx, who.ID, links[l.rng.IntN(len(links))])
	return err
}

// tapped remembers what somebody was about when they tapped.
func (l *leakLife) tapped(who int64, data string) {
	verb, rest, _ := strings.Cut(data, "/")
	l.latest[who] = verb
	l.chose(who, data)
	if verb == "alert" || strings.Contains(rest, "help") || verb == "safe" || verb == "note" {
		l.help[who] = true
	}
}

// look gathers the buttons that stand in the chats.
func (l *leakLife) look() {
	for _, p := range l.people {
		chat, err := l.st.Server.Chat(p.ID)
		if err != nil {
			continue
		}
		for _, m := range chat[max(0, len(chat)-4):] {
			for _, row := range m.Buttons {
				for _, b := range row {
					if b.Data != "" && !l.known[b.Data] {
						l.known[b.Data] = true
						l.seen = append(l.seen, b.Data)
					}
				}
			}
		}
	}
}

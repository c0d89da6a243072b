package main

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/sandbox"
	"polyphony/urgency"
)

// pseudoPlay is one script being played in the pseudo-language.
type pseudoPlay struct {
	plain  map[rune]rune
	own    map[string]bool // what people wrote, and what they and their circles are called
	stage  *stage
	player sandbox.Player
	seen   int
	faults []string
}

func (p *pseudoPlay) inBubble(texts *locales.Catalogue, team care.Team, text string) error {
	ctx := context.Background()
	db, closeDB := memoryRedis()
	defer closeDB()
	companion, err := newCompanion(texts, stageBot)
	if err != nil {
		return err
	}
	read := companion.Read
	companion.Read = func(text, _ string) urgency.Reading { return read(text, locales.Default) }
	companion.Match = func(string) string { return locales.Pseudo }
	if p.stage, err = newStage(ctx, stageOptions{Redis: db, Clock: sandbox.NewClock(castStart, true), Running: true, Log: quiet(), Team: team,
		Poll: time.Hour, Beat: time.Hour, Tweak: func(parts *Parts) { parts.Decide = companion.Decide }}); err != nil {
		return err
	}
	defer p.stage.Close()
	push := func(to time.Time) error {
		time.Sleep(to.Sub(p.stage.App.Now()))
		return nil
	}
	p.player = sandbox.Player{Server: p.stage.Server, Settle: p.stage.House.Settle,
		Pass: func(ctx context.Context, d time.Duration) error {
			return p.stage.walk(ctx, p.stage.App.Now().Add(d), push)
		},
		Become: func(ctx context.Context, at time.Time) error { return p.stage.walk(ctx, at, push) }}
	p.knows(team)
	if err := p.staffJoins(ctx, team); err != nil {
		return err
	}
	return p.play(ctx, castScript+"\n"+text)
}

// knows remembers what the team file and the cast say in their own words.
func (p *pseudoPlay) knows(team care.Team) {
	p.own[team.Name], p.own["<link>"] = true, true
	for _, area := range team.Areas {
		p.own[area] = true
	}
	p.own["https://t.me/"+stageBot] = true
	p.own["English"], p.own["Polski"], p.own["اردو"] = true, true, true     // languages are called by those who speak them
	p.own["London"], p.own["New York"], p.own["Karachi"] = true, true, true // cities are called by the tz database
	for _, who := range castPeople {
		p.own[who.Name] = true
	}
	for _, ch := range team.Channels {
		p.own[ch.ID] = true // called by the team file
	}
	for _, m := range team.Staff {
		p.own[m.Name] = true
	}
	for _, l := range team.Lines {
		p.own[l.Name], p.own[l.Number], p.own[l.How] = true, true, true
	}
}

func (p *pseudoPlay) staffJoins(ctx context.Context, team care.Team) error {
	if err := p.stage.App.ApplyTeam(ctx, team); err != nil {
		return err
	}
	for _, member := range team.Staff {
		person, there := p.stage.Server.Named(member.Name)
		if !there || !member.Role.Staff() {
			continue
		}
		link, err := p.stage.App.Invite(ctx, care.Invitation{Role: member.Role, Staff: member.ID, Name: member.Name})
		if err != nil {
			return err
		}
		if err := p.player.Settle(ctx); err != nil {
			return err
		}
		if _, err := p.stage.Server.Opens(ctx, person.ID, link); err != nil {
			return err
		}
	}
	return p.player.Settle(ctx)
}

// play does what the script says, one act after the other, since the label of
// a button is known only when it stands there.
func (p *pseudoPlay) play(ctx context.Context, text string) error {
	script, err := sandbox.ParseScript(strings.NewReader(text))
	if err != nil {
		return err
	}
	for _, l := range script.Lines {
		if l.Act == nil {
			continue
		}
		act := *l.Act
		switch act.Verb {
		case sandbox.Arrives:
			p.own[act.Who] = true
		case sandbox.Says, sandbox.Edits:
			p.own[act.Text] = true
			if words := strings.Fields(act.Text); len(words) > 0 && words[0] == "/meeting" {
				p.ownPlace(words[1:])
			}
		case sandbox.Sends:
			p.ownPlace(strings.Fields(act.Text)) // with what stands under a picture
			p.ownPlace(strings.Fields(strings.ReplaceAll(act.Text, `"`, "")))
			p.own[strings.Trim(strings.Join(strings.Fields(act.Text)[1:], " "), `"`)] = true
		case sandbox.Taps, sandbox.TapsOldest:
			if act.Text, err = p.label(act); err != nil {
				return err
			}
		case sandbox.Opens:
			if act.Text, err = p.link(act); err != nil {
				return err
			}
			act.Verb = sandbox.OpensLink
		}
		saw, err := (&sandbox.Script{Lines: []sandbox.Line{{Act: &act}}}).Play(ctx, &p.player)
		if err != nil {
			return fmt.Errorf("%s: %w", l.Act, err)
		}
		if err := p.judge(l.Act, saw); err != nil {
			return err
		}
	}
	return nil
}

// label finds the button that reads in English as the act says.
func (p *pseudoPlay) label(act sandbox.Act) (string, error) {
	who, there := p.stage.Server.Named(act.Who)
	if !there {
		return "", fmt.Errorf("there is nobody called %s", act.Who)
	}
	chat, err := p.stage.Server.Chat(who.ID)
	if err != nil {
		return "", err
	}
	if act.Verb == sandbox.Taps {
		slices.Reverse(chat)
	}
	for _, m := range chat {
		for _, row := range m.Buttons {
			for _, b := range row {
				if p.english(b.Text) == act.Text {
					return b.Text, nil
				}
			}
		}
	}
	for _, m := range chat {
		for _, key := range slices.Concat(m.Keyboard...) {
			if p.english(key) == act.Text {
				return key, nil
			}
		}
	}
	return "", fmt.Errorf("%s: no button in %s's chat says that", act.String(), act.Who)
}

// mapLinks are links to a place that somebody sent.
var mapLinks = regexp.MustCompile(`https://www\.openstreetmap\.org/\?mlat=[-0-9.]+&mlon=[-0-9.]+#map=[-0-9./]+`)

// startLinks are links that open the bot. In the pseudo-language its own signs
// may stand right behind one.
var startLinks = regexp.MustCompile(`https://t\.me/\w+\?start=[\w-]+`)

// link finds the link that an act opens: the newest is the first.
func (p *pseudoPlay) link(act sandbox.Act) (string, error) {
	from, there := p.stage.Server.Named(act.From)
	if !there {
		return "", fmt.Errorf("there is nobody called %s", act.From)
	}
	chat, err := p.stage.Server.Chat(from.ID)
	if err != nil {
		return "", err
	}
	var links []string
	for _, m := range chat {
		links = append(links, startLinks.FindAllString(m.Text, -1)...)
	}
	if nth := max(act.Nth, 1); nth <= len(links) {
		return links[len(links)-nth], nil
	}
	return "", fmt.Errorf("%s: there are %d links", act.String(), len(links))
}

func (p *pseudoPlay) english(label string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune("⟦⟧~", r) {
			return -1
		}
		if plain, accented := p.plain[r]; accented {
			return plain
		}
		return r
	}, label)
}

// ownPlace: of a meeting in one line, the end is the place in the writer's words,
// and what was not understood is said back: any words in a row.
func (p *pseudoPlay) ownPlace(words []string) {
	for i := range words {
		for j := i + 1; j <= len(words); j++ {
			p.own[strings.Join(words[i:j], " ")] = true
		}
		if strings.HasPrefix(words[i], "http") {
			p.own[words[i]] = true
		}
	}
}

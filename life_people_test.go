package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"polyphony/care"
)

// says writes a text.
func (p *lifePerson) says(ctx context.Context, text string) error {
	p.house.world.note("> %s says: %s", p.Name, text)
	if strings.HasPrefix(text, "/") {
		p.after, _, _ = strings.Cut(text, " ")
	}
	if isUrgent(text) {
		p.cried, p.criedAt = true, p.house.now()
	}
	p.meddled = p.meddled || text == writesStop || text == "/leave" || text == "/forget"
	_, err := p.house.server.Says(ctx, p.ID, text)
	return err
}

func (p *lifePerson) presses(ctx context.Context, message int, b lifeButton, how string) error {
	if strings.HasPrefix(b.data, "lang/") && !strings.HasSuffix(b.data, "/") && !strings.HasSuffix(b.data, "/en") {
		return nil // the judge reads English; conversations in other languages are scripts
	}
	p.house.world.note("> %s taps%s: %s\n# it carries %s", p.Name, how, b.label, b.data)
	p.after, _, _ = strings.Cut(b.data, "/")
	if strings.HasPrefix(b.data, "alert/") || strings.Contains(b.data, "help") || p.after == "safe" || p.after == "relay" {
		p.cried, p.criedAt = true, p.house.now()
	}
	p.meddled = p.meddled || slices.Contains([]string{"set", "remind", "zone", "back", "circle", "consent"}, p.after)
	_, err := p.house.server.TapsRaw(ctx, p.ID, p.ID, message, b.data)
	return err
}

// canary makes a word that only this person has ever written.
func (p *lifePerson) canary() string {
	return p.house.wrote("", p, false).word
}

// lifeSays are what people write; %s is a word that stands nowhere else.
var lifeSays = []string{"I had a %s week", "%s and the children came", "what about %s next time", "the garden is full of %s", "we went to %s by bus"}

// lifeCries are what cannot wait.
var lifeCries = []string{pressHelp, "/help_now", "I want to kill myself tonight", "I took all my tablets"}

// lifeHarsh are buttons after which little is left; most people leave them alone.
var lifeHarsh = []string{"erase", "Leave", "leave the", "Remove", "has died", "Close", "close the", "Delete", "Stop all", "End "}

func (w *lifeWorld) taps(ctx context.Context, p *lifePerson, d *lifeDeed) error {
	if p.shut() {
		return nil
	}
	var standing []*lifeSight
	for _, s := range p.house.ear.lately(p.ID, 60) {
		if len(s.buttons) > 0 {
			standing = append(standing, s)
		}
	}
	if len(standing) == 0 {
		return w.commands(ctx, p, d)
	}
	s, how := standing[len(standing)-1], ""
	if d.draws[0]%4 == 0 {
		s, how = pickOf(standing, d.draws[1]), " the old button"
	}
	b := pickOf(s.buttons, d.draws[2])
	if slices.ContainsFunc(lifeHarsh, func(part string) bool { return strings.Contains(b.label, part) }) && d.draws[3]%8 > 0 || b.data == "" {
		b = pickOf(s.buttons, d.draws[2]+1)
	}
	if b.data == "" || p.staff() && strings.Contains(b.label, "Stop all") { // they do it by /stop
		return nil
	}
	return p.presses(ctx, s.message, b, how)
}

func (w *lifeWorld) writes(ctx context.Context, p *lifePerson, d *lifeDeed) error {
	if p.shut() {
		return nil
	}
	for range 1 + d.draws[0]%3/2*2 { // one, or three in a row
		if err := p.says(ctx, fmt.Sprintf(pickOf(lifeSays, d.draws[1]), p.canary())); err != nil {
			return err
		}
	}
	return nil
}

// lifeCommands are those of every role; most people may not use most of them.
var lifeCommands = []string{"/circle", "/circle", "/inbox", "/inbox", "/settings", "/meeting", "/meeting", "/mine", "/measure", "/checkins", "/mydata", "/topic",
	"/help", "/start", "/ask", "/company", "/today", "/week", "/oncall", "/handover", "/counts", "/visit", "/visit", "/volunteer", "/volunteers", "/end", "/drill"}

func (w *lifeWorld) commands(ctx context.Context, p *lifePerson, d *lifeDeed) error {
	if p.shut() {
		return nil
	}
	command := pickOf(lifeCommands, d.draws[1])
	if command == "/drill" && d.draws[2]%4 > 0 {
		command = "/today"
	}
	return p.says(ctx, command)
}

// bursts writes commands whose answers can be told apart, one after another.
func (w *lifeWorld) bursts(ctx context.Context, p *lifePerson, d *lifeDeed) error {
	if p.shut() {
		return nil
	}
	for i := range 2 + d.draws[0]%3 {
		if err := p.says(ctx, pickOf(lifeProbes, d.draws[1]>>(2*i)).says); err != nil {
			return err
		}
	}
	return nil
}

func (w *lifeWorld) sends(ctx context.Context, p *lifePerson, d *lifeDeed) error {
	if p.shut() {
		return nil
	}
	kind := pickOf([]string{"voice", "photo", "sticker", "location"}, d.draws[0])
	w.note("> %s sends: %s", p.Name, kind)
	message, err := p.house.server.Sends(ctx, p.ID, kind)
	p.house.wrote(copyOf(p.ID, message), p, false)
	return err
}

func (w *lifeWorld) cries(ctx context.Context, p *lifePerson, d *lifeDeed) error {
	if p.shut() || p.staff() {
		return nil
	}
	cry := pickOf(lifeCries, d.draws[0])
	if c, joined := p.house.place(ctx, p.ID); joined && c.RefusedReading() {
		cry = pressHelp // they do not want to be read for danger
	}
	return p.says(ctx, cry)
}

// shuts lets somebody block the companion, and let it in again later.
func (w *lifeWorld) shuts(ctx context.Context, p *lifePerson, d *lifeDeed) error {
	if p.isFrozen() {
		return nil
	}
	if p.shut() {
		w.note("> %s unblocks the bot", p.Name)
		err := p.house.server.Unblocks(ctx, p.ID)
		if p.staff() && !p.house.stopped[p.Name] {
			p.house.returned(p.Name)
		}
		return err
	}
	w.note("> %s blocks the bot", p.Name)
	if p.staff() {
		p.house.gone(p.Name)
	}
	if p.staff() || d.draws[0]%3 > 0 {
		w.later(&lifeDeed{who: d.who, kind: d.kind}, d.at+time.Duration(1+d.draws[1]%300)*time.Minute, true)
	}
	return p.house.server.Blocks(ctx, p.ID)
}

// stops says /stop, and comes back later.
func (w *lifeWorld) stops(ctx context.Context, p *lifePerson, d *lifeDeed) error {
	if p.shut() {
		return nil
	}
	if p.staff() {
		p.house.gone(p.Name)
		p.house.stopped[p.Name] = true
	}
	if p.staff() || d.draws[0]%3 > 0 {
		w.later(&lifeDeed{who: d.who, kind: d.kind, play: []string{"tap:" + pressBack}}, d.at+time.Duration(2+d.draws[1]%600)*time.Minute, true)
	}
	return p.says(ctx, writesStop)
}

func (w *lifeWorld) edits(ctx context.Context, p *lifePerson, d *lifeDeed) error {
	var own []*lifeUpdate
	p.house.mu.Lock()
	for _, u := range p.house.updates[max(0, len(p.house.updates)-400):] {
		if u.chat == p.ID && u.kind == "text" && u.words != "" {
			own = append(own, u)
		}
	}
	p.house.mu.Unlock()
	if len(own) == 0 || p.shut() {
		return nil
	}
	u := own[len(own)-1-d.draws[0]%min(len(own), 3)]
	text := fmt.Sprintf(pickOf(lifeSays, d.draws[1]), p.house.wrote("", p, true).word)
	w.note("> %s edits: %s -> %s", p.Name, u.text, text)
	return p.house.server.Edits(ctx, p.ID, u.file, text)
}

func (w *lifeWorld) leaves(ctx context.Context, p *lifePerson, d *lifeDeed) error {
	if p.staff() || p.shut() {
		return nil
	}
	return w.begins(ctx, p, d, "/leave", "tap:Yes, leave")
}

func (w *lifeWorld) forgets(ctx context.Context, p *lifePerson, d *lifeDeed) error {
	if p.staff() || p.shut() || d.draws[0]%2 == 0 {
		return nil
	}
	return w.begins(ctx, p, d, "/forget", "tap:Yes, erase everything")
}

// withdraws takes back, or gives, one of the five permissions.
func (w *lifeWorld) withdraws(ctx context.Context, p *lifePerson, d *lifeDeed) error {
	if p.shut() {
		return nil
	}
	purpose := pickOf(care.Purposes, d.draws[0])
	data := fmt.Sprintf("set/%s/%d/%s", purpose, purpose.Wording().Version, []string{"no", "yes"}[d.draws[1]%2])
	return p.presses(ctx, 0, lifeButton{"(a button of /settings)", data}, " raw")
}

// shares chooses who may see what somebody wrote last.
func (w *lifeWorld) shares(ctx context.Context, p *lifePerson, d *lifeDeed) error {
	if p.shut() {
		return nil
	}
	for _, s := range slices.Backward(p.house.ear.lately(p.ID, 40)) {
		for _, b := range s.buttons {
			if strings.HasPrefix(b.data, "see/") {
				return p.presses(ctx, s.message, pickOf(s.buttons, d.draws[0]), "")
			}
		}
	}
	return nil
}

// opensLink follows a link that anybody was given.
func (w *lifeWorld) opensLink(ctx context.Context, p *lifePerson, d *lifeDeed) error {
	from := pickOf(p.house.cast, d.draws[0])
	links, err := p.house.server.Links(from.ID)
	if err != nil || len(links) == 0 || p.shut() {
		return err
	}
	w.note("> %s opens the link from %s", p.Name, from.Name)
	p.opened[from.ID] = true
	_, err = p.house.server.Opens(ctx, p.ID, pickOf(links, d.draws[1]))
	return err
}

// forges presses what stood in somebody else's chat.
func (w *lifeWorld) forges(ctx context.Context, p *lifePerson, d *lifeDeed) error {
	other := pickOf(p.house.cast, d.draws[0])
	if d.draws[3]%4 == 0 { // of another deployment
		other = pickOf(w.houses[1-p.house.number].cast, d.draws[0])
	}
	if p.shut() || other == p {
		return nil
	}
	var all []lifeButton
	for _, s := range other.house.ear.lately(other.ID, 40) {
		all = append(all, s.buttons...)
	}
	all = slices.DeleteFunc(all, func(b lifeButton) bool { return b.data == "" || len(b.data) > 64 })
	if len(all) == 0 {
		return nil
	}
	return p.presses(ctx, 0, pickOf(all, d.draws[1]), " raw")
}

// garbage lets something come that nobody can understand.
func (w *lifeWorld) garbage(_ context.Context, p *lifePerson, d *lifeDeed) error {
	h := p.house
	id := 900_000_000 + d.draws[0]%1_000_000
	body := pickOf([]string{
		`{"update_id":%d,"message":{"message_id":"x","chat":{"id":` + fmt.Sprint(p.ID) + `,"type":"private"},"text":{"a":1}}}`,
		`{"update_id":%d,"poll":{"id":"5"}}`, `{"update_id":%d}`, `{"update_id":%d,"message":null}`, `{"update_id":%d,"callback_query":{"id":7}}`,
	}, d.draws[1])
	body = fmt.Sprintf(body, id)
	w.note("# an update that nobody can understand: %s", body)
	h.mu.Lock()
	h.garbage[fmt.Sprint("u:", id)] = true
	h.garbled[p.ID] = h.now()
	h.mu.Unlock()
	h.brings(&lifeUpdate{tried: &tried{first: h.now()}, kind: "garbage"}, []byte(body))
	return nil
}

package main

import (
	"container/heap"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"polyphony/care"
	"polyphony/flows"
)

// lifeDeed is something that somebody means to do at a time, in numbers that
// were drawn beforehand: what they find on their phone then decides what it is.
type lifeDeed struct {
	at    time.Duration // after the begin
	who   int           // of all people
	kind  int           // of lifeKinds
	draws [4]int
	play  []string // the rest of something that takes several acts
	data  string   // press this, if it stands on their phone
	extra bool     // it follows from what happened
}

type lifeDeeds []*lifeDeed

func (d lifeDeeds) Len() int           { return len(d) }
func (d lifeDeeds) Less(i, j int) bool { return d[i].at < d[j].at }
func (d lifeDeeds) Swap(i, j int)      { d[i], d[j] = d[j], d[i] }
func (d *lifeDeeds) Push(x any)        { *d = append(*d, x.(*lifeDeed)) }
func (d *lifeDeeds) Pop() any {
	old := *d
	last := old[len(old)-1]
	*d = old[:len(old)-1]
	return last
}

// lifeKinds are what people do.
var lifeKinds = []struct {
	name string
	odds int
	do   func(*lifeWorld, context.Context, *lifePerson, *lifeDeed) error
}{
	{"taps", 300, (*lifeWorld).taps}, {"writes", 150, (*lifeWorld).writes}, {"command", 110, (*lifeWorld).commands}, {"burst", 80, (*lifeWorld).bursts},
	{"sends", 25, (*lifeWorld).sends}, {"play", 90, (*lifeWorld).plays}, {"urgent", 9, (*lifeWorld).cries}, {"door", 14, (*lifeWorld).shuts},
	{"stop", 10, (*lifeWorld).stops}, {"edits", 15, (*lifeWorld).edits}, {"leaves", 4, (*lifeWorld).leaves}, {"forgets", 5, (*lifeWorld).forgets},
	{"link", 6, (*lifeWorld).opensLink}, {"forges", 10, (*lifeWorld).forges}, {"garbage", 4, (*lifeWorld).garbage}, {"withdraws", 12, (*lifeWorld).withdraws},
	{"shares", 25, (*lifeWorld).shares},
}

// planDeeds draws what people mean to do.
func (w *lifeWorld) planDeeds(aDay float64) {
	odds := 0
	for _, k := range lifeKinds {
		odds += k.odds
	}
	for range int(aDay * float64(w.people) * w.length.Hours() / 24) {
		d := &lifeDeed{at: time.Duration(w.rng.Int64N(int64(w.length))), who: w.rng.IntN(w.people), draws: [4]int{w.rng.IntN(1 << 30), w.rng.IntN(1 << 30), w.rng.IntN(1 << 30), w.rng.IntN(1 << 30)}}
		if hour := w.begin.Add(d.at).Hour(); (hour < 7 || hour > 21) && w.rng.IntN(4) > 0 {
			d.at = min(d.at+10*time.Hour, w.length-time.Minute) // most people sleep at night
		}
		k := w.rng.IntN(odds)
		for i, kind := range lifeKinds {
			if k -= kind.odds; k < 0 {
				d.kind = i
				break
			}
		}
		w.plan = append(w.plan, d)
		if w.rng.IntN(5) == 0 { // somebody else acts in the same instant
			twin := *d
			twin.who, twin.at = w.rng.IntN(w.people), d.at+time.Duration(w.rng.IntN(3))*7*time.Millisecond
			w.plan = append(w.plan, &twin)
		}
	}
}

// acts lets everything be done that people mean to do, and what follows from it.
func (w *lifeWorld) acts(ctx context.Context) error {
	w.mu.Lock()
	for _, d := range w.plan {
		one := *d
		w.deeds = append(w.deeds, &one)
	}
	heap.Init(&w.deeds)
	w.mu.Unlock()
	everybody := w.everybody()
	for looked := time.Duration(0); ; {
		w.mu.Lock()
		var d *lifeDeed
		if len(w.deeds) > 0 && w.deeds[0].at < w.length {
			d = heap.Pop(&w.deeds).(*lifeDeed)
		}
		w.mu.Unlock()
		if d == nil {
			break
		}
		if wait := w.begin.Add(d.at).Sub(w.now()); wait > 0 {
			if wait > 10*time.Minute { // something may follow meanwhile
				w.later(d, d.at, d.extra)
				time.Sleep(min(wait, 5*time.Minute))
				continue
			}
			time.Sleep(wait)
		}
		p := everybody[d.who%len(everybody)]
		if err := w.does(ctx, p, d); err != nil {
			w.note("# refused: %v", err)
		}
		w.one(lifeKinds[d.kind].name)
		if d.at-looked > w.length/40 {
			looked = d.at
			if err := w.looks(ctx); err != nil {
				return err
			}
		}
	}
	time.Sleep(w.begin.Add(w.length).Sub(w.now()))
	w.mu.Lock()
	w.over = true
	w.mu.Unlock()
	return nil
}

func (w *lifeWorld) does(ctx context.Context, p *lifePerson, d *lifeDeed) error {
	switch {
	case d.data != "":
		return w.pressesData(ctx, p, d)
	case len(d.play) > 0:
		return w.goesOn(ctx, p, d)
	}
	return lifeKinds[d.kind].do(w, ctx, p, d)
}

func (w *lifeWorld) everybody() (all []*lifePerson) {
	for i := range w.people {
		h := w.houses[i%len(w.houses)]
		if k := i / len(w.houses); k < len(h.cast) {
			all = append(all, h.cast[k])
		}
	}
	return all
}

// later puts something on the list.
func (w *lifeWorld) later(d *lifeDeed, at time.Duration, extra bool) {
	d.at, d.extra = at, extra
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.over {
		heap.Push(&w.deeds, d)
	}
}

// draw is for what follows from what happened.
func (w *lifeWorld) draw(n int) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.chance.IntN(n)
}

// chanceOf is one in n.
func (w *lifeWorld) chanceOf(n int) bool { return w.draw(n) == 0 }

func (w *lifeWorld) one(what string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.did[what]++
}

func pickOf[T any](of []T, draw int) T { return of[draw%len(of)] }

func (p *lifePerson) shut() bool {
	now, _ := p.house.server.Named(p.Name)
	return now.Blocked
}

func (p *lifePerson) staff() bool { return p.role.Staff() }

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
	p.house.world.note("> %s taps%s: %s\n# it carries %s", p.Name, how, b.label, b.data)
	p.after, _, _ = strings.Cut(b.data, "/")
	if strings.HasPrefix(b.data, "alert/") || strings.Contains(b.data, "help") || p.after == "safe" || p.after == "relay" {
		p.cried, p.criedAt = true, p.house.now()
	}
	p.meddled = p.meddled || slices.Contains([]string{"set", "remind", "zone", "back", "circle", "meet", "consent"}, p.after)
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
	h.mu.Unlock()
	h.brings(&lifeUpdate{tried: &tried{first: h.now()}, kind: "garbage"}, []byte(body))
	return nil
}

func newLife(seed uint64, people int, length time.Duration, aDay float64) *lifeWorld {
	w := &lifeWorld{seed: seed, rng: rand.New(rand.NewPCG(seed, 77)), chance: rand.New(rand.NewPCG(seed, 78)), people: people, length: length,
		begin:   time.Date(2026, time.March, 23, 11, 0, 0, 0, time.UTC).AddDate(0, 0, int(seed%3)),
		reasons: map[flows.Reason]int{}, words: map[string]*lifeWord{}, did: map[string]int{}, explained: map[string]int{}}
	w.planDeeds(aDay)
	w.planWeather()
	return w
}

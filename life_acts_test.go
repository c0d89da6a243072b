package main

import (
	"container/heap"
	"context"
	"math/rand/v2"
	"time"

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

	occasion int // one more than its place in lifeOccasions; 0: none
	circle   *lifeCircle
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
		w.one(d.name())
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

// name is what is counted of it.
func (d *lifeDeed) name() string {
	if d.circle != nil {
		return "act of an occasion"
	}
	return lifeKinds[d.kind].name
}

func (w *lifeWorld) does(ctx context.Context, p *lifePerson, d *lifeDeed) error {
	switch {
	case d.occasion > 0:
		w.occurs(d)
		return nil
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

// shut reports whether somebody reads nothing and does nothing.
func (p *lifePerson) shut() bool {
	now, _ := p.house.server.Named(p.Name)
	return now.Blocked || p.isFrozen()
}

// isFrozen reports whether Telegram has suspended somebody's account.
func (p *lifePerson) isFrozen() bool { return p.house.world.trouble.on(p.ID, telegram403) != nil }

func (p *lifePerson) staff() bool { return p.role.Staff() }

func newLife(seed uint64, people int, length time.Duration, aDay float64) *lifeWorld {
	w := &lifeWorld{seed: seed, rng: rand.New(rand.NewPCG(seed, 77)), chance: rand.New(rand.NewPCG(seed, 78)), people: people, length: length,
		begin:   time.Date(2026, time.March, 23, 11, 0, 0, 0, time.UTC).AddDate(0, 0, int(seed%3)),
		reasons: map[flows.Reason]int{}, words: map[string]*lifeWord{}, did: map[string]int{}, explained: map[string]int{}}
	w.planDeeds(aDay)
	w.planOccasions(aDay)
	w.planWeather()
	return w
}

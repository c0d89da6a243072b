package flows

import (
	"cmp"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// season is a team with many people who ask for visits and volunteers who say
// yes, no, or nothing.
type season struct {
	*house
	rnd    *rand.Rand
	week   map[string][]care.Weekly // by volunteer: when they would go
	agreed map[string]time.Time     // visits that are still to take place, and when
	asked  map[string]int
	rounds map[string]map[int]int // by visit: how many were asked in each round
	ended  map[locales.Key]int
}

const (
	seasonPeople   = 100
	seasonPeers    = 50
	seasonRequests = 500
)

func newSeason(t *testing.T, seed uint64) *season {
	s := &season{house: newHouse(t), rnd: rand.New(rand.NewPCG(seed, 6)), week: map[string][]care.Weekly{}, agreed: map[string]time.Time{}, asked: map[string]int{}, rounds: map[string]map[int]int{}, ended: map[locales.Key]int{}}
	s.volunteers(seasonPeers)
	all := get[care.Peers](s.house, care.KindPeers, care.PeersID)
	for i := range all.All {
		week := allWeek()
		s.rnd.Shuffle(len(week), func(a, b int) { week[a], week[b] = week[b], week[a] })
		all.All[i].Times = week[:7+s.rnd.IntN(5)] // seven to eleven parts of days in a week
		all.All[i].Languages = []string{"en"}
		s.week[all.All[i].Contact] = all.All[i].Times
	}
	s.keep(care.KindPeers, care.PeersID, all)
	for i := range seasonPeople {
		id := fmt.Sprintf("p%03d", i)
		chats[id] = int64(5000 + i)
		s.keep(care.KindContact, id, &care.Contact{ID: id, Chat: chats[id], Name: id, Language: "en", Networks: []string{"n" + id}})
		s.keep(care.KindAccount, ChatID(chats[id]), &care.Account{Chat: chats[id], Contact: id})
		n := &care.Network{ID: "n" + id, Called: id}
		n.Add(care.Member{Contact: id, Role: care.Person})
		s.keep(care.KindNetwork, n.ID, n)
	}
	return s
}

// asks lets a person who has chosen three parts of the next days ask for a visit.
func (s *season) asks(person string) {
	n := get[care.Network](s.house, care.KindNetwork, "n"+person)
	if len(n.Visits) >= visitsMost {
		return
	}
	v := &care.Visit{Network: n.ID, Person: person, Zone: "Europe/London", For: care.ActivityWalk, Minutes: 60}
	for range 3 {
		day := s.now.AddDate(0, 0, 2+s.rnd.IntN(8)).Format(time.DateOnly)
		if slot := (care.Slot{Day: day, Part: care.PartsOfDay[s.rnd.IntN(3)]}); !slices.Contains(v.Slots, slot) {
			v.Slots = append(v.Slots, slot)
		}
	}
	slices.SortFunc(v.Slots, compareSlots)
	c := get[care.Contact](s.house, care.KindContact, person)
	c.Menu++
	c.Draft = &care.Draft{What: draftVisit, Network: n.ID, Visit: v, Since: s.now}
	s.keep(care.KindContact, person, c)
	d := s.presses(person, data("visit", "-", c.Menu, "send"))
	s.react(d)
}

// react lets those who are asked something answer, or not.
func (s *season) react(d Decision) {
	for _, m := range d.Say {
		visit, isVisit := strings.CutPrefix(m.Slot, "offer:")
		switch {
		case m.Key == locales.VisitOffer && isVisit && m.Fresh:
			v := s.visitNow(visit)
			s.asked[m.Person]++
			if s.rounds[visit] == nil {
				s.rounds[visit] = map[int]int{}
			}
			s.rounds[visit][v.Asking(m.Person).Round]++
			s.answers(m.Person, v)
		case m.Key == locales.VisitOffered:
			v, arg := s.visitNow(strings.TrimPrefix(m.Slot, "visit:")), "yes"
			if s.rnd.IntN(10) == 0 {
				arg = "else"
			}
			d := s.presses(m.Person, data("found", v.ID, v.Rev, arg))
			if d.Reason == "found.yes" {
				s.agreed[v.ID], _ = visitBegins(s.visitNow(v.ID))
				s.ended[locales.VisitAgreed]++
			}
			s.react(d)
		case m.Key == locales.VisitUnfound:
			s.ended[m.Key]++
		}
	}
}

// answers: five of ten would like to go, three say no, two say nothing.
func (s *season) answers(who string, v *care.Visit) {
	switch n := s.rnd.IntN(10); {
	case n < 5:
		open := inTheirWeek(openings(v, s.now, chooseLead), s.week[who])
		o := open[s.rnd.IntN(len(open))]
		s.react(s.presses(who, data("offer", v.ID, v.Rev, "hour."+o.slot.Day+"."+o.clock)))
	case n < 8:
		s.react(s.presses(who, data("offer", v.ID, v.Rev, "no")))
	}
}

// until lets time pass: rounds end, visits are made and are over.
func (s *season) until(t time.Time) {
	for {
		var next TimerKey
		due := t
		for k, at := range s.timers {
			if at.Before(due) || at.Equal(due) && cmp.Compare(k.ID, next.ID) < 0 {
				next, due = k, at
			}
		}
		if next == (TimerKey{}) {
			break
		}
		s.now = due
		delete(s.timers, next)
		s.react(s.does(Event{Kind: KindTimer, At: due, Timer: next}))
	}
	s.now = t
	for _, id := range slices.Sorted(maps.Keys(s.agreed)) {
		begins := s.agreed[id]
		if begins.Add(time.Hour).After(t) {
			continue
		}
		delete(s.agreed, id)
		made := &step{Companion: s.c, tx: s.house, now: t, kept: map[string]any{}}
		v := made.visit(id)
		v.Began = begins
		made.visitSafe(v, v.Volunteer)
		for _, p := range made.d.Put {
			s.keep(p.Kind, p.ID, p.Value)
		}
	}
}

// Fairness: with fifty volunteers and five hundred requests the visits are
// spread over all of them, nobody is asked twice about one visit, and a round
// asks no more than it says.
func TestFiftyVolunteersAndFiveHundredRequests(t *testing.T) {
	s := newSeason(t, 1)
	for i := range seasonRequests {
		s.until(calendar.QuietEnd(s.now.Add(3*time.Hour), time.UTC))
		s.asks(fmt.Sprintf("p%03d", (i*37)%seasonPeople))
	}
	s.until(s.now.AddDate(0, 0, 15))
	var visits, asked []int
	total, made := 0, s.made()
	for _, p := range get[care.Peers](s.house, care.KindPeers, care.PeersID).All {
		visits, asked, total = append(visits, made[p.Contact]), append(asked, s.asked[p.Contact]), total+made[p.Contact]
	}
	slices.Sort(visits)
	slices.Sort(asked)
	t.Logf("%d volunteers, %d requests: %d agreed, %d without anybody", seasonPeers, seasonRequests, s.ended[locales.VisitAgreed], s.ended[locales.VisitUnfound])
	t.Logf("visits of each volunteer: fewest %d, middle %d, most %d", visits[0], visits[len(visits)/2], visits[len(visits)-1])
	t.Logf("times each was asked: fewest %d, middle %d, most %d", asked[0], asked[len(asked)/2], asked[len(asked)-1])
	mean := float64(total) / seasonPeers
	if visits[0] == 0 || float64(visits[len(visits)-1]) > 2.5*mean {
		t.Errorf("visits are not spread fairly: %v", visits)
	}
	s.noMoreThanTheRoundsSay(t)
}

// made counts the visits that each volunteer agreed to.
func (s *season) made() map[string]int {
	made := map[string]int{}
	for id := range s.rounds {
		made[s.visitNow(id).Volunteer]++
	}
	return made
}

func (s *season) noMoreThanTheRoundsSay(t *testing.T) {
	for id, rounds := range s.rounds {
		v := s.visitNow(id)
		who := askedOf(v)
		slices.Sort(who)
		if once := slices.Compact(slices.Clone(who)); len(once) != len(who) {
			t.Errorf("%s: somebody was asked twice: %v", id, who)
		}
		told := 0
		for round, n := range rounds {
			told += n
			if n > roundSize || n != len(askedIn(v, round)) {
				t.Errorf("%s, round %d: %d were asked, %d are noted", id, round, n, len(askedIn(v, round)))
			}
		}
		if told != len(who) {
			t.Errorf("%s: %d messages to %d volunteers", id, told, len(who))
		}
	}
}

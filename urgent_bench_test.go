package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/flows"
	"polyphony/store"
)

// What the benchmark of an urgent word is made of (I2): so many messages queued,
// the pace at which Telegram takes them, how often somebody asks for help, and
// how many people on call the cards are spread over.
const (
	benchBulk   = 100_000
	benchPace   = 30
	benchEvery  = 200 * time.Millisecond
	benchOnCall = 200
)

// BenchmarkUrgentBehindBulk is the time from the webhook's POST until the card
// of whoever is on call has reached the Bot API, with the real conversation, in
// a process of its own, on a real redis-server, over loopback. With -benchtime
// 400x it runs for 80 seconds a queue.
func BenchmarkUrgentBehindBulk(b *testing.B) {
	for _, queued := range []int{0, benchBulk} {
		b.Run(fmt.Sprintf("queued=%d", queued), func(b *testing.B) { urgentBehind(b, queued) })
	}
}

func urgentBehind(b *testing.B, queued int) {
	r, key := newRealRedis(b), fixedKey()
	look := r.look(b, key, "child")
	staffUrgentHouse(b, look)
	for done := 0; done < queued; done += queued / 10 {
		queueBulkFrom(b, look, done, queued/10)
	}
	api := newStandIn(b, 20*time.Millisecond)
	env := childEnv{Redis: r.url(), Key: key, API: api.URL, Listen: freeAddress(b), Replica: "one", Lease: 15 * time.Second, Pace: benchPace}
	startChildKind(b, "urgent", env)
	client := &http.Client{Timeout: 5 * time.Second}
	eventually(b, 20*time.Second, "the child answers", func() bool {
		res, err := client.Get("http://" + env.Listen)
		if err == nil {
			_ = res.Body.Close()
		}
		return err == nil
	})
	posted := make([]time.Time, b.N)
	var calls sync.WaitGroup
	tick := time.NewTicker(benchEvery)
	defer tick.Stop()
	b.ResetTimer()
	for i := range b.N {
		<-tick.C
		posted[i] = time.Now()
		calls.Go(func() {
			if status := post(client, "http://"+env.Listen, 1_000_000+i, int64(2_000_000+i), "I have taken all my tablets"); status != http.StatusOK {
				b.Errorf("status %d", status)
			}
		})
	}
	calls.Wait()
	var took []time.Duration
	eventually(b, 20*time.Second, "every card arrived", func() bool {
		took = cardTimes(posted, api.all())
		return len(took) == b.N
	})
	b.StopTimer()
	d, err := look.Depths(context.Background(), time.Now())
	if err != nil {
		b.Fatal(err)
	}
	slices.Sort(took)
	share := func(p int) float64 { return float64(took[(len(took)-1)*p/100].Microseconds()) / 1000 }
	b.ReportMetric(share(50), "p50-ms")
	b.ReportMetric(share(99), "p99-ms")
	b.ReportMetric(share(100), "max-ms")
	b.ReportMetric(float64(d.Outbox[2]+d.Later[2]), "still-queued")
	b.ReportMetric(0, "ns/op") // a paced run has none
}

// cardTimes pairs the i-th call for help with its card: the i-th of all goes to
// the chat of on-call person i modulo their number, in order.
func cardTimes(posted []time.Time, sent []sending) (took []time.Duration) {
	next := map[int64]int{}
	for _, s := range sent {
		k := int(s.chat) - benchFirstChat
		if k < 0 || k >= benchOnCall {
			continue
		}
		if i := k + next[s.chat]*benchOnCall; i < len(posted) {
			took = append(took, s.at.Sub(posted[i]))
		}
		next[s.chat]++
	}
	return took
}

const benchFirstChat = 3_000_000

// staffUrgentHouse commits a team with all its on-call people, as joined.
func staffUrgentHouse(b *testing.B, s *store.Store) {
	b.Helper()
	team := &care.Team{Name: "Riverside", Zone: "Europe/London", Country: "GB", Languages: []string{"en"}, Escalation: care.DefaultEscalation}
	d := flows.Decision{Reason: "prepared"}
	every := []time.Weekday{0, 1, 2, 3, 4, 5, 6}
	for i := range benchOnCall {
		id := "p" + strconv.Itoa(i)
		team.Staff = append(team.Staff, care.StaffMember{ID: id, Name: "P", Role: care.Practitioner})
		team.OnCall = append(team.OnCall, care.Shift{Hours: care.Hours{Days: every, From: "00:00", Until: "00:00"}, Staff: []string{id}})
		chat := int64(benchFirstChat + i)
		d.Put = append(d.Put,
			flows.Put{Kind: care.KindContact, ID: id, Value: &care.Contact{ID: id, Chat: chat, Name: "P", Language: "en", Staff: id}},
			flows.Put{Kind: care.KindStaff, ID: id, Value: &care.StaffLink{Staff: id, Contact: id}},
			flows.Put{Kind: care.KindAccount, ID: flows.ChatID(chat), Value: &care.Account{Chat: chat, Contact: id}})
	}
	d.Put = append(d.Put, flows.Put{Kind: care.KindTeam, ID: flows.TeamID, Value: team})
	commitDirectly(b, s, "prepared", d)
}

// oneOnCall shows a decision the team with one of its people on call alone.
type oneOnCall struct {
	flows.Tx
	who int
}

func (o oneOnCall) Read(kind care.Kind, id string, into any) (bool, error) {
	found, err := o.Tx.Read(kind, id, into)
	if t, ok := into.(*care.Team); ok && found {
		t.OnCall = t.OnCall[o.who : o.who+1]
	}
	return found, err
}

// runUrgentChild is the application with the real conversation; whose turn it is
// to be on call goes round by the sender's chat.
func runUrgentChild() error {
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM)
	defer stop()
	connect, err := redisFrom(Secret(os.Getenv("REDIS_URL")))
	if err != nil {
		return err
	}
	texts, err := loadTexts()
	if err != nil {
		return err
	}
	companion, err := newCompanion(texts, "child_bot")
	if err != nil {
		return err
	}
	overall, _ := strconv.ParseFloat(os.Getenv("CHILD_PACE"), 64)
	app, err := NewApp(ctx, Parts{
		Redis: connect(), MasterKey: os.Getenv("MASTER_KEY"), Deployment: "child", Replica: os.Getenv("REPLICA"),
		Token: "1000:child", APIURL: os.Getenv("TELEGRAM_API_URL"), BotName: "child_bot", Secret: "child-secret-0123456789",
		HTTP: &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 64}}, Now: time.Now, Log: quiet(),
		Pace: flows.Pace{Overall: overall, Chat: 1}, Beat: time.Second,
		Decide: func(tx flows.Tx, ev flows.Event, now time.Time) (flows.Decision, error) {
			return companion.Decide(oneOnCall{tx, int(ev.Chat) % benchOnCall}, ev, now)
		},
	})
	if err != nil {
		return err
	}
	return serveChild(ctx, app)
}

package main

import (
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// withdrawal is one member's no, by one of the ways.
type withdrawal struct {
	way    string
	member int
	do     func() int // returns the number of the update that withdraws
	update atomic.Int64
	once   sync.Once
}

// now withdraws, unless they have.
func (w *withdrawal) now() { w.once.Do(func() { w.update.Store(int64(w.do())) }) }

// byThemselves: nobody else has to tap anything first.
func (w *withdrawal) byThemselves() bool { return w.way != "removed" && w.way != "muted" }

// plans are those that it is about: one, when its button ends just that.
func (w *withdrawal) plans() (all []string) {
	if w.way == "ends the plan" {
		return []string{planOf(w.member, consentPlans-1)}
	}
	for k := range consentPlans {
		all = append(all, planOf(w.member, k))
	}
	return all
}

// ender: some were asked the day before, so that they have the button.
func ender(i int) bool { return i%consentCircle == 1 }

// choose spreads the ways over the members; nobody who acts for others withdraws.
func (c *consentCrowd) choose() (ways []*withdrawal) {
	names := []string{"settings", "/stop", "/leave", "removed", "muted", "blocks"}
	rng := rand.New(rand.NewPCG(5, 5))
	for i := range consentMembers {
		switch place := i % consentCircle; {
		case place == 0:
		case ender(i):
			ways = append(ways, &withdrawal{way: "ends the plan", member: i})
		case place < 2+consentWithdraw:
			ways = append(ways, &withdrawal{way: names[(place+i/consentCircle)%len(names)], member: i})
		}
	}
	rng.Shuffle(len(ways), func(i, k int) { ways[i], ways[k] = ways[k], ways[i] })
	return ways
}

// prepare opens the menus from which a last tap withdraws.
func (c *consentCrowd) prepare(ways []*withdrawal) {
	for _, w := range ways {
		switch chat := consentChat + int64(w.member); w.way {
		case "settings":
			c.says(chat, "/settings")
			c.taps(chat, "set/-/0/all")
			c.taps(chat, "set/checkins/")
			w.do = func() int { return c.taps(chat, "set/checkins/1/no") }
		case "/stop":
			w.do = func() int { return c.says(chat, "/stop") }
		case "/leave":
			c.says(chat, "/leave")
			w.do = func() int { return c.taps(chat, "/leave_yes") }
		case "ends the plan":
			message, data, _ := c.telegram.button(chat, "/stop") // of yesterday's question
			w.do = func() int { return c.press(chat, message, data) }
		case "blocks":
			w.do = func() int { return c.blocks(chat) }
		case "removed":
			w.do = func() int { return c.byPerson(w.member, "/remove.", "/remove_yes.") }
		case "muted":
			w.do = func() int { return c.byPerson(w.member, "/mute.") }
		}
	}
	c.settle()
}

// byPerson lets the person at the centre of the circle change a member's place,
// through the buttons of their chat, one member after the other.
func (c *consentCrowd) byPerson(member int, acts ...string) (update int) {
	circle := member / consentCircle
	c.persons[circle].Lock()
	defer c.persons[circle].Unlock()
	chat, who := consentChat+int64(circle*consentCircle), memberOf(member)
	c.says(chat, "/circle")
	for _, data := range append([]string{"/people", "/member." + who}, suffixed(acts, who)...) {
		update = c.taps(chat, data)
	}
	return update
}

func suffixed(acts []string, who string) (out []string) {
	for _, act := range acts {
		out = append(out, act+who)
	}
	return out
}

// updates are numbered above those of the stand-in's own people.
var consentUpdates atomic.Int64

// post hands the application an update as Telegram would.
func (c *consentCrowd) post(what string) int {
	id := 5_000_000 + int(consentUpdates.Add(1))
	r := httptest.NewRequest("POST", "/telegram/webhook", strings.NewReader(fmt.Sprintf(`{"update_id":%d,%s}`, id, what)))
	r.Header.Set("X-Telegram-Bot-Api-Secret-Token", stageSecret)
	w := httptest.NewRecorder()
	c.st.App.Webhook.ServeHTTP(w, r)
	if w.Code != 200 {
		c.Errorf("update %d was answered %d", id, w.Code)
	}
	return id
}

func (c *consentCrowd) says(chat int64, text string) int {
	return c.post(fmt.Sprintf(`"message":{"message_id":%d,"date":1,"text":%q,"chat":{"id":%d,"type":"private"},%s}`,
		3_000_000+consentUpdates.Load(), text, chat, from(chat)))
}

func from(chat int64) string {
	return fmt.Sprintf(`"from":{"id":%d,"is_bot":false,"first_name":"Member","language_code":"en"}`, chat)
}

// taps presses the newest button of a chat whose data holds this, once it is there.
func (c *consentCrowd) taps(chat int64, holds string) int {
	var message int
	var data string
	for end := time.Now().Add(20 * time.Second); ; pause(time.Millisecond) {
		var ok bool
		if message, data, ok = c.telegram.button(chat, holds); ok {
			break
		}
		if time.Now().After(end) {
			c.Errorf("chat %d never sees a button with %q", chat, holds)
			return 0
		}
	}
	return c.press(chat, message, data)
}

func (c *consentCrowd) press(chat int64, message int, data string) int {
	return c.post(fmt.Sprintf(`"callback_query":{"id":"t%d",%s,"chat_instance":"1","data":%q,"message":{"message_id":%d,"date":1,"chat":{"id":%d,"type":"private"},"text":"-"}}`,
		consentUpdates.Load(), from(chat), data, message, chat))
}

func (c *consentCrowd) blocks(chat int64) int {
	status := func(s string) string {
		return fmt.Sprintf(`{"status":%q,"until_date":0,"user":{"id":1000,"is_bot":true,"first_name":"Bot"}}`, s)
	}
	return c.post(fmt.Sprintf(`"my_chat_member":{"chat":{"id":%d,"type":"private"},"date":1,%s,"old_chat_member":%s,"new_chat_member":%s}`,
		chat, from(chat), status("member"), status("kicked")))
}

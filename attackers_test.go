package main

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"polyphony/flows"
)

// attacks are what is tried from outside, each under the number of its threat in
// docs/privacy.md. They come one after the other on the same siege; what they
// leave behind is part of the next.
var attacks = []struct {
	threat, name string
	do           func(*siege)
}{
	{"T11", "updates that are not Telegram's", forgedWebhook},
	{"T11", "bodies that are too large, endless, deep or broken", oddBodies},
	{"T11", "one update again and again", replays},
	{"T11", "a flood, while somebody asks for help", flood},
	{"T5", "guessed and garbled links", guessedLinks},
	{"T6", "buttons that nobody made", garbageButtons},
	{"T12", "names that look like us", hostileNames},
	{"T12", "words that break out, and far too many", hostileWordsArrive},
	{"T16", "secrets, names and words in the log", nothingLogged},
}

// TestAttackers protects I1, I2, I7 and I8 against whoever is outside. It measures
// the heap, so nothing runs beside it.
func TestAttackers(t *testing.T) {
	page, err := os.ReadFile("docs/privacy.md")
	if err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) {
		s := newSiege(t)
		defer s.close()
		for _, a := range attacks {
			if !strings.Contains(string(page), "| "+a.threat+" |") {
				t.Errorf("the threat %s of %q is not in docs/privacy.md", a.threat, a.name)
			}
			s.attack = a.threat + " " + a.name
			a.do(s)
		}
	})
}

func forgedWebhook(s *siege) {
	before, body := s.calls.count(), s.says(s.named("Maya"), "Maya", "let me out")
	for _, secret := range []string{"", "x", stageSecret + "x", stageSecret[1:], strings.ToUpper(stageSecret), " " + stageSecret, strings.Repeat("a", 1<<16)} {
		if code := s.post(http.MethodPost, secret, "application/json", strings.NewReader(body)); code != http.StatusUnauthorized {
			s.Errorf("a secret of %d letters: %d", len(secret), code)
		}
	}
	for _, method := range []string{"GET", "HEAD", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT", "post"} {
		if code := s.post(method, stageSecret, "application/json", strings.NewReader(body)); code != http.StatusMethodNotAllowed {
			s.Errorf("%s: %d", method, code)
		}
	}
	s.settle()
	if n := s.calls.count(); n != before {
		s.Errorf("%d calls went out because of them", n-before)
	}
}

// endless is a body that never ends.
type endless struct{ read int }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = '['
	}
	e.read += len(p)
	return len(p), nil
}

func oddBodies(s *siege) {
	before, body := s.calls.count(), &endless{}
	if code := s.post(http.MethodPost, stageSecret, "application/json", body); code != http.StatusRequestEntityTooLarge || body.read > 4<<20 {
		s.Errorf("an endless body: %d after %d bytes", code, body.read)
	}
	for what, raw := range map[string]string{
		"deep lists":            `{"update_id":1,"message":` + strings.Repeat("[", 200_000) + strings.Repeat("]", 200_000) + `}`,
		"deep objects":          `{"update_id":1,"message":` + strings.Repeat(`{"a":`, 100_000) + `1` + strings.Repeat("}", 100_000) + `}`,
		"cut off":               `{"update_id":1,"message":{"text":"x`,
		"no JSON":               "\x00\xff\xfe<xml/>",
		"a list":                `[1,2,3]`,
		"a number of no update": `{"update_id":"one"}`,
		"an enormous number":    `{"update_id":1e400}`,
		"twice":                 `{"update_id":1}{"update_id":2}`,
	} {
		if code := s.post(http.MethodPost, stageSecret, "text/html", strings.NewReader(raw)); code != http.StatusBadRequest {
			s.Errorf("%s: %d", what, code)
		}
	}
	if code := s.post(http.MethodPost, stageSecret, "", io.LimitReader(brokenRead{}, 10)); code != http.StatusBadRequest {
		s.Errorf("a body that breaks off: %d", code)
	}
	s.settle()
	if n := s.calls.count(); n != before || !s.idle() {
		s.Errorf("%d calls went out because of them", n-before)
	}
}

type brokenRead struct{}

func (brokenRead) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func replays(s *siege) {
	before, raw := s.calls.count(), s.says(s.named("Joseph"), "Joseph", "said once")
	var all sync.WaitGroup
	for range 20 {
		all.Go(func() { s.arrives(raw) })
	}
	all.Wait()
	s.settle()
	once := s.calls.count() - before
	for range 20 {
		s.lets(raw)
	}
	if n := s.calls.count() - before; once == 0 || n != once {
		s.Errorf("one update brought %d calls, and %d when it came again", once, n)
	}
	told := 0
	for _, c := range s.calls.since(before) {
		if c.chat() == fmt.Sprint(s.named("Joseph")) {
			told++
		}
	}
	if told != 1 {
		s.Errorf("Joseph was answered %d times", told)
	}
}

// flooded is how many updates a stranger sends at once.
const flooded = 1000

func flood(s *siege) {
	p, err := s.st.Server.AddPerson("Flo", "en")
	if err != nil {
		s.Fatal(err)
	}
	maya, flo, before, heap := fmt.Sprint(s.named("Maya")), fmt.Sprint(p.ID), s.calls.count(), heapNow()
	asked := time.Now()
	for i := range flooded {
		s.arrives(s.says(p.ID, "Flo", fmt.Sprint("look at me ", i)))
		if i == flooded/2 {
			asked = time.Now()
			s.arrives(s.says(s.named("Maya"), "Maya", "/help_now"))
		}
	}
	waiting := int64(heapNow()) - int64(heap)
	for !s.idle() {
		time.Sleep(10 * time.Second)
	}
	var lines, card time.Duration = -1, -1
	answers := 0
	for _, c := range s.calls.since(before) {
		switch {
		case lines < 0 && c.chat() == maya && strings.Contains(c.text(), "116 123"):
			lines = c.at.Sub(asked)
		case card < 0 && c.method == "sendMessage" && c.chat() != maya && c.chat() != flo:
			card = c.at.Sub(asked)
		case c.chat() == flo:
			answers++
		}
	}
	s.Logf("%d updates of one chat: Maya's crisis lines left after %v and the first card after %v; %d answers to the flood; the heap held %d MB more at its height", flooded, lines, card, answers, waiting>>20)
	if lines < 0 || card < 0 || lines > time.Second || card > time.Second {
		s.Errorf("Maya's lines left after %v, the first card after %v", lines, card)
	}
	if waiting > 64<<20 {
		s.Errorf("the heap grew by %d MB", waiting>>20)
	}
}

func heapNow() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func guessedLinks(s *siege) {
	p, err := s.st.Server.AddPerson("Gus", "en")
	if err != nil {
		s.Fatal(err)
	}
	good := s.link()
	answers := map[string]bool{}
	for i, token := range []string{strings.Repeat("a", 32), good[:31], good + "a", strings.ToUpper(good), "'; DROP", "../" + good, good[1:] + "2", strings.Repeat("ab", 5000), "\u202e" + good[:20], "<b>x</b>"} {
		before := s.calls.count()
		s.lets(s.says(p.ID, "Gus", "/start "+token))
		for _, c := range s.calls.since(before) {
			answers[c.text()] = true
			if c.chat() != fmt.Sprint(p.ID) || strings.Contains(c.text(), good[:20]) {
				s.Errorf("guess %d: %s to %s: %s", i, c.method, c.chat(), c.text())
			}
		}
	}
	if len(answers) != 1 {
		s.Errorf("guesses are answered in %d ways, which tells them apart", len(answers))
	}
	if s.contact(p.ID) != nil {
		s.Error("a guess let somebody in")
	}
}

func garbageButtons(s *siege) {
	joseph := s.named("Joseph")
	for _, data := range []string{"", "/", "////", "alert", "alert/x/1/take", "alert/x/99999999999999999999/take", "circle/" + s.circle + "/0/remove_yes." + s.contact(s.named("Maya")).ID, "plan/-/-1/\u202e",
		strings.Repeat("a", 64), strings.Repeat("a/", 40_000), "see/../0/n.open", "zone/-/1/../../etc", "\x00\x01", "{\"a\":1}", "consent/reading/1/yes/no/maybe", "lang/-/0/xx", "set/%00/1/yes", "drill/-/0/begin", "team/x/0/x"} {
		before := s.calls.count()
		s.lets(s.taps(joseph, data))
		answered := 0
		for _, c := range s.calls.since(before) {
			if c.method == "answerCallbackQuery" {
				answered++
			}
			if chat := c.chat(); chat != "" && chat != fmt.Sprint(joseph) {
				s.Errorf("%.40q: %s to %s", data, c.method, chat)
			}
		}
		if answered != 1 {
			s.Errorf("%.40q: answered %d times", data, answered)
		}
	}
}

func nothingLogged(s *siege) {
	token := s.link()
	s.lets(s.says(s.named("Joseph"), "Joseph", "/start "+token))
	poison(s.ctx, s.T, s.st)
	log := s.log.String()
	for what, word := range map[string]string{"the token of the bot": stageToken, "its half": strings.Split(stageToken, ":")[1], "the secret of the webhook": stageSecret, "a link": token, "a link's record": flows.TokenID(token),
		"a name": "Amira", "another": "evil.example", "words": "look at me", "urgent words": "kill myself", "words of the poison update": "marrowfrost", "markup": "onclick"} {
		if i := strings.Index(log, word); i >= 0 {
			s.Errorf("%s is in the log: …%.200s", what, log[max(0, i-100):])
		}
	}
	if len(log) < 1000 {
		s.Errorf("the log has %d bytes: is anything logged?", len(log))
	}
}

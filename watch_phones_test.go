package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// sight is one message as it came to a phone, or changed there.
type sight struct {
	at      time.Time
	chat    int64
	message int
	edit    bool
	text    string
	alert   string // of its buttons, or of what stood there before
	buttons []string
	labels  []string
}

func (a sight) has(act string) bool {
	for _, data := range a.buttons {
		if b, ok := readButton(data); ok && b.act == act {
			return true
		}
	}
	return false
}

// phones are what everybody sees. They stand directly before Telegram: what it
// took has arrived, whether or not its answer came back.
type phones struct {
	next http.RoundTripper
	now  func() time.Time

	mu      sync.Mutex
	all     []sight
	of      map[[2]int64]string // chat and message → alert
	deleted map[[2]int64]bool
	channel []time.Time // when the channel that is not Telegram rang
	outage  []time.Time // and when it said that the records are away
}

func newPhones(next http.RoundTripper, now func() time.Time) *phones {
	return &phones{next: next, now: now, of: map[[2]int64]string{}, deleted: map[[2]int64]bool{}}
}

func (p *phones) RoundTrip(r *http.Request) (*http.Response, error) {
	method := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
	var form []byte
	if r.Body != nil {
		form, _ = io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(form))
	}
	res, err := p.next.RoundTrip(r)
	if err != nil || res.StatusCode != http.StatusOK {
		return res, err
	}
	body, err := io.ReadAll(res.Body)
	res.Body = io.NopCloser(bytes.NewReader(body))
	switch method {
	case "sendMessage", "editMessageText":
		p.note(body, method == "editMessageText")
	case "deleteMessage":
		fields, _ := partsOf(r.Header.Get("Content-Type"), form)
		chat, _ := strconv.ParseInt(fields["chat_id"], 10, 64)
		message, _ := strconv.ParseInt(fields["message_id"], 10, 64)
		p.mu.Lock()
		p.deleted[[2]int64{chat, message}] = true
		p.mu.Unlock()
	}
	return res, err
}

func (p *phones) note(body []byte, edit bool) {
	var got struct {
		Result struct {
			MessageID int `json:"message_id"`
			Chat      struct {
				ID int64 `json:"id"`
			} `json:"chat"`
			Text   string `json:"text"`
			Markup struct {
				Rows [][]struct {
					Text string `json:"text"`
					Data string `json:"callback_data"`
				} `json:"inline_keyboard"`
			} `json:"reply_markup"`
		} `json:"result"`
	}
	if json.Unmarshal(body, &got) != nil || got.Result.MessageID == 0 {
		return
	}
	a := sight{at: p.now(), chat: got.Result.Chat.ID, message: got.Result.MessageID, edit: edit, text: got.Result.Text}
	p.mu.Lock()
	defer p.mu.Unlock()
	key := [2]int64{a.chat, int64(a.message)}
	a.alert = p.of[key]
	for _, row := range got.Result.Markup.Rows {
		for _, b := range row {
			a.buttons, a.labels = append(a.buttons, b.Data), append(a.labels, b.Text)
			if button, ok := readButton(b.Data); ok {
				a.alert = button.alert
				p.of[key] = a.alert
			}
		}
	}
	p.all = append(p.all, a)
}

// rings notes what came by the channel that is not Telegram.
func (p *phones) rings(text string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if strings.HasPrefix(text, readsChannel) {
		p.channel = append(p.channel, p.now())
	} else {
		p.outage = append(p.outage, p.now())
	}
}

// at is everything that a chat has seen.
func (p *phones) at(chat int64) []sight {
	p.mu.Lock()
	defer p.mu.Unlock()
	var out []sight
	for _, a := range p.all {
		if a.chat == chat {
			out = append(out, a)
		}
	}
	return out
}

package main

import (
	"bytes"
	"encoding/json"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// lifeSight is something that came to a phone: a message, a change of one, the
// answer to a tap, or that a message went.
type lifeSight struct {
	at      time.Time
	chat    int64
	method  string
	message int
	text    string // as it reads, or of a file what is in it
	buttons []lifeButton
	silent  bool
	answers string // the tap that it answers
}

type lifeButton struct{ label, data string }

// isNew reports whether a phone would ring for it.
func (s *lifeSight) isNew() bool {
	return strings.HasPrefix(s.method, "send") || s.method == "copyMessage"
}

func (s *lifeSight) verb() string {
	for _, b := range s.buttons {
		if verb, _, ok := strings.Cut(b.data, "/"); ok {
			return verb
		}
	}
	return ""
}

// lifeEar reads everything that Telegram took, files and buttons too.
type lifeEar struct {
	house *lifeHouse
	next  http.RoundTripper

	mu  sync.Mutex
	all []*lifeSight
	of  map[int64][]*lifeSight
}

func (e *lifeEar) RoundTrip(r *http.Request) (*http.Response, error) {
	var body []byte
	if r.Body != nil {
		body, _ = io.ReadAll(r.Body)
		_ = r.Body.Close()
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	res, err := e.next.RoundTrip(r)
	if err != nil || res.StatusCode != http.StatusOK {
		return res, err
	}
	answer, err := io.ReadAll(res.Body)
	res.Body = io.NopCloser(bytes.NewReader(answer))
	e.hears(r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:], r.Header.Get("Content-Type"), body, answer)
	return res, err
}

// hears notes one call that was taken.
func (e *lifeEar) hears(method, kind string, body, answer []byte) {
	fields, files := lifeForm(kind, body)
	s := &lifeSight{at: e.house.world.now(), method: method, silent: fields["disable_notification"] == "true", answers: fields["callback_query_id"]}
	s.chat, _ = strconv.ParseInt(fields["chat_id"], 10, 64)
	var got struct {
		Result struct {
			MessageID int    `json:"message_id"`
			Text      string `json:"text"`
			Caption   string `json:"caption"`
			Markup    struct {
				Rows [][]struct {
					Text string `json:"text"`
					Data string `json:"callback_data"`
				} `json:"inline_keyboard"`
			} `json:"reply_markup"`
		} `json:"result"`
	}
	_ = json.Unmarshal(answer, &got) // of a message that went it is only true
	s.message, s.text = got.Result.MessageID, got.Result.Text+got.Result.Caption
	if s.message == 0 {
		s.message, _ = strconv.Atoi(fields["message_id"])
	}
	for _, row := range got.Result.Markup.Rows {
		for _, b := range row {
			s.buttons = append(s.buttons, lifeButton{b.Text, b.Data})
		}
	}
	if method == "answerCallbackQuery" {
		s.text = fields["text"]
		s.chat = e.house.whoTapped(s.answers)
	}
	if method == "copyMessage" {
		s.text = copyOf(lifeNumber(fields["from_chat_id"]), int(lifeNumber(fields["message_id"])))
	}
	for _, f := range files {
		s.text += "\n" + f
	}
	if s.chat == 0 {
		return
	}
	e.mu.Lock()
	e.all = append(e.all, s)
	e.of[s.chat] = append(e.of[s.chat], s)
	e.mu.Unlock()
	e.house.arrived(s, string(body))
}

func lifeNumber(text string) int64 {
	n, _ := strconv.ParseInt(text, 10, 64)
	return n
}

// lifeForm takes a form apart, with what is in its files.
func lifeForm(kind string, body []byte) (fields map[string]string, files []string) {
	fields = map[string]string{}
	_, params, err := mime.ParseMediaType(kind)
	if err != nil {
		return fields, nil
	}
	form := multipart.NewReader(bytes.NewReader(body), params["boundary"])
	for {
		part, err := form.NextPart()
		if err != nil {
			return fields, files
		}
		value, _ := io.ReadAll(part)
		if part.FileName() != "" {
			files = append(files, string(value))
			continue
		}
		fields[part.FormName()] = string(value)
	}
}

// lately is what a chat saw last, newest last.
func (e *lifeEar) lately(chat int64, n int) []*lifeSight {
	e.mu.Lock()
	defer e.mu.Unlock()
	all := e.of[chat]
	return append([]*lifeSight(nil), all[max(0, len(all)-n):]...)
}

// lifeCanary is a word that one person wrote once: za… in the north, zb… in the south.
var lifeCanary = regexp.MustCompile(`z[ab][0-9]{5}x`)

// lifeName is a first name that nobody else has.
var lifeName = regexp.MustCompile(`(Vel|Nor)[a-z]+qa`)

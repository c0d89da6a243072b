package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
)

// groupIsRead protects whoever wants to see what a group sees: who says what, by
// day and by night, with the keyboard, without being able to say anything there.
func groupIsRead(p *tab) {
	s := p.stage.Server
	member := func(name string) int64 {
		who, _ := s.Named(name)
		return who.ID
	}
	g, err := s.AddGroup("Family talk", []int64{member("Amira"), member("Maya"), member("Joseph")})
	p.do(err)
	group := fmt.Sprintf(`[data-test="group-%d"]`, g.ID)
	p.sees("Amira", "Is it the group of Maya's circle?")
	p.tap("Amira", "Yes")
	p.until(fmt.Sprintf(`document.querySelector(%s).textContent.includes("the day and the time, and nothing else")`, quote(group)))
	for _, words := range []string{"See you all on Tuesday", "I bring cake"} {
		_, err = s.SaysIn(p.ctx, member("Joseph"), g.ID, words, 0)
		p.do(err)
	}
	authors := fmt.Sprintf(`[...document.querySelectorAll(%s)].map((one) => one.textContent)`, quote(group+" .author"))
	p.until(authors + `.join() === 'Polyphony,Joseph,Joseph'`)
	if n := look[int](p, fmt.Sprintf(`document.querySelectorAll(%s).length`, quote(group+` textarea, `+group+` input, `+group+` [data-test="command-link"]`))); n > 0 {
		p.t.Errorf("%d things to write with in a group", n)
	}
	p.press(fmt.Sprintf(`[data-test="switcher-%d"]`, g.ID))
	p.until(fmt.Sprintf(`document.activeElement.matches(%s)`, quote(group+" .msg")))
	p.picture("group")
	p.light(true)
	p.picture("group-dark")
	p.light(false)
	p.press(group + ` [data-test="button"]`)
	p.until(`document.querySelector('[data-test="open-as"]')`)
	p.press(fmt.Sprintf(`[data-test="open-as-%d"]`, member("Joseph")))
	p.sees("Joseph", "/start")

	after, err := s.Migrates(p.ctx, g.ID)
	p.do(err)
	p.until(fmt.Sprintf(`document.querySelector('[data-test="group-%d"]') && !document.querySelector(%s)`, after.ID, quote(group)))
}

// filesAreShown protects pictures and documents that the companion sends: a
// picture can be seen or heard of, a document has a name and can be saved, and
// both have their words and buttons.
func filesAreShown(p *tab) {
	maya, _ := p.stage.Server.Named("Maya")
	keys := `{"inline_keyboard":[[{"text":"Coming","callback_data":"x"}]]}`
	photo := p.upload("sendPhoto", maya.ID, "photo", "code.png", onePixel, "Scan this to join", keys)
	p.upload("sendDocument", maya.ID, "document", "meeting.ics", []byte("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"), "Tuesday 10 March, 14:30", keys)
	p.sees("Maya", "Tuesday 10 March, 14:30")
	phone := p.phone("Maya")
	newest := fmt.Sprintf(`[...document.querySelectorAll(%s)].at(-1)`, quote(phone+" .picture img"))
	p.until(newest + `?.alt === 'Scan this to join'`)
	p.until(newest + `.getAttribute('width') === '1'`) // its room is kept before it is there
	p.until(fmt.Sprintf(`(() => { const a = document.querySelector(%s); return a && a.download === 'meeting.ics' && a.getAttribute('aria-label') === 'Save meeting.ics'; })()`, quote(phone+` [data-test="download"]`)))
	p.fits()
	p.picture("files")
	p.light(true)
	p.picture("files-dark")
	p.light(false)
	p.call("editMessageCaption", map[string]any{"chat_id": maya.ID, "message_id": photo, "caption": "This has been used"})
	p.until(newest + `.alt === 'This has been used'`)
}

var onePixel = []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU" +
	"\x00\x00\x00\nIDATx\x9cch\x00\x00\x00\x82\x00\x81\xddCjR\x00\x00\x00\x00IEND\xaeB`\x82")

// upload makes a call of the bot that brings a file, and returns the message's number.
func (p *tab) upload(method string, chat int64, field, name string, data []byte, caption, keys string) int {
	p.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for key, value := range map[string]string{"chat_id": fmt.Sprint(chat), "caption": caption, "reply_markup": keys} {
		p.do(form.WriteField(key, value))
	}
	part, err := form.CreateFormFile(field, name)
	p.do(err)
	_, err = part.Write(data)
	p.do(err)
	p.do(form.Close())
	return p.posts(method, form.FormDataContentType(), &body)
}

func (p *tab) call(method string, args map[string]any) int {
	p.t.Helper()
	body, err := json.Marshal(args)
	p.do(err)
	return p.posts(method, "application/json", bytes.NewReader(body))
}

func (p *tab) posts(method, kind string, body io.Reader) int {
	p.t.Helper()
	answer, err := http.Post(p.url+"/bot1:page-test/"+method, kind, body)
	p.do(err)
	defer answer.Body.Close()
	var got struct {
		OK          bool
		Description string
		Result      struct {
			MessageID int `json:"message_id"`
		}
	}
	p.do(json.NewDecoder(answer.Body).Decode(&got))
	if !got.OK {
		p.t.Fatalf("%s: %s", method, got.Description)
	}
	return got.Result.MessageID
}

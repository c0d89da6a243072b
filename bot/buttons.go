package bot

import (
	"strings"

	"polyphony/flows"
	"polyphony/locales"
)

// InlineKeyboard is what stands under a message. The library's own type sends
// an empty copy_text with every button, which Telegram takes for its kind.
type InlineKeyboard struct {
	Rows [][]InlineButton `json:"inline_keyboard"`
}

// InlineButton is one button: with data that comes back as a tap, or an address
// to open.
type InlineButton struct {
	Text  string `json:"text"`
	Data  string `json:"callback_data,omitempty"`
	URL   string `json:"url,omitempty"`
	Style string `json:"style,omitempty"` // "", "primary", "success", "danger"
}

// ReplyKeyboard stands below the place where people write. Its presses arrive
// as messages, so they survive an outage.
type ReplyKeyboard struct {
	Rows       [][]ReplyButton `json:"keyboard"`
	Persistent bool            `json:"is_persistent,omitempty"`
	Resize     bool            `json:"resize_keyboard,omitempty"`
}

// ReplyButton is one button of a reply keyboard.
type ReplyButton struct {
	Text     string `json:"text"`
	Contact  bool   `json:"request_contact,omitempty"`  // sends the presser's own number
	Location bool   `json:"request_location,omitempty"` // sends where they are
}

// NoKeyboard takes the reply keyboard away.
type NoKeyboard struct {
	Remove bool `json:"remove_keyboard"`
}

const (
	dataLimit  = 64  // bytes of a button's data
	labelLimit = 128 // UTF-16 units; far more than a phone shows
)

// markup makes a message's buttons. Telegram allows one kind a message, and
// only inline ones under one that is edited; inline ones win.
func (r *Renderer) markup(to reader, m flows.Message, d flows.Delivery) any {
	if m.Answer != "" {
		return nil
	}
	if inline := r.inline(to, m.Buttons); inline != nil {
		return inline
	}
	if m.Bare && m.Edit == 0 {
		return &NoKeyboard{Remove: true}
	}
	if m.Chat <= 0 || r.keyboard == nil || !(m.Keyboard && d.Keyboard) && len(m.Give) == 0 {
		return nil
	}
	return replyKeyboard(r.keyboard(to.lang), r.givingKeys(to, m.Give))
}

// givingKeys are the keys that send something at one tap, in one row.
func (r *Renderer) givingKeys(to reader, give []flows.Giving) (keys []ReplyButton) {
	labels := map[flows.Giving]locales.Key{flows.GiveNumber: locales.TalkGiveNumber, flows.GivePlace: locales.TalkGivePlace}
	for _, what := range give {
		label, is := labels[what]
		if !is {
			continue
		}
		text := strings.TrimSpace(toPlain(fit(r.sentence(to, flows.Line{Key: label}), labelLimit)))
		keys = append(keys, ReplyButton{Text: text, Contact: what == flows.GiveNumber, Location: what == flows.GivePlace})
	}
	return keys
}

// inline renders the buttons that Telegram will take. One that it would not is
// left out, since it would keep the whole message from being sent.
func (r *Renderer) inline(to reader, rows [][]flows.Button) any {
	var keyboard InlineKeyboard
	for _, row := range rows {
		var out []InlineButton
		for _, b := range row {
			label := strings.TrimSpace(toPlain(fit(r.sentence(to, flows.Line{Key: b.Label, Args: b.Args}), labelLimit)))
			button := InlineButton{Text: label, Data: b.Data, URL: b.URL, Style: style(b.Style)}
			if !button.fits() {
				r.log.Error("a button is left out", "key", b.Label, "reason", "invalid")
				continue
			}
			out = append(out, button)
		}
		if len(out) > 0 {
			keyboard.Rows = append(keyboard.Rows, out)
		}
	}
	if len(keyboard.Rows) == 0 {
		return nil
	}
	return &keyboard
}

func (b InlineButton) fits() bool {
	switch {
	case b.Text == "":
		return false
	case b.URL != "":
		return b.Data == "" && (strings.HasPrefix(b.URL, "https://") || strings.HasPrefix(b.URL, "http://") || strings.HasPrefix(b.URL, "tg://"))
	}
	return b.Data != "" && len(b.Data) <= dataLimit
}

func style(s string) string {
	switch s {
	case "primary", "success", "danger":
		return s
	}
	return ""
}

func replyKeyboard(labels [][]string, giving []ReplyButton) any {
	keyboard := &ReplyKeyboard{Persistent: true, Resize: true}
	for _, row := range labels {
		var out []ReplyButton
		for _, label := range row {
			if label != "" {
				out = append(out, ReplyButton{Text: label})
			}
		}
		if len(out) > 0 {
			keyboard.Rows = append(keyboard.Rows, out)
		}
	}
	if len(giving) > 0 {
		keyboard.Rows = append(keyboard.Rows, giving)
	}
	if len(keyboard.Rows) == 0 {
		return nil
	}
	return keyboard
}

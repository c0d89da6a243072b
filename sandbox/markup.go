package sandbox

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// button is one button under a message, in the Bot API's words.
type button struct {
	Text         string    `json:"text"`
	Icon         string    `json:"icon_custom_emoji_id,omitempty"`
	Style        string    `json:"style,omitempty"`
	URL          string    `json:"url,omitempty"`
	CallbackData string    `json:"callback_data,omitempty"`
	CopyText     *copyText `json:"copy_text,omitempty"`
}

type copyText struct {
	Text string `json:"text"`
}

// keyboard is what a message did to the keys under the person's text field.
type keyboard struct {
	rows        [][]string        // empty: the keys go away, or a reply is asked for
	gives       map[string]string // keys that send a contact or a location instead of their text
	oneTime     bool
	persistent  bool
	placeholder string
	forceReply  bool
}

// markup is a reply_markup as sent. At most one of the two is set.
type markup struct {
	inline   [][]button
	keyboard *keyboard
}

type rawMarkup struct {
	Inline      [][]button          `json:"inline_keyboard"`
	Keyboard    [][]json.RawMessage `json:"keyboard"`
	Remove      bool                `json:"remove_keyboard"`
	OneTime     bool                `json:"one_time_keyboard"`
	Persistent  bool                `json:"is_persistent"`
	ForceReply  bool                `json:"force_reply"`
	Placeholder string              `json:"input_field_placeholder"`
}

const (
	callbackDataLimit = 64  // bytes
	buttonsLimit      = 100 // in one inline keyboard
)

func parseMarkup(raw string) (markup, error) {
	if raw == "" || raw == "null" {
		return markup{}, nil
	}
	var in rawMarkup
	if err := json.Unmarshal([]byte(raw), &in); err != nil {
		return markup{}, badRequest("can't parse reply keyboard markup JSON object")
	}
	switch {
	case len(in.Keyboard) > 0:
		return in.replyKeys()
	case len(in.Inline) > 0:
		return inlineKeys(in.Inline)
	case in.Remove:
		return markup{keyboard: &keyboard{}}, nil
	case in.ForceReply:
		return markup{keyboard: &keyboard{forceReply: true, placeholder: in.Placeholder}}, nil
	}
	return markup{}, nil
}

func (in rawMarkup) replyKeys() (markup, error) {
	k := &keyboard{oneTime: in.OneTime, persistent: in.Persistent, placeholder: in.Placeholder, gives: map[string]string{}}
	for _, row := range in.Keyboard {
		var texts []string
		for _, raw := range row {
			key, err := readKey(raw)
			if err != nil {
				return markup{}, err
			}
			if gives := key.gives(); gives != "" {
				k.gives[key.Text] = gives
			}
			texts = append(texts, key.Text)
		}
		if len(texts) > 0 {
			k.rows = append(k.rows, texts)
		}
	}
	return markup{keyboard: k}, nil
}

// replyKey is one key of a reply keyboard. Telegram asks its presser before it
// sends a number or a place.
type replyKey struct {
	Text     string `json:"text"`
	Contact  bool   `json:"request_contact"`
	Location bool   `json:"request_location"`
}

func readKey(raw json.RawMessage) (b replyKey, err error) {
	if json.Unmarshal(raw, &b.Text) != nil && json.Unmarshal(raw, &b) != nil {
		return b, badRequest("can't parse keyboard button: KeyboardButton must be a String or an Object")
	}
	if strings.TrimSpace(b.Text) == "" {
		return b, badRequest("keyboard button text must be non-empty")
	}
	return b, nil
}

// gives is what a key sends besides words; empty: its text.
func (b replyKey) gives() string {
	switch {
	case b.Contact:
		return kindContact
	case b.Location:
		return kindLocation
	}
	return ""
}

func inlineKeys(rows [][]button) (markup, error) {
	var kept [][]button
	count := 0
	for _, row := range rows {
		for i := range row {
			if err := row[i].check(); err != nil {
				return markup{}, err
			}
		}
		count += len(row)
		if len(row) > 0 {
			kept = append(kept, row)
		}
	}
	if count > buttonsLimit {
		return markup{}, badRequest("reply markup is too long")
	}
	return markup{inline: kept}, nil
}

// check holds a button against Telegram's rules and leaves one purpose to it, chosen in Telegram's order.
func (b *button) check() error {
	b.Style = strings.ToLower(b.Style)
	switch {
	case strings.TrimSpace(b.Text) == "":
		return badRequest("inline keyboard button text must be non-empty")
	case b.Style != "" && !slices.Contains([]string{"danger", "success", "primary", "default"}, b.Style):
		return badRequest("can't parse inline keyboard button: invalid button style specified")
	case b.URL != "":
		b.CallbackData, b.CopyText = "", nil
		return checkURL(b)
	case b.CallbackData != "":
		b.CopyText = nil
		if len(b.CallbackData) > callbackDataLimit {
			return badRequest("BUTTON_DATA_INVALID")
		}
		return nil
	case b.CopyText != nil && b.CopyText.Text != "":
		return nil
	case b.CopyText != nil:
		return badRequest("BUTTON_COPY_TEXT_INVALID")
	}
	return badRequest("can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard")
}

func checkURL(b *button) error {
	u, err := url.Parse(b.URL)
	if err == nil && u.Scheme == "" {
		b.URL = "http://" + b.URL
		u, err = url.Parse(b.URL)
	}
	if err != nil || (u.Scheme != "tg" && (u.Host == "" || (u.Scheme != "http" && u.Scheme != "https"))) {
		return badRequest("inline keyboard button URL '%s' is invalid: Wrong HTTP URL", b.URL)
	}
	return nil
}

func sameButtons(a, b [][]button) bool {
	return fmt.Sprintf("%+v", flat(a)) == fmt.Sprintf("%+v", flat(b))
}

// flat writes buttons without pointers, row by row, to compare them.
func flat(rows [][]button) [][]string {
	var all [][]string
	for _, row := range rows {
		var texts []string
		for _, b := range row {
			copied := ""
			if b.CopyText != nil {
				copied = b.CopyText.Text
			}
			texts = append(texts, fmt.Sprintf("%q", []string{b.Text, b.Icon, b.Style, b.URL, b.CallbackData, copied}))
		}
		all = append(all, texts)
	}
	return all
}

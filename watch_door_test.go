package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"time"
)

// tried is one update as it came to the companion's door.
type tried struct {
	first  time.Time // when Telegram brought it for the first time
	taken  time.Time // when it was told that it arrived; zero: not yet
	failed []time.Time
	chat   int64
	text   string // written
	data   string // pressed
	member string // "kicked" or "member": the door of the companion
}

// door is where Telegram brings its updates.
func (n *night) door(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	u := n.came(body)
	n.mu.Lock()
	life := n.life
	n.mu.Unlock()
	if life == nil || life.gate.isDead() {
		w.WriteHeader(http.StatusBadGateway)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	began, answer := n.now(), &heldResponse{header: http.Header{}, status: http.StatusOK}
	life.app.Webhook.ServeHTTP(answer, r)
	n.mu.Lock()
	defer n.mu.Unlock()
	switch {
	case life.gate.isDead(): // whatever it was, Telegram did not hear it
		answer.status = http.StatusBadGateway
	case answer.status == http.StatusOK && u.taken.IsZero():
		u.taken = n.now()
	case answer.status != http.StatusOK:
		u.failed = append(u.failed, began)
	}
	w.WriteHeader(answer.status)
}

// came notes an update when it comes for the first time.
func (n *night) came(body []byte) *tried {
	var in struct {
		ID      int64 `json:"update_id"`
		Message struct {
			Text string `json:"text"`
			Chat struct {
				ID int64 `json:"id"`
			} `json:"chat"`
		} `json:"message"`
		Tap struct {
			Data string `json:"data"`
			From struct {
				ID int64 `json:"id"`
			} `json:"from"`
		} `json:"callback_query"`
		Door struct {
			Chat struct {
				ID int64 `json:"id"`
			} `json:"chat"`
			New struct {
				Status string `json:"status"`
			} `json:"new_chat_member"`
		} `json:"my_chat_member"`
	}
	_ = json.Unmarshal(body, &in)
	n.mu.Lock()
	defer n.mu.Unlock()
	u := n.updates[in.ID]
	if u == nil {
		u = &tried{first: n.now(), chat: in.Message.Chat.ID + in.Tap.From.ID + in.Door.Chat.ID, text: in.Message.Text, data: in.Tap.Data, member: in.Door.New.Status}
		n.updates[in.ID] = u
		n.order = append(n.order, u)
		select {
		case n.acted <- struct{}{}:
		default:
		}
	}
	return u
}

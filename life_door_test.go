package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"time"
)

// lifeUpdate is one thing that somebody did, as it came to the companion's door.
type lifeUpdate struct {
	*tried
	id    int64
	tap   string // the id under which a tap is answered
	words string // a canary in it
	kind  string // "text", "tap", "media", "edit", "door"
	file  int    // the number of the message
}

// door is where Telegram brings its updates: to either of the two replicas, and
// some of them again later.
func (h *lifeHouse) door(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		w.WriteHeader(http.StatusBadRequest)
		return
	}
	u := h.comes(body)
	status := h.brings(u, body)
	if status == http.StatusOK && h.world.chanceOf(12) {
		wait := time.Duration(h.world.draw(90_000)) * time.Millisecond
		h.world.ends.Go(func() {
			time.Sleep(wait)
			h.brings(u, body)
			h.world.one("duplicates")
		})
	}
	w.WriteHeader(status)
}

// brings hands an update to one replica and says what it answered.
func (h *lifeHouse) brings(u *lifeUpdate, body []byte) int {
	first := h.world.draw(2)
	for i := range h.replicas {
		app, gate := h.replicas[(first+i)%len(h.replicas)].takes()
		if app == nil {
			continue
		}
		r := httptest.NewRequest(http.MethodPost, "/telegram/webhook", bytes.NewReader(body))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("X-Telegram-Bot-Api-Secret-Token", stageSecret)
		began, answer := h.now(), &heldResponse{header: http.Header{}, status: http.StatusOK}
		app.Webhook.ServeHTTP(answer, r)
		h.mu.Lock()
		defer h.mu.Unlock()
		switch {
		case gate.isDead(): // whatever it was, Telegram did not hear it
			return http.StatusBadGateway
		case answer.status == http.StatusOK && u.taken.IsZero():
			u.taken = h.now()
		case answer.status != http.StatusOK:
			u.failed = append(u.failed, began)
		}
		return answer.status
	}
	return http.StatusBadGateway
}

// comes notes an update when it comes for the first time.
func (h *lifeHouse) comes(body []byte) *lifeUpdate {
	var in struct {
		ID      int64         `json:"update_id"`
		Message lifeMessage   `json:"message"`
		Edited  lifeMessage   `json:"edited_message"`
		Tap     *lifeCallback `json:"callback_query"`
		Door    struct {
			Chat struct {
				ID int64 `json:"id"`
			} `json:"chat"`
			New struct {
				Status string `json:"status"`
			} `json:"new_chat_member"`
		} `json:"my_chat_member"`
	}
	_ = json.Unmarshal(body, &in) // garbage is brought too
	h.mu.Lock()
	defer h.mu.Unlock()
	u := h.told[in.ID]
	if u != nil {
		return u
	}
	t := &tried{first: h.now(), chat: in.Message.Chat.ID + in.Edited.Chat.ID + in.Door.Chat.ID, text: in.Message.Text, member: in.Door.New.Status}
	u = &lifeUpdate{tried: t, id: in.ID, kind: "text", file: in.Message.ID, words: lifeCanary.FindString(in.Message.Text + in.Message.Caption + in.Edited.Text)}
	switch {
	case in.Tap != nil:
		u.kind, u.tap, t.chat, t.data = "tap", in.Tap.ID, in.Tap.From.ID, in.Tap.Data
	case in.Edited.ID != 0:
		u.kind = "edit"
	case t.member != "":
		u.kind = "door"
		h.doors[t.chat] = append(h.doors[t.chat], u)
	case t.text == "":
		u.kind = "media"
	}
	h.told[in.ID] = u
	h.updates = append(h.updates, u)
	h.latest[u.chat] = u
	h.order = append(h.order, t)
	if p := h.byChat[u.chat]; p != nil {
		switch parts := strings.Split(t.data, "/"); {
		case len(parts) != 4 || parts[3] != "no" && parts[3] != "yes":
		case parts[0] == "set" || parts[0] == "consent" && parts[3] == "yes": // a "no" under an old question may have come too late
			p.answers = append(p.answers, lifeAnswer{u, parts[1], parts[3] == "yes"})
		case parts[0] == "agree" && parts[3] == "yes": // whoever agrees to a plan agrees to be asked
			p.answers = append(p.answers, lifeAnswer{u, "checkins", true})
		}
	}
	if u.tap != "" {
		h.taps[u.tap] = t.chat
	}
	return u
}

type lifeMessage struct {
	ID      int    `json:"message_id"`
	Text    string `json:"text"`
	Caption string `json:"caption"`
	Chat    struct {
		ID int64 `json:"id"`
	} `json:"chat"`
}

type lifeCallback struct {
	ID   string `json:"id"`
	Data string `json:"data"`
	From struct {
		ID int64 `json:"id"`
	} `json:"from"`
}

func (h *lifeHouse) whoTapped(tap string) int64 {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.taps[tap]
}

// lifeAnswer is what somebody said to one of the five purposes.
type lifeAnswer struct {
	by      *lifeUpdate
	purpose string
	yes     bool
}

// refuses reports whether the last that somebody said to a purpose is no, and
// has been for a while.
func (p *lifePerson) refuses(purpose string, at time.Time) bool {
	p.house.mu.Lock()
	defer p.house.mu.Unlock()
	for i := len(p.answers) - 1; i >= 0; i-- {
		if a := p.answers[i]; a.purpose == purpose {
			taken := a.by.taken
			return !a.yes && !taken.IsZero() && at.Sub(taken) > 30*time.Second && !p.house.world.isDisturbed(taken, taken.Add(time.Second), 0)
		}
	}
	return false
}

package main

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// secret is what the webhook calls say.
const secret = "child-secret-0123456789"

// hose is one of Telegram's connections to a webhook. It writes its requests by
// hand, so that as little as possible of the machine goes into asking.
type hose struct {
	address string
	conn    net.Conn
	in      *bufio.Reader
}

// post delivers one update and returns the status, 0 when nobody answered.
func (h *hose) post(id int, chat int64, text string) int {
	if h.conn == nil {
		conn, err := net.DialTimeout("tcp", h.address, time.Second)
		if err != nil {
			return 0
		}
		h.conn, h.in = conn, bufio.NewReader(conn)
	}
	body := fmt.Sprintf(`{"update_id":%d,"message":{"message_id":%d,"from":{"id":%d,"is_bot":false,"first_name":"Somebody","language_code":"en"},`+
		`"chat":{"id":%d,"first_name":"Somebody","type":"private"},"date":1767225600,"text":%q}}`, id, id, chat, chat, text)
	_, err := fmt.Fprintf(h.conn, "POST / HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\nX-Telegram-Bot-Api-Secret-Token: %s\r\nContent-Length: %d\r\n\r\n%s",
		h.address, secret, len(body), body)
	if err == nil {
		var res *http.Response
		if res, err = http.ReadResponse(h.in, nil); err == nil {
			_ = res.Body.Close()
			return res.StatusCode
		}
	}
	h.close()
	return 0
}

func (h *hose) close() {
	if h.conn != nil {
		_ = h.conn.Close()
		h.conn = nil
	}
}

// connections are as many as Telegram uses by default; burst is how many
// messages somebody writes in a row.
const (
	connections = 40
	burst       = 4
)

// firstChat is where the chats of a measurement begin, unless it says otherwise.
const firstChat = 10_001

// feed delivers so many updates, spread over so many chats. A chat's updates
// come in order, each again and again until it was taken, or until stop is
// closed. It returns how many of each chat were taken.
func feed(address string, updates, chats int, first int64, stop <-chan struct{}) []int {
	var all sync.WaitGroup
	taken := make([]int, chats)
	for c := range connections {
		all.Go(func() {
			h := &hose{address: address}
			defer h.close()
			for from := 0; from < updates/chats; from += burst {
				for chat := c; chat < chats; chat += connections {
					for i := from; i < min(from+burst, updates/chats); i++ {
						if !h.insist(int(first)*1000+chat*1000+i, first+int64(chat), fmt.Sprint("m", i), stop) {
							return
						}
						taken[chat]++
					}
				}
			}
		})
	}
	all.Wait()
	return taken
}

// insist delivers an update until it is taken, as Telegram does; false once
// stop is closed.
func (h *hose) insist(id int, chat int64, text string, stop <-chan struct{}) bool {
	for {
		select {
		case <-stop:
			return false
		default:
		}
		if h.post(id, chat, text) == http.StatusOK {
			return true
		}
		<-time.After(10 * time.Millisecond)
	}
}

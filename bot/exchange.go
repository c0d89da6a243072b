package bot

import (
	"context"
	"encoding/json"
	"sync/atomic"
)

// exchange is what the courier learns about one call while the library makes
// it. It travels in the call's context because the library offers no other way
// to its transport.
type exchange struct {
	fresh    func() bool                                  // may the request still be written? nil: yes
	stale    atomic.Bool                                  // fresh said no: nothing was sent
	still    func() (begun func(), still bool, err error) // may the request begin? nil: yes
	changed  atomic.Bool                                  // still said no, or nothing: nothing was sent
	status   int                                          // HTTP status, 0: no answer came
	accepted bool                                         // Telegram took it, whatever the library makes of the answer
	message  int                                          // Telegram's id of the message sent or edited
}

type exchangeKey struct{}

func withExchange(ctx context.Context, ex *exchange) context.Context {
	return context.WithValue(ctx, exchangeKey{}, ex)
}

func exchangeOf(ctx context.Context) *exchange {
	if ex, ok := ctx.Value(exchangeKey{}).(*exchange); ok {
		return ex
	}
	return &exchange{}
}

// mayWrite asks fresh and remembers a no.
func (ex *exchange) mayWrite() bool {
	if ex.fresh == nil || ex.fresh() {
		return true
	}
	ex.stale.Store(true)
	return false
}

// learn reads what matters from an answer. The library decodes whole messages
// and fails on a field that it does not know; a message that Telegram took must
// not be sent again because of that (I6).
func (ex *exchange) learn(status int, body []byte) {
	ex.status = status
	var answer struct {
		OK     bool            `json:"ok"`
		Result json.RawMessage `json:"result"`
	}
	if json.Unmarshal(body, &answer) != nil || !answer.OK {
		return
	}
	ex.accepted = true
	var sent struct {
		ID int `json:"message_id"`
	}
	if json.Unmarshal(answer.Result, &sent) == nil {
		ex.message = sent.ID
	}
}

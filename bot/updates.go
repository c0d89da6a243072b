package bot

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"time"

	"polyphony/flows"
)

// updatesSize is how much of an answer to getUpdates is read, in bytes.
const updatesSize = 64 << 20

// trouble is why there are no updates; the zero value is none.
type trouble struct {
	reason  flows.Reason
	status  int
	retry   time.Duration
	webhook bool // a webhook takes them
}

func (t trouble) name() flows.Reason {
	if t.reason == "" {
		return "ok"
	}
	return t.reason
}

// updates asks for the updates from offset on. They stay raw, so that one that
// cannot be decoded does not take the others along.
func (c *Client) updates(ctx context.Context, offset int64, timeout time.Duration) ([]json.RawMessage, trouble) {
	ctx, cancel := context.WithTimeout(ctx, timeout+pollGrace)
	defer cancel()
	question, err := json.Marshal(map[string]any{
		"offset": offset, "limit": pollBatch, "timeout": int(timeout / time.Second), "allowed_updates": Updates,
	})
	if err != nil {
		return nil, trouble{reason: "request"}
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.address("getUpdates"), bytes.NewReader(question))
	if err != nil {
		return nil, trouble{reason: "request"}
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, trouble{reason: reasonNoAnswer}
	}
	defer resp.Body.Close()
	return readUpdates(resp)
}

func readUpdates(resp *http.Response) ([]json.RawMessage, trouble) {
	var answer struct {
		OK          bool              `json:"ok"`
		Result      []json.RawMessage `json:"result"`
		Code        int               `json:"error_code"`
		Description string            `json:"description"`
		Parameters  struct {
			RetryAfter int `json:"retry_after"`
		} `json:"parameters"`
	}
	body, err := io.ReadAll(io.LimitReader(resp.Body, updatesSize))
	if err != nil || json.Unmarshal(body, &answer) != nil {
		return nil, trouble{reason: reasonNoAnswer, status: resp.StatusCode}
	}
	if answer.OK {
		return answer.Result, trouble{}
	}
	t := trouble{reason: "refused", status: answer.Code}
	switch answer.Code {
	case http.StatusTooManyRequests:
		t.reason, t.retry = reasonLimited, retryAfter(answer.Parameters.RetryAfter)
	case http.StatusConflict:
		t.reason, t.webhook = "conflict", webhookActive(answer.Description)
	case http.StatusUnauthorized, http.StatusNotFound:
		t.reason = reasonToken
	}
	return nil, t
}

package bot

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
)

// answerSize is how much of an answer to a call is read, in bytes.
const answerSize = 4 << 20

// errStale means that the claim grew old before the request was written.
var errStale = errors.New("the claim is too old to send on")

// answerError is an answer that is none: a server error, or a page instead of
// JSON. It holds nothing of the body.
type answerError struct{ status int }

func (e *answerError) Error() string { return fmt.Sprintf("no proper answer, status %d", e.status) }

// errChanged means that what allowed the call has changed before it began.
var errChanged = errors.New("what allowed the call has changed")

// courier carries the library's requests. It buffers the piped body, so that it
// has a length, looks at the age of the claim while the body is being
// written, and turns away answers that are no JSON before the library puts
// them into an error.
type courier struct{ http *http.Client }

// Do sends one request.
func (c *courier) Do(req *http.Request) (*http.Response, error) {
	ex := exchangeOf(req.Context())
	form, err := io.ReadAll(req.Body)
	if err != nil {
		return nil, err
	}
	if !ex.mayWrite() {
		return nil, errStale
	}
	req.ContentLength = int64(len(form))
	req.Body = ex.body(form)
	req.GetBody = func() (io.ReadCloser, error) { return ex.body(form), nil }
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	return ex.receive(resp)
}

// receive reads the answer and leaves the library a copy of it.
func (ex *exchange) receive(resp *http.Response) (*http.Response, error) {
	defer resp.Body.Close()
	ex.status = resp.StatusCode
	body, err := io.ReadAll(io.LimitReader(resp.Body, answerSize))
	if err != nil {
		return nil, err
	}
	ex.learn(resp.StatusCode, body)
	if !ex.accepted && (resp.StatusCode >= 500 || !isObject(body)) {
		return nil, &answerError{resp.StatusCode}
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

func isObject(body []byte) bool {
	body = bytes.TrimLeft(body, " \t\r\n")
	return len(body) > 0 && body[0] == '{' && json.Valid(body)
}

func (ex *exchange) body(form []byte) io.ReadCloser {
	return &leasedBody{ex: ex, rest: bytes.NewReader(form)}
}

// leasedBody asks before every piece that is written. A process that was
// paused between its claim and this moment wakes up here, and an unfinished
// request has no effect.
type leasedBody struct {
	ex   *exchange
	rest *bytes.Reader

	mu     sync.Mutex
	asked  bool
	begun  func() // ends what still has begun; nil: nothing to end
	closed bool
}

func (b *leasedBody) Read(p []byte) (int, error) {
	if !b.ex.mayWrite() {
		return 0, errStale
	}
	if err := b.begin(); err != nil {
		return 0, err
	}
	return b.rest.Read(p)
}

// begin asks for leave to hand over the first piece: from then on the call has
// begun, and until then it can be called off (I4). When the next piece is asked
// for, the first is on its way, and nothing needs to stand still any more.
func (b *leasedBody) begin() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.asked || b.closed || b.ex.still == nil {
		b.end()
		return nil
	}
	b.asked = true
	begun, still, err := b.ex.still()
	if err != nil || !still {
		b.ex.changed.Store(true)
		return errChanged
	}
	b.begun = begun
	return nil
}

func (b *leasedBody) end() {
	if b.begun != nil {
		b.begun()
		b.begun = nil
	}
}

// Close ends a request, wherever it stands.
func (b *leasedBody) Close() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.closed = true
	b.end()
	return nil
}

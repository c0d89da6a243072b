package bot

import (
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"regexp"

	"polyphony/flows"
)

// UpdateSize is the largest update that is taken, in bytes. Telegram's are far
// smaller.
const UpdateSize = 1 << 20

// secretShape is what Telegram allows as secret_token.
var secretShape = regexp.MustCompile(`^[A-Za-z0-9_-]{1,256}$`)

// WebhookOptions are what a Webhook needs.
type WebhookOptions struct {
	IntakeOptions
	Secret string // as given to setWebhook; never empty
	Log    *slog.Logger
}

// Webhook takes updates that Telegram delivers. It answers 200 only when the
// inbox has the update (I1), so everything else makes Telegram try again.
type Webhook struct {
	intake *intake
	secret [sha256.Size]byte
	log    *slog.Logger
}

// NewWebhook makes a handler. A secret that is empty or that Telegram would not
// take is an error.
func NewWebhook(o WebhookOptions) (*Webhook, error) {
	if !secretShape.MatchString(o.Secret) {
		return nil, errors.New("webhook: the secret must be 1 to 256 of A-Z a-z 0-9 _ -")
	}
	return &Webhook{intake: newIntake(o.IntakeOptions, "webhook"), secret: sha256.Sum256([]byte(o.Secret)), log: logger(o.Log)}, nil
}

// ServeHTTP takes one update: 200 recorded (or known already), 400 no update,
// 401 wrong secret, 405 no POST, 413 too large, 503 the store is away.
func (w *Webhook) ServeHTTP(rw http.ResponseWriter, req *http.Request) {
	status, reason := w.take(rw, req)
	switch status {
	case http.StatusOK:
	case http.StatusServiceUnavailable:
		w.log.Warn("update not taken", "status", status, "reason", reason)
	default: // anybody on the internet can cause these
		w.log.Debug("update not taken", "status", status, "reason", reason)
	}
	rw.WriteHeader(status)
}

func (w *Webhook) take(rw http.ResponseWriter, req *http.Request) (status int, reason string) {
	if req.Method != http.MethodPost {
		return http.StatusMethodNotAllowed, "method"
	}
	if !w.knows(req.Header.Get("X-Telegram-Bot-Api-Secret-Token")) {
		w.intake.Observer.Received("webhook", "refused")
		return http.StatusUnauthorized, "secret"
	}
	raw, err := io.ReadAll(http.MaxBytesReader(rw, req.Body, UpdateSize))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		w.intake.Observer.Received("webhook", "malformed")
		return http.StatusRequestEntityTooLarge, "size"
	case err != nil:
		return http.StatusBadRequest, "cut"
	}
	return w.keep(req, raw)
}

func (w *Webhook) keep(req *http.Request, raw []byte) (status int, reason string) {
	item, _, err := w.intake.item(raw)
	switch {
	case errors.Is(err, ErrMalformed):
		return http.StatusBadRequest, "malformed"
	case err != nil:
		return http.StatusServiceUnavailable, "no_randomness"
	}
	if err := w.intake.record(req.Context(), []flows.Item{item}); err != nil {
		return http.StatusServiceUnavailable, "store"
	}
	return http.StatusOK, ""
}

// knows compares in a time that depends on neither content nor length.
func (w *Webhook) knows(secret string) bool {
	sum := sha256.Sum256([]byte(secret))
	return subtle.ConstantTimeCompare(sum[:], w.secret[:]) == 1
}

package sandbox

import (
	"encoding/json"
	"fmt"
	"net/http"
)

// apiError is a refusal in Telegram's form.
type apiError struct {
	Code        int
	Description string
	RetryAfter  int   // seconds; zero when there is none
	MovedTo     int64 // the supergroup that a group has become; zero when it has not
}

// Error is the description that Telegram would give.
func (e *apiError) Error() string { return e.Description }

func badRequest(format string, args ...any) error {
	return &apiError{Code: http.StatusBadRequest, Description: "Bad Request: " + fmt.Sprintf(format, args...)}
}

func forbidden(why string) error {
	return &apiError{Code: http.StatusForbidden, Description: "Forbidden: " + why}
}

func conflict(why string) error {
	return &apiError{Code: http.StatusConflict, Description: "Conflict: " + why}
}

// described is a result with a sentence beside it, as the webhook methods answer.
type described struct {
	result any
	note   string
}

// envelope is what every answer of the Bot API is wrapped in.
type envelope struct {
	OK          bool            `json:"ok"`
	Result      any             `json:"result,omitempty"`
	ErrorCode   int             `json:"error_code,omitempty"`
	Description string          `json:"description,omitempty"`
	Parameters  *responseParams `json:"parameters,omitempty"`
}

type responseParams struct {
	RetryAfter      int   `json:"retry_after,omitempty"`
	MigrateToChatID int64 `json:"migrate_to_chat_id,omitempty"`
}

func answerOK(w http.ResponseWriter, result any) {
	e := envelope{OK: true, Result: result}
	if d, ok := result.(described); ok {
		e.Result, e.Description = d.result, d.note
	}
	writeJSON(w, http.StatusOK, e)
}

func answerError(w http.ResponseWriter, err *apiError) {
	e := envelope{ErrorCode: err.Code, Description: err.Description}
	if err.RetryAfter > 0 {
		e.Parameters = &responseParams{RetryAfter: err.RetryAfter}
		w.Header().Set("Retry-After", fmt.Sprint(err.RetryAfter))
	}
	if err.MovedTo != 0 {
		e.Parameters = &responseParams{MigrateToChatID: err.MovedTo}
	}
	writeJSON(w, err.Code, e)
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	raw, err := json.Marshal(body)
	if err != nil {
		http.Error(w, "the answer could not be written", http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(raw) // the reader may have gone
}

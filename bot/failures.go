package bot

import (
	"errors"
	"net/http"
	"strings"
	"time"

	telegram "github.com/go-telegram/bot"

	"polyphony/flows"
)

// failure names why a call did not do what was asked, and nothing else: no text
// of Telegram's or the library's leaves this file.
type failure struct {
	reason flows.Reason
	status int           // as Telegram or HTTP gave it, 0: none
	retry  time.Duration // with reasonLimited: how long Telegram wants silence
	moved  int64         // with reasonMoved: where the group is now
}

// The reasons of a failed call.
const (
	reasonBlocked    flows.Reason = "blocked"      // 403
	reasonGone       flows.Reason = "gone"         // there is no such chat any more
	reasonMoved      flows.Reason = "moved"        // the group has become a supergroup, under another number
	reasonTooLate    flows.Reason = "too_late"     // the tap cannot be answered any more
	reasonUnchanged  flows.Reason = "unchanged"    // the edit would change nothing
	reasonUneditable flows.Reason = "uneditable"   // the message cannot be edited
	reasonOtherKind  flows.Reason = "other_kind"   // a text was taken for a caption, or the reverse
	reasonFormatting flows.Reason = "formatting"   // the markup was not understood
	reasonRefused    flows.Reason = "refused"      // Telegram will not take this, ever
	reasonLimited    flows.Reason = "rate_limited" // 429
	reasonNoAnswer   flows.Reason = "no_answer"    // 5xx, timeout, cut, a page instead of JSON
	reasonToken      flows.Reason = "bad_token"    // 401 or 404: nothing will work
	reasonStale      flows.Reason = "stale_claim"  // paused for too long: nothing was sent
	reasonChanged    flows.Reason = "changed"      // what allowed it has changed, or cannot be read: nothing was sent
)

// describe names an error of a call; ok is true when Telegram did what was
// asked, even if the library could not read the answer.
func describe(err error, ex *exchange) (f failure, ok bool) {
	if err == nil || ex.accepted {
		return failure{}, true
	}
	if ex.changed.Load() && !ex.accepted {
		return failure{reason: reasonChanged}, false
	}
	if ex.stale.Load() || errors.Is(err, errStale) {
		return failure{reason: reasonStale}, false
	}
	var limited *telegram.TooManyRequestsError
	var moved *telegram.MigrateError
	switch {
	case errors.As(err, &limited):
		return failure{reason: reasonLimited, status: http.StatusTooManyRequests, retry: retryAfter(limited.RetryAfter)}, false
	case errors.As(err, &moved):
		return failure{reason: reasonMoved, status: http.StatusBadRequest, moved: int64(moved.MigrateToChatID)}, false
	case errors.Is(err, telegram.ErrorForbidden):
		return failure{reason: reasonBlocked, status: http.StatusForbidden}, false
	case errors.Is(err, telegram.ErrorBadRequest):
		return failure{reason: badRequest(err.Error()), status: http.StatusBadRequest}, false
	case errors.Is(err, telegram.ErrorUnauthorized):
		return failure{reason: reasonToken, status: http.StatusUnauthorized}, false
	case errors.Is(err, telegram.ErrorNotFound):
		return failure{reason: reasonToken, status: http.StatusNotFound}, false
	}
	return failure{reason: otherAnswer(err, ex), status: ex.status}, false
}

// otherAnswer names what the library has no word for. A proper answer with a
// status of the 400s will not get better; anything else may.
func otherAnswer(err error, ex *exchange) flows.Reason {
	var improper *answerError
	switch {
	case errors.As(err, &improper), ex.status < 400, ex.status >= 500:
	case ex.status != http.StatusRequestTimeout && ex.status != http.StatusConflict:
		return reasonRefused
	}
	return reasonNoAnswer
}

// retryAfter is at least a second: Telegram gives whole seconds.
func retryAfter(seconds int) time.Duration { return time.Duration(max(1, seconds)) * time.Second }

// badRequests maps what Telegram's server says to a reason. The texts are those
// of tdlib/telegram-bot-api; the first that is found counts.
var badRequests = []struct {
	part   string
	reason flows.Reason
}{
	{"message is not modified", reasonUnchanged},
	{"message_not_modified", reasonUnchanged},
	{"query is too old", reasonTooLate},
	{"query id is invalid", reasonTooLate},
	{"query_id_invalid", reasonTooLate},
	{"message to delete not found", reasonNotThere},
	{"message can't be deleted", reasonTooOld},
	{"message to edit not found", reasonUneditable},
	{"message can't be edited", reasonUneditable},
	{"message_id_invalid", reasonUneditable},
	{"message identifier is not specified", reasonUneditable},
	{"there is no text in the message to edit", reasonOtherKind},
	{"there is no caption in the message to edit", reasonOtherKind},
	{"can't parse entities", reasonFormatting},
	{"can't parse caption entities", reasonFormatting},
	{"entity_bounds_invalid", reasonFormatting},
	{"entities_too_long", reasonFormatting},
	{"chat not found", reasonGone},
	{"user not found", reasonGone},
	{"peer_id_invalid", reasonGone},
	{"input_user_deactivated", reasonGone},
	{"user_is_deactivated", reasonGone},
	{"group chat was", reasonGone},
	{"upgraded to a supergroup", reasonGone},
	{"have no rights to send", reasonGone},
	{"not enough rights to send", reasonGone},
	{"chat_write_forbidden", reasonGone},
	{"chat_restricted", reasonGone},
}

func badRequest(text string) flows.Reason {
	text = strings.ToLower(text)
	for _, known := range badRequests {
		if strings.Contains(text, known.part) {
			return known.reason
		}
	}
	return reasonRefused
}

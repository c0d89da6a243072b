package sandbox

import (
	"errors"
	"fmt"
)

// ErrClosed is returned after Close.
var ErrClosed = errors.New("the sandbox is closed")

// Refusal says in one plain sentence why something cannot be done. Missing is set when there is no such person,
// chat, message, button or file, which the JSON API answers with 404; everything else is a 400.
type Refusal struct {
	Text    string
	Missing bool
}

// Error is the plain sentence.
func (r *Refusal) Error() string { return r.Text }

func refuse(format string, args ...any) error {
	return &Refusal{Text: fmt.Sprintf(format, args...)}
}

func missing(format string, args ...any) error {
	return &Refusal{Text: fmt.Sprintf(format, args...), Missing: true}
}

package main

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"
)

// A keyset that could not be printed must not pass for one that was: whoever
// writes it to a full disk would have nothing, and an exit code that says all is
// well.
func TestAKeysetThatCannotBePrintedIsAnError(t *testing.T) {
	var said strings.Builder
	k := &keyRoom{keys: mustKeyset(t, newKey(t)), out: fullDisk{}, say: &said}
	if err := k.rotate(t.Context()); !errors.Is(err, os.ErrInvalid) || said.Len() > 0 {
		t.Errorf("it said %v and %q", err, &said)
	}
}

// fullDisk takes nothing.
type fullDisk struct{ io.Writer }

func (fullDisk) Write([]byte) (int, error) { return 0, os.ErrInvalid }

// Command polyphony is a Telegram companion for an Open Dialogue network: it
// keeps the thread between two meetings, and carries an urgent word to a human
// being at once. ARCHITECTURE.md says how the house is built.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

func main() {
	var cli CLI
	parser, err := NewParser(&cli)
	if err != nil {
		fmt.Fprintln(os.Stderr, "polyphony:", err)
		os.Exit(1)
	}
	command, err := parser.Parse(os.Args[1:])
	parser.FatalIfErrorf(err)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	command.BindTo(ctx, (*context.Context)(nil))
	if err := command.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "polyphony:", err)
		os.Exit(exitCode(err))
	}
}

// exitCode is 1 for whatever went wrong, and 3 for what was refused because it
// is too early for it.
func exitCode(err error) int {
	if errors.As(err, new(notYet)) {
		return 3
	}
	return 1
}

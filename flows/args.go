package flows

import (
	"time"

	"polyphony/locales"
)

// Small ways to write an Arg.

func text(t string) Arg    { return Arg{Text: t} }
func words(t string) Arg   { return Arg{Words: t} }
func when(t time.Time) Arg { return Arg{When: &t} }

// near is an instant by the clock alone, when it is on the day of another that
// its reader knows: now, or what stands above it on the card.
func near(t, known time.Time) Arg { return Arg{When: &t, Near: &known} }

func count(n int) Arg                { return Arg{Count: &n} }
func keyed(k locales.Key) Arg        { return Arg{Key: k} }
func list(lines ...Line) Arg         { return Arg{List: lines} }
func line(k locales.Key) Line        { return Line{Key: k} }
func row(buttons ...Button) []Button { return buttons }

package main

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"slices"
	"time"

	"polyphony/care"
	"polyphony/flows"
)

// AccessCmd lists who of the staff saw what of one person.
type AccessCmd struct {
	Config
	Contact string `required:"" placeholder:"ID" help:"The person's contact id."`
}

// Run lists it, the oldest first.
func (c AccessCmd) Run(ctx context.Context) error {
	return operate(ctx, c.Config, c.Config.Faults(NeedStore), func(ctx context.Context, a *App) error {
		lines, err := a.accessLog(ctx, c.Contact)
		for _, line := range lines {
			fmt.Println(line)
		}
		if err == nil && len(lines) == 0 {
			fmt.Println("Nobody has seen anything of them, as far as the trail goes back.")
		}
		return err
	})
}

// accessLog is one line for each time: when, who, what, and the id of what it
// was. There are no words in it.
func (a *App) accessLog(ctx context.Context, contact string) (lines []string, err error) {
	trail, err := a.Store.Audit(ctx, "contact:"+contact)
	if err != nil {
		return nil, err
	}
	names := map[string]string{"": "operator"}
	for _, e := range trail {
		if !slices.Contains(flows.AccessLog, e.What) {
			continue
		}
		if names[e.Who] == "" {
			var c care.Contact
			if _, err := a.Store.Peek(ctx, care.KindContact, e.Who, &c); err != nil {
				return nil, err
			}
			if names[e.Who] = c.Staff; c.Staff == "" {
				names[e.Who] = "left:" + e.Who
			}
		}
		lines = append(lines, fmt.Sprintf("%s\t%s\t%s\t%s", e.At.UTC().Format(time.RFC3339), names[e.Who], e.What, e.Detail))
	}
	return lines, nil
}

// leaveTrace notes that an operator has everything about somebody written out.
func (a *App) leaveTrace(ctx context.Context, contact string) error {
	var c care.Contact
	if found, err := a.Store.Peek(ctx, care.KindContact, contact, &c); err != nil || !found {
		return err // there is nobody to write out
	}
	before, err := a.exports(ctx, contact)
	if err != nil {
		return err
	}
	if _, err := a.operator(ctx, flows.Operator{Verb: "exported", About: contact, By: operatorName()}, nil); err != nil {
		return err
	}
	done, err := a.handled(ctx, func() (bool, error) {
		n, err := a.exports(ctx, contact)
		return n > before, err
	}, patience)
	if err == nil && !done {
		fmt.Fprintln(os.Stderr, "The trace of this is recorded, and stands in their trail as soon as `polyphony serve` runs.")
	}
	return err
}

func (a *App) exports(ctx context.Context, contact string) (n int, err error) {
	trail, err := a.Store.Audit(ctx, "contact:"+contact)
	for _, e := range trail {
		if e.What == "access.exported" {
			n++
		}
	}
	return n, err
}

var operatorShape = regexp.MustCompile(`^[A-Za-z0-9._-]{1,32}$`)

// operatorName is who types, as far as the machine knows.
func operatorName() string {
	for _, name := range []string{os.Getenv("SUDO_USER"), os.Getenv("USER")} {
		if operatorShape.MatchString(name) {
			return name
		}
	}
	return "unknown"
}

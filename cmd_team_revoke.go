package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"polyphony/care"
	"polyphony/flows"
)

// TeamRevokeCmd ends somebody's part in the team at once.
type TeamRevokeCmd struct {
	Config
	Staff string `arg:"" help:"Their id in the team file."`
	Yes   bool   `short:"y" help:"Do it without asking."`
	Undo  bool   `help:"Let the next team file that names them bring them back."`
}

// Run shows what would end, and ends it.
func (c TeamRevokeCmd) Run(ctx context.Context) error {
	return operate(ctx, c.Config, c.Config.Faults(NeedStore), func(ctx context.Context, a *App) error {
		now, _, err := a.TeamNow(ctx)
		if err != nil {
			return err
		}
		_, revoked := now.RevokedSince(c.Staff)
		if c.Undo {
			return c.undo(ctx, a, revoked)
		}
		if revoked {
			fmt.Printf("%s has no part in the team already.\n", c.Staff)
			return nil
		}
		if _, known := now.StaffByID(c.Staff); !known {
			return fmt.Errorf("the team knows no %q: it knows %s", c.Staff, strings.Join(staffIDs(now), ", "))
		}
		return c.revoke(ctx, a, now)
	})
}

func staffIDs(t care.Team) (ids []string) {
	for _, m := range t.Staff {
		ids = append(ids, m.ID)
	}
	return ids
}

func (c TeamRevokeCmd) revoke(ctx context.Context, a *App, now care.Team) error {
	next := now.Without(c.Staff)
	for _, line := range TeamChanges(now, next) {
		fmt.Println(line)
	}
	for _, gap := range TeamGaps(next, a.Now()) {
		fmt.Printf("nobody is on call %s\n", gap)
	}
	if !c.Yes && !agreed(os.Stdin, os.Stdout, "They lose all of it at once. Go on? [y/N] ") {
		return errors.New("nothing was changed")
	}
	var who care.Contact
	if err := c.contact(ctx, a, &who); err != nil {
		return err
	}
	if _, err := a.operator(ctx, flows.Operator{Verb: "revoke", About: c.Staff}, nil); err != nil {
		return err
	}
	done, err := a.handled(ctx, func() (bool, error) {
		now, _, err := a.TeamNow(ctx)
		_, revoked := now.RevokedSince(c.Staff)
		return revoked, err
	}, patience)
	if err != nil {
		return err
	}
	if !done {
		return errors.New("recorded, and nobody has done it yet: it is done as soon as `polyphony serve` runs")
	}
	fmt.Printf("Done: %s has no part in the team any more. They and the coordinators are told.\n", c.Staff)
	c.stays(now, who)
	return nil
}

// contact is whom the id belongs to; nobody when they have never joined.
func (c TeamRevokeCmd) contact(ctx context.Context, a *App, who *care.Contact) error {
	var link care.StaffLink
	found, err := a.Store.Peek(ctx, care.KindStaff, c.Staff, &link)
	if err != nil || !found {
		return err
	}
	_, err = a.Store.Peek(ctx, care.KindContact, link.Contact, who)
	return err
}

// stays says what they may still see, and what this program cannot end.
func (c TeamRevokeCmd) stays(now care.Team, who care.Contact) {
	if who.ID == "" {
		fmt.Println("They had never joined.")
	} else {
		fmt.Printf(`What stays with them: what Telegram has shown them of %d circles. Cards of open calls for help and open pages of the inbox
were taken off their telephone, as far as Telegram lets a bot; older messages are there until they delete the chat.
`, len(who.Networks))
	}
	for _, ch := range now.Channels {
		if ch.Staff == c.Staff {
			fmt.Printf("Their channel %s is not rung any more: take %s out of the environment at the next restart.\n", ch.ID, ch.Env)
		}
	}
	fmt.Println("Take them out of the team file. Until then `team apply` keeps them out by itself.")
}

func (c TeamRevokeCmd) undo(ctx context.Context, a *App, revoked bool) error {
	if !revoked {
		return fmt.Errorf("%s was not revoked", c.Staff)
	}
	if _, err := a.operator(ctx, flows.Operator{Verb: "readmit", About: c.Staff}, nil); err != nil {
		return err
	}
	done, err := a.handled(ctx, func() (bool, error) {
		now, _, err := a.TeamNow(ctx)
		_, still := now.RevokedSince(c.Staff)
		return !still, err
	}, patience)
	if err == nil && !done {
		return errors.New("recorded, and nobody has done it yet: it is done as soon as `polyphony serve` runs")
	}
	if err == nil {
		fmt.Println("Done: the next `polyphony team apply` of a file that names them brings them back. They need a new link.")
	}
	return err
}

// keepOut is a team file without whoever was revoked, and a line for each.
func keepOut(now, file care.Team) (care.Team, []string) {
	var ids, lines []string
	for _, r := range now.Revoked {
		if slices.Contains(staffIDs(file), r.Staff) {
			lines = append(lines, fmt.Sprintf("%s was revoked on %s and stays out: `polyphony team revoke --undo %s` lets the file bring them back.", r.Staff, r.At.Format("2 January 2006"), r.Staff))
		}
		ids = append(ids, r.Staff)
	}
	return file.Without(ids...), lines
}

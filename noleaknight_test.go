package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"polyphony/care"
	"polyphony/sandbox"
)

// night lets what is shared wait until morning, and takes away what allowed it
// while it waits: the choice of one thing, and the place of one reader. Every
// life begins with it, since chance rarely does.
func (l *leakLife) night(ctx context.Context) error {
	maya, _ := l.st.Server.Named("Maya")
	joseph, _ := l.st.Server.Named("Joseph")
	amira, _ := l.st.Server.Named("Amira")
	dora, _ := l.st.Server.Named("Dora")
	nora, _ := l.st.Server.Named("Nora")
	now := l.st.App.Now()
	late := time.Date(now.Year(), now.Month(), now.Day(), 23, 0, 0, 0, time.UTC)
	waits := func(to time.Time) func(context.Context) error {
		return func(ctx context.Context) error {
			return l.st.walk(ctx, to, func(to time.Time) error { time.Sleep(to.Sub(l.st.App.Now())); return nil })
		}
	}
	writes := func(who sandbox.Person) func(context.Context) error {
		return func(ctx context.Context) error {
			_, err := l.st.Server.Says(ctx, who.ID, l.words(who))
			return err
		}
	}
	agrees := func(who sandbox.Person) func(context.Context) error {
		return func(ctx context.Context) error { return l.agrees(ctx, who) }
	}
	for _, do := range []func(context.Context) error{
		agrees(maya), agrees(joseph), agrees(nora),
		writes(maya), l.lets(maya, "circle"), // by day: it arrives
		waits(late),
		writes(maya), l.lets(maya, "circle"), l.lets(maya, "team"), // taken back before it leaves
		waits(late.Add(20 * time.Minute)),
		writes(nora), l.lets(nora, "circle"),
		waits(late.Add(time.Hour)),
		l.leaves(joseph),
		waits(late.Add(12 * time.Hour)),
		writes(maya), l.lets(maya, "me"), // then the team looks
		waits(late.Add(13 * time.Hour)),
		l.looks(amira), l.looks(dora), l.forges(joseph), l.forges(nora),
	} {
		if err := l.does(ctx, do); err != nil {
			return err
		}
	}
	return nil
}

// agrees says yes to sharing.
func (l *leakLife) agrees(ctx context.Context, who sandbox.Person) error {
	return l.hears(ctx, who, 0, fmt.Sprintf("set/%s/%d/yes", care.Sharing, care.Sharing.Wording().Version))
}

// lets chooses an audience for what somebody wrote last.
func (l *leakLife) lets(who sandbox.Person, act string) func(context.Context) error {
	return func(ctx context.Context) error {
		contact, mine := l.is.contacts[who.ID], care.Mine{}
		if _, err := l.st.App.Store.Begin(ctx).Read(care.KindMine, contact, &mine); err != nil || len(mine.Items) == 0 {
			return fmt.Errorf("%s wrote nothing: %w", who.Name, err)
		}
		last := mine.Items[len(mine.Items)-1]
		for letter, kind := range leakLetters {
			if kind == last.Kind {
				data := "see/" + last.ID + "/0/" + letter + "." + act
				l.note("%s chooses %s", who.Name, data)
				l.tapped(who.ID, data)
				return l.hears(ctx, who, 0, data)
			}
		}
		return fmt.Errorf("%s wrote a %s", who.Name, last.Kind)
	}
}

// leaves lets somebody leave the second circle.
func (l *leakLife) leaves(who sandbox.Person) func(context.Context) error {
	return func(ctx context.Context) error {
		if _, err := l.st.Server.Says(ctx, who.ID, "/leave"); err != nil {
			return err
		}
		for range 3 {
			if err := l.st.House.Settle(ctx); err != nil {
				return err
			}
			buttons := slices.DeleteFunc(l.buttons(who, "circle/second000000/"), func(data string) bool { return !strings.Contains(data, "leave") })
			if len(buttons) == 0 {
				return nil
			}
			if err := l.hears(ctx, who, 0, buttons[len(buttons)-1]); err != nil {
				return err
			}
		}
		return nil
	}
}

// looks lets somebody of the team open every thing of every circle, and forges
// lets anybody try what only its author may; nothing may come of it.
func (l *leakLife) looks(who sandbox.Person) func(context.Context) error {
	return l.tries(who, func(it *leakItem, id, _ string) string { return "inbox/" + it.circle + "/0/item." + id })
}

func (l *leakLife) forges(who sandbox.Person) func(context.Context) error {
	return l.tries(who, func(_ *leakItem, id, letter string) string { return "see/" + id + "/0/" + letter + ".circle" })
}

func (l *leakLife) tries(who sandbox.Person, data func(it *leakItem, id, letter string) string) func(context.Context) error {
	return func(ctx context.Context) error {
		for key, it := range l.items {
			kind, id, _ := strings.Cut(key, ":")
			letter := map[string]string{string(care.KindCheckIn): "c", string(care.KindNote): "n", string(care.KindMeasure): "m"}[kind]
			if letter == "" {
				continue
			}
			if err := l.hears(ctx, who, 0, data(it, id, letter)); err != nil {
				return err
			}
		}
		return nil
	}
}

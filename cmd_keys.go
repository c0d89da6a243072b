package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"polyphony/store"
)

// The master key is changed while the companion runs, in three steps:
//
//	1  a new key is made, which only opens; every replica gets to know it
//	2  it seals from now on, and what was sealed before is sealed anew
//	3  the old key goes, once nothing is sealed with it any more
//
// What step comes next is seen from the keyset itself, and each is refused until
// the one before it has reached every replica. docs/operations/keys.md is what
// an operator reads.

// notYet says that a step would come too early. Nothing was changed.
type notYet struct{ why string }

func (n notYet) Error() string { return "not yet: " + n.why }

// keyRoom is where keys are changed.
type keyRoom struct {
	store *store.Store
	keys  store.Keyset
	now   func() time.Time
	out   io.Writer // keysets, and nothing else
	say   io.Writer
	pause func(context.Context) error // between two looks at Redis
}

// withKeys opens the store for a step of a change of key.
func withKeys(ctx context.Context, c Config, do func(*keyRoom, context.Context) error) error {
	if err := refuse(c.Faults(NeedStore)); err != nil {
		return err
	}
	keys, err := store.ParseKeyset(c.MasterKey.Reveal())
	if err != nil {
		return err
	}
	opened, err := openRedis(ctx, c, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer opened.close()
	s, err := c.onlooker(opened.db)
	if err != nil {
		return err
	}
	if err := s.KeysFit(ctx); err != nil {
		return err
	}
	return do(&keyRoom{store: s, keys: keys, now: wallClock, out: os.Stdout, say: os.Stderr, pause: waitABit}, ctx)
}

func waitABit(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(200 * time.Millisecond):
		return nil
	}
}

// rotate takes the next step.
func (k *keyRoom) rotate(ctx context.Context) error {
	switch {
	case len(k.keys.IDs()) == 1:
		return k.add()
	case k.keys.Writes() != k.keys.Newest():
		return k.promote(ctx)
	}
	return k.drop(ctx)
}

func (k *keyRoom) add() error {
	next, err := k.keys.WithNew()
	if err != nil {
		return err
	}
	return k.print(next, `Step 1 of 3: a new key was made, which only opens so far. Nothing has changed yet.
Put this keyset into the safe, give it to every replica as MASTER_KEY and restart one after the other.
Then run this command again with it.`)
}

func (k *keyRoom) promote(ctx context.Context) error {
	rings, err := k.store.KeyRings(ctx, k.now())
	if err != nil {
		return err
	}
	if late := replicas(rings, func(r store.KeyRing) bool { return !slices.Contains(r.Opens, k.keys.Newest()) }); late != "" {
		return notYet{"these replicas do not know the new key: " + late + ". Restart them with this MASTER_KEY first"}
	}
	next, err := k.keys.Promoted()
	if err != nil {
		return err
	}
	return k.print(next, fmt.Sprintf(`Step 2 of 3: with this keyset the new key seals. %s
Give it to every replica as MASTER_KEY and restart one after the other.
Then, with it, run polyphony doctor --reseal, and after that this command again.`, counted(rings)))
}

// counted says how many replicas were seen, since one that is too old to say
// which keys it has is not among them.
func counted(rings []store.KeyRing) string {
	if len(rings) == 0 {
		return "No replica runs."
	}
	return fmt.Sprintf("All %d replicas that run know it.", len(rings))
}

func (k *keyRoom) drop(ctx context.Context) error {
	if err := k.allSealAnew(ctx); err != nil {
		return err
	}
	old := k.keys.Old()
	if err := k.store.GiveUp(ctx, old); err != nil { // from here on nobody begins to seal with it
		return err
	}
	found, err := k.store.LookAtSeals(ctx)
	if err == nil && under(found, old) > 0 {
		err = notYet{fmt.Sprintf("%d of %d values are sealed with the old key. Run polyphony doctor --reseal first", under(found, old), found.Values)}
	}
	if err != nil {
		return errors.Join(err, k.store.Regain(context.WithoutCancel(ctx), k.now(), old))
	}
	k.damaged(found)
	next, err := k.keys.Alone()
	if err != nil {
		return err
	}
	return k.print(next, fmt.Sprintf(`Step 3 of 3: nothing of %d values is sealed with the old key, and it is not in this keyset.
Give it to every replica as MASTER_KEY and restart one after the other. Put it into the safe.
Backups made before now need the former keyset: keep that in the safe for as long as there is one.`, found.Values))
}

// allSealAnew refuses to go on while a replica seals with another key than the newest.
func (k *keyRoom) allSealAnew(ctx context.Context) error {
	rings, err := k.store.KeyRings(ctx, k.now())
	if err != nil {
		return err
	}
	if late := replicas(rings, func(r store.KeyRing) bool { return r.Writes != k.keys.Newest() }); late != "" {
		return notYet{"these replicas still seal with the old key: " + late + ". Restart them with this MASTER_KEY first"}
	}
	return nil
}

// reseal seals anew what the old key sealed, and has Redis write its files anew.
func (k *keyRoom) reseal(ctx context.Context) error {
	if k.keys.Writes() != k.keys.Newest() {
		return notYet{"the newest key of this MASTER_KEY does not seal yet. Run polyphony doctor --rotate-key first"}
	}
	if err := k.allSealAnew(ctx); err != nil {
		return err
	}
	var last store.Seals
	err := k.store.Reseal(ctx, func(s store.Seals) {
		last = s
		fmt.Fprintf(k.say, "Looked at %d values, sealed %d anew.\n", s.Values, s.Anew)
	})
	if err != nil {
		return err
	}
	k.damaged(last)
	switch err := k.store.Rewriting(ctx, k.pause); {
	case errors.Is(err, store.ErrHidden):
		fmt.Fprintln(k.say, "This Redis does not let its files be written anew: what the old key sealed stays in them until it does so itself.")
	case err != nil:
		return err
	default:
		fmt.Fprintln(k.say, "Redis has written its files anew.")
	}
	fmt.Fprintln(k.say, "Done. Run polyphony doctor --rotate-key for the last step.")
	return nil
}

func (k *keyRoom) damaged(s store.Seals) {
	if s.Damaged > 0 {
		fmt.Fprintf(k.say, "%d values cannot be opened with any key of this keyset. They stay as they are.\n", s.Damaged)
	}
}

// print writes a keyset where only it is written, and says what to do with it.
func (k *keyRoom) print(next store.Keyset, what string) error {
	text, err := next.Text()
	if err != nil {
		return err
	}
	if _, err := fmt.Fprintln(k.out, text); err != nil {
		return fmt.Errorf("the keyset could not be printed, run this again: %w", err)
	}
	fmt.Fprintf(k.say, "%s\nIts fingerprint: %s\n", what, next.Fingerprint())
	return nil
}

func replicas(rings []store.KeyRing, which func(store.KeyRing) bool) string {
	var names []string
	for _, r := range rings {
		if which(r) {
			names = append(names, r.Replica)
		}
	}
	return strings.Join(names, ", ")
}

func under(found store.Seals, ids []store.KeyID) (n int64) {
	for _, id := range ids {
		n += found.Under[id]
	}
	return n
}

// checkKey compares a key that was kept with the one in use. Neither is shown.
func checkKey(used Secret, in io.Reader, out io.Writer) error {
	text, err := io.ReadAll(io.LimitReader(in, 1<<16))
	if err != nil {
		return errors.New("nothing could be read from standard input")
	}
	kept, err := store.ParseKeyset(string(text))
	if err != nil {
		return errors.New("what was read is no MASTER_KEY")
	}
	fmt.Fprintf(out, "kept: %s\n", kept.Fingerprint())
	if used == "" {
		return nil
	}
	ours, err := store.ParseKeyset(used.Reveal())
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "used: %s\n", ours.Fingerprint())
	if !kept.Opens(ours) {
		return errors.New("the kept key does not open everything that MASTER_KEY does: keep this one")
	}
	fmt.Fprintln(out, "The kept key opens what MASTER_KEY does.")
	return nil
}

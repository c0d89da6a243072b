package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"slices"

	"filippo.io/age"

	"polyphony/store"
)

// BackupCmd makes an encrypted backup while the companion runs.
type BackupCmd struct {
	Config
	Recipients string `env:"BACKUP_RECIPIENTS" placeholder:"age1…" help:"Public keys of those who can open the backup, as age-keygen prints them; several with a comma between them. Their private keys belong into the safe, not onto this machine."`
	Out        string `short:"o" required:"" placeholder:"FILE" help:"Where to write it: another machine's disk, never the data's own. -: standard output."`
}

// RestoreCmd puts a backup into an empty data directory.
type RestoreCmd struct {
	Config
	File     string `arg:"" help:"The backup. -: standard input."`
	Identity string `required:"" placeholder:"FILE" help:"File with the private key of one of its holders."`
	ListLost bool   `help:"The erasure list is lost: take the one in the backup. Whoever was erased since then comes back."`
	RDB      string `placeholder:"FILE" help:"Write the snapshot out for whoever runs your Redis, instead of restoring it into the data directory."`
}

// Run makes the backup.
func (c BackupCmd) Run(ctx context.Context) error {
	if err := refuse(c.Faults(NeedStore)); err != nil {
		return err
	}
	to, err := recipients(c.Recipients)
	if err != nil {
		return err
	}
	redis, err := openRedis(ctx, c.Config, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer redis.close()
	s, err := c.onlooker(redis.db)
	if err != nil {
		return err
	}
	keys, err := s.KeysInUse(ctx)
	if err != nil {
		return err
	}
	slices.Sort(keys)
	erased, err := os.ReadFile(c.erasureList())
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		return fmt.Errorf("the erasure list %s cannot be read", c.erasureList())
	}
	b := &backup{store: s, erased: erased, about: aboutBackup{Form: backupForm, Deployment: c.Deployment, Made: wallClock().UTC(), Version: versionText(), Keys: keys}}
	end, viaDisk, err := b.into(ctx, to, c.Out)
	if err != nil {
		return err
	}
	if viaDisk {
		fmt.Fprintln(os.Stderr, "This Redis wrote the snapshot to its own disk first: see that it does not stay there (repl-diskless-sync).")
	}
	fmt.Fprintf(os.Stderr, "Backed up %d bytes of Redis for %d holders, with %d erased in its list.\n", end.Bytes, len(to), bytes.Count(erased, []byte{'\n'}))
	return nil
}

// into writes the backup to a file that gets its name when it is whole.
func (b *backup) into(ctx context.Context, to []age.Recipient, path string) (end endOfBackup, viaDisk bool, err error) {
	if path == "-" {
		return b.write(ctx, to, os.Stdout)
	}
	err = wholeFile(path, func(w io.Writer) (err error) {
		end, viaDisk, err = b.write(ctx, to, w)
		return err
	})
	return end, viaDisk, err
}

// Run restores it.
func (c RestoreCmd) Run() error {
	if err := refuse(c.Faults(NeedStore)); err != nil {
		return err
	}
	with, err := identities(c.Identity)
	if err != nil {
		return err
	}
	in := os.Stdin
	if c.File != "-" {
		if in, err = os.Open(c.File); err != nil {
			return fmt.Errorf("%s cannot be read", c.File)
		}
		defer in.Close()
	}
	if c.RDB != "" {
		return c.writeOut(in, with)
	}
	if c.RedisURL != "" {
		return errors.New("REDIS_URL is set, and its Redis takes no backup from us: with --rdb FILE it is written out for whoever runs it")
	}
	return c.into(in, with)
}

// into restores into our data directory, and brings the erasure list up to date.
func (c RestoreCmd) into(in io.Reader, with []age.Identity) error {
	_, err := os.Stat(c.erasureList())
	if missing := errors.Is(err, os.ErrNotExist); missing && !c.ListLost {
		return fmt.Errorf("there is no erasure list at %s: whoever was erased since the backup would come back. Put the newest one there, or say --list-lost", c.erasureList())
	}
	o, err := restoreInto(c.Config, in, with...)
	if err != nil {
		return err
	}
	before, after, err := mergeErased(c.erasureList(), o.erased)
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "Restored %d bytes of Redis as it was on %s, deployment %s.\n", o.end.Bytes, o.about.Made.Format("2 January 2006 at 15:04 MST"), o.about.Deployment)
	fmt.Fprintf(os.Stderr, "The erasure list knows %d people; the backup's own knew %d. Whoever came back is erased again when serve starts.\n", after, before)
	return nil
}

// mergeErased adds to the newest list whom the backup's own has, and says how
// many each knows.
func mergeErased(path string, kept []byte) (before, after int, err error) {
	temp, err := os.CreateTemp("", "erased")
	if err != nil {
		return 0, 0, err
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(kept)
	if err := errors.Join(err, temp.Close()); err != nil {
		return 0, 0, err
	}
	theirs, err := store.OpenErasureList(temp.Name())
	if err != nil {
		return 0, 0, err
	}
	ours, err := store.OpenErasureList(path)
	if err != nil {
		return 0, 0, err
	}
	err = ours.Add(theirs.All())
	return len(theirs.All()), len(ours.All()), err
}

// writeOut gives the snapshot to somebody else's Redis.
func (c RestoreCmd) writeOut(in io.Reader, with []age.Identity) error {
	var o opened
	err := wholeFile(c.RDB, func(w io.Writer) (err error) {
		o, err = openBackup(in, w, with...)
		return err
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "Wrote %d bytes of Redis as it was on %s to %s. Nothing is restored yet.\n", o.end.Bytes, o.about.Made.Format("2 January 2006 at 15:04 MST"), c.RDB)
	return c.fits(o.about)
}

func identities(path string) ([]age.Identity, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("the private key %s cannot be read", path)
	}
	defer f.Close()
	with, err := age.ParseIdentities(f)
	if err != nil {
		return nil, fmt.Errorf("%s holds no private key of age (AGE-SECRET-KEY-1…)", path)
	}
	return with, nil
}

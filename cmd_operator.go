package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"runtime/debug"
	"time"

	"github.com/redis/go-redis/v9"

	"polyphony/care"
	"polyphony/store"
)

// operate opens the deployment's store for a command and closes it again.
// Whatever the command wants done is recorded as an event, like everything
// else; a running serve handles it.
func operate(ctx context.Context, c Config, faults []string, do func(ctx context.Context, a *App) error) error {
	if err := refuse(faults); err != nil {
		return err
	}
	log := NewLog(os.Stderr, LogOptions{Level: slog.LevelWarn, Text: true, Secrets: c.Secrets()})
	opened, err := openRedis(ctx, c, log)
	if err != nil {
		return err
	}
	defer opened.close()
	c.Replica += "-operator"
	if c.TelegramToken == "" {
		c.TelegramToken = "0:none" // this command calls nobody
	}
	app, err := NewApp(ctx, c.parts(opened.db, log, nil, nil))
	if err != nil {
		return err
	}
	return do(ctx, app)
}

// onlooker opens the store without becoming a replica of it.
func (c Config) onlooker(db redis.UniversalClient) (*store.Store, error) {
	return store.Open(db, store.Options{Deployment: c.Deployment, Replica: c.Replica + "-operator", MasterKey: c.MasterKey.Reveal()})
}

// patience is how long a command waits for serve to handle what it recorded.
const patience = 5 * time.Second

// Run makes an invitation and prints its link.
func (c InviteCmd) Run(ctx context.Context) error {
	return operate(ctx, c.Config, c.Faults(), func(ctx context.Context, a *App) error {
		if err := a.learnName(ctx); err != nil {
			return err
		}
		inv := care.Invitation{Role: care.Role(c.As), Staff: c.Staff, Network: c.Network, Name: c.Name}
		if inv.Role == care.Practitioner || inv.Role == care.Coordinator {
			if err := a.checkStaff(ctx, inv); err != nil {
				return err
			}
		}
		link, id, err := a.invite(ctx, inv)
		if err != nil {
			return err
		}
		fmt.Println(link)
		done, err := a.handled(ctx, func() (bool, error) { return a.Store.Peek(ctx, care.KindInvitation, id, &care.Invitation{}) }, patience)
		if err == nil && !done {
			fmt.Fprintln(os.Stderr, "The link works as soon as `polyphony serve` runs.")
		}
		return err
	})
}

// learnName asks Telegram for the bot's username when no setting names it.
func (a *App) learnName(ctx context.Context) error {
	if a.BotName != "" {
		return nil
	}
	_, name, err := a.Client.Me(ctx)
	a.BotName = name
	return err
}

// checkStaff refuses a link for somebody whom the applied team does not know.
func (a *App) checkStaff(ctx context.Context, inv care.Invitation) error {
	team, applied, err := a.TeamNow(ctx)
	if err != nil {
		return err
	}
	if !applied {
		return errors.New("no team file has been applied yet: polyphony team apply")
	}
	member, known := team.StaffByID(inv.Staff)
	switch {
	case !known:
		return fmt.Errorf("the team file knows no %q", inv.Staff)
	case member.Role != inv.Role:
		return fmt.Errorf("%s is a %s in the team file", inv.Staff, member.Role)
	}
	return nil
}

// Run says everything that is wrong with a team file.
func (c TeamCheckCmd) Run() error {
	team, warnings, err := loadTeam(c.File, time.Now())
	if err != nil {
		return err
	}
	for _, w := range warnings {
		fmt.Println(w)
	}
	fmt.Printf("%s: %d staff, %d shifts, no fault.\n", team.Name, len(team.Staff), len(team.OnCall))
	return nil
}

// Run shows what a team file would change and makes it so.
func (c TeamApplyCmd) Run(ctx context.Context) error {
	file := c.File
	if file == "" {
		file = c.TeamFile
	}
	team, warnings, err := loadTeam(file, time.Now())
	if err != nil {
		return err
	}
	for _, w := range warnings {
		fmt.Println(w)
	}
	return operate(ctx, c.Config, c.Config.Faults(NeedStore), func(ctx context.Context, a *App) error {
		now, _, err := a.TeamNow(ctx)
		if err != nil {
			return err
		}
		team, out := keepOut(now, team)
		for _, line := range out {
			fmt.Println(line)
		}
		changes := TeamChanges(now, team)
		if len(changes) == 0 {
			fmt.Println("Nothing would change.")
			return nil
		}
		for _, line := range changes {
			fmt.Println(line)
		}
		if !c.Yes && !agreed(os.Stdin, os.Stdout, "Apply this? [y/N] ") {
			return errors.New("nothing was applied")
		}
		if err := a.ApplyTeam(ctx, team); err != nil {
			return err
		}
		done, err := a.handled(ctx, func() (bool, error) {
			now, _, err := a.TeamNow(ctx)
			return len(TeamChanges(now, team)) == 0, err
		}, patience)
		if err == nil && done {
			fmt.Println("Applied.")
		} else if err == nil {
			fmt.Println("Recorded: it counts as soon as `polyphony serve` runs.")
		}
		return err
	})
}

func agreed(in io.Reader, out io.Writer, question string) bool {
	fmt.Fprint(out, question)
	answer, _ := bufio.NewReader(in).ReadString('\n') // no answer is a no
	return answer == "y\n" || answer == "Y\n" || answer == "yes\n"
}

// Run lists what was put aside.
func (c ParkedListCmd) Run(ctx context.Context) error {
	return operate(ctx, c.Config, c.Config.Faults(NeedStore), func(ctx context.Context, a *App) error {
		parked, err := a.Store.Parked(ctx)
		for _, p := range parked {
			fmt.Printf("%s\t%s\t%s\t%s\n", p.ID, p.At.Format(time.RFC3339), p.Queue, p.Reason)
		}
		if err == nil && len(parked) == 0 {
			fmt.Println("Nothing is parked.")
		}
		return err
	})
}

// Run hands parked items to the companion once more.
func (c ParkedReplayCmd) Run(ctx context.Context) error {
	return operate(ctx, c.Config, c.Faults(), func(ctx context.Context, a *App) error {
		parked, err := a.Store.Parked(ctx)
		if err != nil {
			return err
		}
		wanted := map[string]bool{}
		for _, id := range c.ID {
			wanted[id] = true
		}
		n := 0
		for _, p := range parked {
			if !c.All && !wanted[p.ID] {
				continue
			}
			if ok, err := a.Store.Replay(ctx, a.Now(), p); err != nil {
				return err
			} else if ok {
				n++
			}
		}
		fmt.Printf("%d handed back.\n", n)
		return nil
	})
}

// Run writes out everything that is held about one person.
func (c ExportCmd) Run(ctx context.Context) error {
	return operate(ctx, c.Config, c.Config.Faults(NeedStore), func(ctx context.Context, a *App) error {
		if err := a.leaveTrace(ctx, c.Contact); err != nil {
			return err
		}
		held, err := a.export(ctx, c.Contact)
		if err != nil {
			return err
		}
		write := func(out io.Writer) error {
			enc := json.NewEncoder(out)
			enc.SetIndent("", "  ")
			return enc.Encode(held)
		}
		if c.Out == "-" {
			return write(os.Stdout)
		}
		return wholeFile(c.Out, write)
	})
}

// version is set by the build.
var version = ""

// Run says which version this is.
func (c VersionCmd) Run() error {
	if c.Licences {
		return printNotices()
	}
	fmt.Println("polyphony", versionText())
	return nil
}

func versionText() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "(devel)"
}

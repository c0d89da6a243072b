package sandbox

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"
)

// Player is what a script is played against. The functions may be nil: time then goes through the server's own clock,
// and nothing more is waited for than the server waits by itself.
type Player struct {
	Server *Server
	Pass   func(ctx context.Context, d time.Duration) error // lets time pass
	Become func(ctx context.Context, t time.Time) error     // moves the clock to an instant
	Settle func(ctx context.Context) error                  // returns when everything has been handled and delivered
}

// Play does everything that the script says and returns the same script with what people really saw. Comments and
// blank lines stay where they are. After an error the result holds what happened until then.
func (s *Script) Play(ctx context.Context, p *Player) (string, error) {
	out := &Script{}
	blank := 0
	for _, l := range s.Lines {
		switch {
		case l.Sight != nil:
			blank = 0
			continue
		case l.Note != nil && *l.Note == "":
			blank++
			continue
		}
		for ; blank > 0; blank-- {
			out.Lines = append(out.Lines, note(""))
		}
		out.Lines = append(out.Lines, l)
		if l.Act == nil {
			continue
		}
		mark := p.Server.journal.mark()
		err := p.act(ctx, l.Act)
		out.Lines = append(out.Lines, sights(p.Server.journal.since(mark))...)
		if err != nil {
			return out.String(), fmt.Errorf("line %d: %w", l.number, err)
		}
	}
	for ; blank > 0; blank-- {
		out.Lines = append(out.Lines, note(""))
	}
	return out.String(), nil
}

func (p *Player) act(ctx context.Context, a *Act) error {
	if err := p.do(ctx, a); err != nil {
		return err
	}
	if p.Settle == nil {
		return nil
	}
	return p.Settle(ctx)
}

func (p *Player) do(ctx context.Context, a *Act) error {
	switch a.Verb {
	case Passes:
		if p.Pass == nil {
			return p.Server.Advance(ctx, a.Pass)
		}
		return p.Pass(ctx, a.Pass)
	case Becomes:
		if p.Become == nil {
			return p.Server.AdvanceTo(ctx, a.At)
		}
		return p.Become(ctx, a.At)
	case Arrives:
		_, err := p.Server.AddPerson(a.Who, a.Language)
		return err
	case Fails:
		return p.fail(a)
	case Becoming:
		id, err := p.Server.groupNamed(a.In, 0)
		if err != nil {
			return err
		}
		_, err = p.Server.Migrates(ctx, id)
		return err
	}
	who, ok := p.Server.Named(a.Who)
	if !ok {
		return missing("There is nobody called %s.", a.Who)
	}
	if a.Verb == Makes {
		return p.makes(who.ID, a)
	}
	return p.person(ctx, who.ID, a)
}

// makes lets somebody make a group with others.
func (p *Player) makes(founder int64, a *Act) error {
	members := []int64{founder}
	for _, name := range strings.Split(a.Text, ",") {
		if name = strings.TrimSpace(name); name == "" {
			continue
		}
		who, ok := p.Server.Named(name)
		if !ok {
			return missing("There is nobody called %s.", name)
		}
		members = append(members, who.ID)
	}
	_, err := p.Server.AddGroup(a.In, members)
	return err
}

func (p *Player) fail(a *Act) error {
	f := a.Fault
	if a.Who != "" {
		who, ok := p.Server.Named(a.Who)
		if !ok {
			return missing("There is nobody called %s.", a.Who)
		}
		f.ChatID = who.ID
	}
	return p.Server.Fail(f)
}

// person does what somebody does.
func (p *Player) person(ctx context.Context, id int64, a *Act) error {
	s := p.Server
	chat, err := s.groupNamed(a.In, id)
	if err != nil {
		return err
	}
	switch a.Verb {
	case Says:
		_, err = s.SaysIn(ctx, id, chat, a.Text, 0)
	case Taps:
		_, err = s.TapsIn(ctx, id, chat, 0, a.Text)
	case TapsOldest:
		_, err = s.tapIn(ctx, id, chat, a.Text, oldestButton(a.Text))
	case Sends:
		var t Thing
		if t, err = ParseThing(a.Text); err == nil {
			_, err = s.SendsThing(ctx, id, t)
		}
	case Edits:
		err = s.editsWords(ctx, id, a.Old, a.Text)
	case Opens:
		err = p.open(ctx, id, a)
	case OpensLink:
		_, err = s.Opens(ctx, id, a.Text)
	case TapsRaw:
		_, err = s.TapsRaw(ctx, id, chat, 0, a.Text)
	case AddsBot:
		err = s.AddsBot(ctx, id, chat)
	case RemovesBot:
		err = s.RemovesBot(ctx, id, chat)
	case Blocks:
		err = s.Blocks(ctx, id)
	case Unblocks:
		err = s.Unblocks(ctx, id)
	default:
		err = refuse("Nobody can do that.")
	}
	return err
}

func (p *Player) open(ctx context.Context, id int64, a *Act) error {
	from, ok := p.Server.Named(a.From)
	if !ok {
		return missing("There is nobody called %s.", a.From)
	}
	links, err := p.Server.Links(from.ID)
	if err != nil {
		return err
	}
	if len(links) < a.Nth {
		return missing("%s has %d links.", a.From, len(links))
	}
	_, err = p.Server.Opens(ctx, id, links[a.Nth-1])
	return err
}

// groupNamed is the number of a group by its name, or the person's own chat for no name.
func (s *Server) groupNamed(name string, person int64) (int64, error) {
	if name == "" {
		return person, nil
	}
	for _, g := range slices.Backward(s.Groups()) {
		if g.Name == name {
			return g.ID, nil
		}
	}
	return 0, missing("There is no group called %s.", name)
}

package store

import (
	"context"
	"errors"
	"io"
	"net"

	"github.com/redis/go-redis/v9"
)

var errLost = errors.New("the answer was lost")

// lossy is a connection on which one script's answer, or the script itself,
// gets lost on the way.
type lossy struct {
	before, after bool   // lose the next script before Redis sees it, or its answer
	early, held   func() // run while the next script, or its answer, is on its way
}

func (l *lossy) DialHook(next redis.DialHook) redis.DialHook { return next }
func (l *lossy) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

func (l *lossy) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if cmd.Name() != "evalsha" && cmd.Name() != "eval" {
			return next(ctx, cmd)
		}
		if early := l.early; early != nil {
			l.early = nil
			early()
		}
		if l.before {
			l.before = false
			cmd.SetErr(errLost)
			return errLost
		}
		err := next(ctx, cmd)
		if redis.HasErrorPrefix(err, "NOSCRIPT") {
			return err // asked again with the script's text
		}
		if l.after {
			l.after = false
			cmd.SetErr(errLost)
			return errLost
		}
		if held := l.held; held != nil {
			l.held = nil
			held()
		}
		return err
	}
}

// lossyDesk is a replica on such a connection.
func (g *ground) lossyDesk(replica string) (*desk, *lossy) {
	g.Helper()
	db, l := g.client(), &lossy{}
	db.AddHook(l)
	d := g.open(db, replica)
	if _, err := d.Enter(d.ctx, t0); err != nil {
		g.Fatal(err)
	}
	return d, l
}

// deaf is a connection that breaks when the next answer should be read.
type deaf struct {
	net.Conn
	cut *bool
}

func (d *deaf) Read(b []byte) (int, error) {
	n, err := d.Conn.Read(b)
	if *d.cut && err == nil {
		*d.cut = false
		_ = d.Close()
		return 0, io.EOF
	}
	return n, err
}

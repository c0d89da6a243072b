package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"time"

	"github.com/redis/go-redis/v9"
)

// A snapshot is all of Redis as it was at one instant, taken while it works: we
// ask for it as a replica does that begins from nothing, and get an RDB file.
// Redis need not stop, and whoever asks needs no access to its disk.
// https://redis.io/docs/latest/operate/oss_and_stack/management/replication/

// snapshotPatience is how long Redis may be silent while it prepares one.
const snapshotPatience = time.Minute

// rdbMagic is how an RDB file begins.
const rdbMagic = "REDIS"

// Snapshot writes one to w. viaDisk: this Redis put it on its own disk first,
// where it may still lie (repl-diskless-sync no).
func (s *Store) Snapshot(ctx context.Context, w io.Writer) (viaDisk bool, err error) {
	conn, o, err := s.rawConn(ctx)
	if err != nil {
		return false, err
	}
	defer conn.Close()
	defer context.AfterFunc(ctx, func() { _ = conn.Close() })()
	c := &replicaConn{conn: conn, in: bufio.NewReaderSize(conn, 1<<16)}
	if err := c.greet(o); err != nil {
		return false, err
	}
	length, end, err := c.begin()
	if err != nil {
		return false, err
	}
	out := &headChecked{w: w}
	if end != "" {
		err = c.until(out, end)
	} else {
		_, err = io.CopyN(out, patient{c}, length)
	}
	if err == nil && !out.good {
		err = errors.New("it is no RDB file")
	}
	if err != nil {
		return end == "", fmt.Errorf("store: snapshot: %w", err)
	}
	return end == "", nil
}

// rawConn connects to the Redis that holds our keys, the master of a Sentinel or
// of our slot in a Cluster.
func (s *Store) rawConn(ctx context.Context) (net.Conn, *redis.Options, error) {
	client, ok := s.db.(*redis.Client)
	if cluster, is := s.db.(*redis.ClusterClient); is {
		var err error
		if client, err = cluster.MasterForKey(ctx, s.prefix); err != nil {
			return nil, nil, fmt.Errorf("store: snapshot: %w", err)
		}
	} else if !ok {
		return nil, nil, errors.New("store: snapshot: not a Redis that can be asked")
	}
	o := client.Options()
	conn, err := o.Dialer(ctx, o.Network, o.Addr)
	if err != nil {
		return nil, nil, fmt.Errorf("store: snapshot: %w", err)
	}
	return conn, o, nil
}

// replicaConn speaks what little a replica says to begin with.
type replicaConn struct {
	conn net.Conn
	in   *bufio.Reader
}

func (c *replicaConn) greet(o *redis.Options) error {
	user, password := o.Username, o.Password
	if o.CredentialsProvider != nil {
		user, password = o.CredentialsProvider()
	}
	if password != "" {
		auth := []string{"AUTH", password}
		if user != "" {
			auth = []string{"AUTH", user, password}
		}
		if err := c.ask(auth...); err != nil {
			return errors.New("store: snapshot: Redis does not take our password")
		}
	}
	// "eof" lets it send the file without writing it to its own disk; older ones
	// do not know "rdb-only", and send what happens afterwards until we hang up
	if err := c.ask("REPLCONF", "capa", "eof"); err != nil {
		return fmt.Errorf("store: snapshot: this Redis gives none: %w", err)
	}
	_ = c.ask("REPLCONF", "rdb-only", "1")
	return nil
}

func (c *replicaConn) ask(words ...string) error {
	if err := c.write(words...); err != nil {
		return err
	}
	line, err := c.line()
	if err == nil && !strings.HasPrefix(line, "+") {
		err = errors.New(strings.TrimPrefix(line, "-"))
	}
	return err
}

func (c *replicaConn) write(words ...string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "*%d\r\n", len(words))
	for _, w := range words {
		fmt.Fprintf(&b, "$%d\r\n%s\r\n", len(w), w)
	}
	_, err := c.conn.Write([]byte(b.String()))
	return err
}

// line is the next line that is not empty: a Redis that is busy sends empty ones.
func (c *replicaConn) line() (string, error) {
	for {
		if err := c.conn.SetReadDeadline(time.Now().Add(snapshotPatience)); err != nil {
			return "", err
		}
		text, err := c.in.ReadString('\n')
		if err != nil {
			return "", err
		}
		if text = strings.TrimRight(text, "\r\n"); text != "" {
			return text, nil
		}
	}
}

// begin asks for the file: its length, or the mark that will stand after it.
func (c *replicaConn) begin() (length int64, end string, err error) {
	if err := c.write("SYNC"); err != nil {
		return 0, "", fmt.Errorf("store: snapshot: %w", err)
	}
	line, err := c.line()
	if err != nil {
		return 0, "", fmt.Errorf("store: snapshot: %w", err)
	}
	head, is := strings.CutPrefix(line, "$")
	if !is {
		return 0, "", fmt.Errorf("store: snapshot: this Redis gives none: %s", strings.TrimPrefix(line, "-"))
	}
	if end, marked := strings.CutPrefix(head, "EOF:"); marked && len(end) == 40 {
		return 0, end, nil
	}
	if length, err = strconv.ParseInt(head, 10, 64); err != nil || length <= 0 {
		return 0, "", errors.New("store: snapshot: Redis said nothing that can be understood")
	}
	return length, "", nil
}

// until copies what comes before the mark.
func (c *replicaConn) until(w io.Writer, end string) error {
	held := []byte{}
	buf := make([]byte, 1<<16)
	for {
		n, err := patient{c}.Read(buf)
		held = append(held, buf[:n]...)
		if body, whole := strings.CutSuffix(string(held), end); whole {
			_, err := w.Write([]byte(body))
			return err
		}
		if err != nil {
			return fmt.Errorf("it ended before its end: %w", err)
		}
		if keep := len(held) - len(end); keep > 0 {
			if _, err := w.Write(held[:keep]); err != nil {
				return err
			}
			held = append(held[:0], held[keep:]...)
		}
	}
}

// patient gives up when nothing comes for long.
type patient struct{ *replicaConn }

func (p patient) Read(b []byte) (int, error) {
	if err := p.conn.SetReadDeadline(time.Now().Add(snapshotPatience)); err != nil {
		return 0, err
	}
	return p.in.Read(b)
}

// headChecked sees whether what is written begins as an RDB file does.
type headChecked struct {
	w    io.Writer
	head []byte
	good bool
}

func (h *headChecked) Write(b []byte) (int, error) {
	if len(h.head) < len(rdbMagic) {
		h.head = append(h.head, b[:min(len(b), len(rdbMagic)-len(h.head))]...)
		h.good = string(h.head) == rdbMagic
	}
	return h.w.Write(b)
}

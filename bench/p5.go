package main

import (
	"context"
	"fmt"
	"os"
	"time"
)

// p5 is what an event costs as the number of members grows. Processor time says
// it best, since other work on the machine does not change it much.
func p5(o options, r *report) error {
	s, err := startRedis("everysec")
	if err != nil {
		return err
	}
	defer s.stop()
	st, err := openStore(s, o.key)
	if err != nil {
		return err
	}
	if err := staff(st); err != nil {
		return err
	}
	got, b, filled := series{}, o.bots[0], 0
	var rows []row
	for k, n := range []int{1_000, 10_000, 100_000, 1_000_000} {
		if n > o.most || o.quick && n > 100_000 {
			break
		}
		began := time.Now()
		if err := members(st, filled, n); err != nil {
			return err
		}
		filled = n
		if err := s.rewritten(); err != nil {
			return err
		}
		fmt.Fprintf(os.Stderr, "  %d members after %.0f s, %.0f MB\n", n, time.Since(began).Seconds(), s.memory()/1e6)
		out, err := corridorOn(s, b, work{updates: o.pick(6_000, 2_000), chats: 500, fsync: "everysec", first: firstChat + int64(k)*100_000})
		if err != nil {
			return err
		}
		due, err := timersOn(s, b, 10_000)
		if err != nil {
			return err
		}
		took, err := urgentOn(s, b, o.pick(25, 15), k*1000)
		if err != nil {
			return err
		}
		if err := forget(s); err != nil {
			return err
		}
		of := fmt.Sprintf("%d members: ", n)
		got.note("update", b.name, out.bot+out.redis)
		got.note("timer", b.name, due.bot+due.redis)
		got.note("urgent", b.name, share(took, 50))
		fmt.Fprintf(os.Stderr, "  an update: bot %.0f and Redis %.0f µs; a timer: %.0f and %.0f µs; files rewritten until here: %.0f\n",
			out.bot, out.redis, due.bot, due.redis, s.info("stats", "total_forks"))
		rows = append(rows,
			plain("P5", of+"bot and Redis for an update", "µs", out.bot+out.redis),
			plain("P5", of+"bot and Redis for a timer", "µs", due.bot+due.redis),
			plain("P5", of+"urgent, p50", "ms", share(took, 50)))
	}
	r.add(rows...)
	for _, what := range []string{"update", "timer", "urgent"} {
		all := got[what][b.name]
		ratio := all[len(all)-1] / all[0]
		one := plain("P5", fmt.Sprintf("%s: %d members against 1000", what, filled), "times", ratio)
		one.Aim, one.Met = "≤ 1.5", yes(ratio <= 1.5 && filled == 1_000_000)
		r.add(one)
	}
	return nil
}

// forget drops what one size leaves behind for the next: messages that nobody
// has sent yet, and the deadlines of calls for help.
func forget(s *server) error {
	prefix := "{" + deployment + "}:"
	return s.db.Del(context.Background(), prefix+"outready:1", prefix+"outready:2", prefix+"timers:0").Err()
}

func plain(p, what, unit string, value float64) row {
	return row{P: p, What: what, Unit: unit, By: map[string]float64{"polyphony": value}}
}

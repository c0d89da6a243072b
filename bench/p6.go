package main

import (
	"net/http"
	"path/filepath"
	"time"
)

// p6 starts the shipped program beside a Redis that is up, until it says that
// it is ready, and looks at its memory when it has nothing to do.
func p6(o options, r *report) error {
	s, err := startRedis("always")
	if err != nil {
		return err
	}
	defer s.stop()
	api := startStandIn(0)
	defer api.stop()
	got := series{}
	for i := range 1 + o.times(9, 3) {
		began, listen := time.Now(), freeAddress()
		p, err := startProcess(o.temp, []string{
			"TELEGRAM_TOKEN=1000:child", "TELEGRAM_API_URL=" + api.url, "BOT_NAME=bench_bot", "REDIS_URL=" + s.url(), "MASTER_KEY=" + o.key,
			"DATA_DIR=" + o.temp, "REPLICA=one", "PUBLIC_URL=http://" + listen, "WEBHOOK_SECRET=" + secret, "LISTEN=" + listen,
			"TEAM_FILE=" + filepath.Join(o.root, "team.example.toml"), "LOG_LEVEL=error",
		}, o.serve, "serve")
		if err != nil {
			return err
		}
		err = within(10*time.Second, "serve is ready", func() bool { return ready(listen) })
		took := time.Since(began)
		if i > 0 { // the first start applies the team file
			got.note("process start to ready", "polyphony", float64(took.Microseconds())/1000)
		}
		<-time.After(time.Second)
		now, _ := residentOf(p.cmd.Process.Pid)
		got.note("resident memory, idle", "polyphony", now)
		p.kill()
		if err != nil {
			return err
		}
	}
	r.add(
		got.row("P6", "process start to ready", "ms", "≤ 200", func(by map[string]float64) bool { return by["polyphony"] <= 200 }),
		got.row("P4", "resident memory, idle", "MB", "≤ 40", func(by map[string]float64) bool { return by["polyphony"] <= 40 }),
	)
	return nil
}

func ready(listen string) bool {
	res, err := http.Get("http://" + listen + "/readyz")
	if err != nil {
		return false
	}
	_ = res.Body.Close()
	return res.StatusCode == http.StatusOK
}

package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"time"

	"polyphony/care"
	"polyphony/sandbox"
)

// Run serves the sandbox until it is told to stop.
func (c SandboxCmd) Run(ctx context.Context) error {
	if err := refuse(c.Faults()); err != nil {
		return err
	}
	log := NewLog(os.Stderr, LogOptions{Level: c.LogLevel.Value, Text: true})
	listener, err := net.Listen("tcp", c.Listen)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: is another sandbox running? --listen chooses another address", c.Listen)
	}
	var server *sandbox.Server
	if c.NoApp {
		server = sandbox.New(sandbox.Options{Clock: sandbox.NewClock(time.Now(), true), People: castPeople, Log: log, BotName: stageBot})
		defer server.Close()
	} else {
		team, err := c.team()
		if err != nil {
			return err
		}
		db, closeDB := memoryRedis()
		defer closeDB()
		clock := sandbox.NewClock(castStart, true)
		st, err := newStage(ctx, stageOptions{Redis: db, Clock: clock, Running: true, Log: log, Team: team, Story: story(), Poll: 250 * time.Millisecond, Beat: time.Second})
		if err != nil {
			return err
		}
		defer st.Close()
		if err := gather(ctx, st.App, st.Server, team, sandbox.Player{Server: st.Server, Settle: st.House.Settle}); err != nil {
			return err
		}
		server = st.Server
	}
	return c.serve(ctx, listener, server)
}

func (c SandboxCmd) serve(ctx context.Context, listener net.Listener, server *sandbox.Server) error {
	web := &http.Server{Handler: server, ReadHeaderTimeout: headerTimeout}
	page := "http://" + listener.Addr().String() + "/"
	fmt.Fprintf(os.Stdout, "Polyphony sandbox: %s\nNobody outside this computer sees any of it, and nothing is kept. Ctrl-C ends it.\n", page)
	if c.Open {
		openBrowser(page)
	}
	go func() {
		<-ctx.Done()
		_ = web.Close() // event streams never end by themselves
	}()
	if err := web.Serve(listener); ctx.Err() == nil {
		return err
	}
	return nil
}

// team is the team of the sandbox: the example's, or one that somebody wants
// to try before it counts.
func (c SandboxCmd) team() (care.Team, error) {
	if c.TeamFile != "" {
		team, _, err := loadTeam(c.TeamFile, castStart)
		return team, err
	}
	team, faults := ParseTeam(exampleTeam, castStart, func(string) (string, bool) { return "", true })
	if Refused(faults) {
		return team, fmt.Errorf("the example team has faults: %v", faults)
	}
	return team, nil
}

// openBrowser tries; the address is on the screen in any case.
func openBrowser(page string) {
	name, args := "xdg-open", []string{page}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", page}
	}
	cmd := exec.Command(name, args...)
	if cmd.Start() == nil {
		go func() { _ = cmd.Wait() }()
	}
}

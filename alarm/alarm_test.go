package alarm

import (
	"bytes"
	"context"
	"log/slog"
	"maps"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

const text = "An urgent message waits for you in Polyphony"

// quiet is a log that keeps what it is told.
func quiet() (*slog.Logger, *bytes.Buffer) {
	var out bytes.Buffer
	return slog.New(slog.NewTextHandler(&out, nil)), &out
}

// faked is an Alarm with channels a, b, … whose sends go to the function.
func faked(send func(url, text string) Reason, ids ...string) *Alarm {
	var channels []Channel
	for _, id := range ids {
		channels = append(channels, Channel{ID: id, URL: "generic://" + id + ".example/hook"})
	}
	log, _ := quiet()
	a := New(channels, log)
	a.send = send
	return a
}

func TestAHangingChannelHoldsUpNobodyForMoreThanTenSeconds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		a := faked(func(url, _ string) Reason {
			if strings.Contains(url, "hangs") {
				<-release
			}
			return Sent
		}, "hangs", "works")
		start := time.Now()
		got := a.Raise(context.Background(), []string{"hangs", "works"}, text)
		if want := map[string]Reason{"hangs": Timeout, "works": Sent}; !maps.Equal(got, want) {
			t.Errorf("%v, want %v", got, want)
		}
		if took := time.Since(start); took != timeout {
			t.Errorf("took %s", took)
		}
		close(release)
	})
}

func TestOtherChannelsAreCalledAtTheSameMoment(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		a := faked(func(string, string) Reason { time.Sleep(3 * time.Second); return Sent }, "a", "b", "c")
		start := time.Now()
		a.Raise(context.Background(), []string{"a", "b", "c"}, text)
		if took := time.Since(start); took != 3*time.Second {
			t.Errorf("took %s", took)
		}
	})
}

func TestAChannelThatHangsForHoursStaysBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release, under := make(chan struct{}), make(chan struct{}, 1000)
		a := faked(func(string, string) Reason { under <- struct{}{}; <-release; return Sent }, "hangs")
		var last Reason
		for range places + 5 {
			last = a.Raise(context.Background(), []string{"hangs"}, text)["hangs"]
		}
		if last != Busy || len(under) != places {
			t.Errorf("%s with %d sends under way", last, len(under))
		}
		close(release)
		synctest.Wait()
		if got := a.Raise(context.Background(), []string{"hangs"}, text)["hangs"]; got != Sent {
			t.Errorf("after it answers again: %s", got)
		}
	})
}

func TestAnEndedContextEndsTheWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		a := faked(func(string, string) Reason { <-release; return Sent }, "hangs")
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		start := time.Now()
		if got := a.Raise(ctx, []string{"hangs"}, text)["hangs"]; got != Timeout || time.Since(start) != time.Second {
			t.Errorf("%s after %s", got, time.Since(start))
		}
		close(release)
	})
}

func TestAChannelNamedTwiceIsCalledOnce(t *testing.T) {
	calls := make(chan string, 10)
	a := faked(func(url, _ string) Reason { calls <- url; return Sent }, "a")
	a.Raise(context.Background(), []string{"a", "a"}, text)
	if len(calls) != 1 {
		t.Errorf("%d calls", len(calls))
	}
}

func TestChannelsThatCannotWorkAreNamed(t *testing.T) {
	log, _ := quiet()
	a := New([]Channel{
		{ID: "empty"}, {ID: "spaces", URL: "not an address"}, {ID: "unheard", URL: "pigeon://loft/7"},
		{ID: "telegram", URL: "telegram://token@telegram?chats=1"}, {ID: "log", URL: "logger://here"},
		{ID: "good", URL: "ntfy://ntfy.example/topic"}, {ID: "custom", URL: "generic+https://example.org/hook"},
	}, log)
	want := map[string]Reason{"empty": Misset, "spaces": Misset, "unheard": Misset, "telegram": Misset, "log": Misset}
	if got := a.Faults(); !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
	got := a.Raise(context.Background(), []string{"empty", "telegram", "nowhere"}, text)
	if want := map[string]Reason{"empty": Misset, "telegram": Misset, "nowhere": Unknown}; !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}

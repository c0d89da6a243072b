package flows

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// Subjects and actions of timers are our own words, ids our own letters.
func drawTimerKey(t *rapid.T) TimerKey {
	id := rapid.StringMatching(`[a-z2-9-]{1,20}`)
	return TimerKey{
		Subject: rapid.SampledFrom([]string{"alert", "visit", "meeting", "plan", "contact"}).Draw(t, "subject"),
		ID:      id.Draw(t, "id"),
		What:    rapid.StringMatching(`[a-z_]{1,12}`).Draw(t, "what"),
		Arg:     rapid.OneOf(rapid.Just(""), id, rapid.StringMatching(`[a-z0-9@|:.]{1,20}`)).Draw(t, "arg"),
	}
}

// A timer comes back as it was set, and in the queue of its subject: I9 hangs
// on two keys being equal exactly when they mean the same timer.
func TestATimerKeySurvivesTheStore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		k, other := drawTimerKey(t), drawTimerKey(t)
		back, ok := ParseTimerKey(k.String())
		if !ok || back != k {
			t.Fatalf("%q came back as %q %v", k, back, ok)
		}
		if k != other && k.String() == other.String() {
			t.Fatalf("%+v and %+v are both %q", k, other, k)
		}
		due := rapid.Int64Range(0, 4e12).Draw(t, "due")
		ev, err := TimerEvent(Item{ID: fmt.Sprintf("t:%s@%d", k, due), Queue: k.Queue(), Source: FromTimer})
		if err != nil || ev.Timer != k || ev.Kind != KindTimer || ev.Queue != k.Queue() {
			t.Fatalf("%q fired as %+v %v", k, ev, err)
		}
	})
}

func FuzzParseTimerKey(f *testing.F) {
	for _, s := range []string{"alert:a|step", "meeting:m|remind|c", "a|b", ":|", "a:|b", "a:b|", "a:b||c", "t:x@"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		k, ok := ParseTimerKey(text)
		if !ok {
			return
		}
		if k.Subject == "" || k.ID == "" || k.What == "" {
			t.Fatalf("%q became %+v", text, k)
		}
		if back, again := ParseTimerKey(k.String()); !again || back != k {
			t.Fatalf("%q became %+v, then %+v", text, k, back)
		}
	})
}

func TestWhatIsNoTimerIsRefused(t *testing.T) {
	for _, id := range []string{"", "t:", "t:alert:a|step", "u:7", "x:alert:a|step@1", "t:alert@1", "t:@"} {
		if _, err := TimerEvent(Item{ID: id}); !errors.Is(err, ErrUndecided) {
			t.Errorf("%q: %v", id, err)
		}
	}
}

// Every timer that is set somewhere has a handler, and waits in a lane of its own.
func TestTimersOfTheTableWaitInTheirLanes(t *testing.T) {
	for _, k := range []TimerKey{stepTimer("a"), takenTimer("a"), remindTimer("c"), overTimer("m"), askTimer("p"), howTimer("m", "c"), requestTimer("r"), askerTimer("r", "c")} {
		if due[k.Subject+"/"+k.What] == nil {
			t.Errorf("nobody handles %s", k)
		}
		want := Clockwork
		if slices.Contains([]string{"alert", "visit"}, k.Subject) {
			want = Deadlines
		}
		if got := QueueLane(k.Queue()); got != want {
			t.Errorf("%s waits in lane %d, want %d", k, got, want)
		}
	}
	for queue, want := range map[string]InboxLane{"chat:5": People, "chat:-100": People, "operator:x": People, "alert": Deadlines, "": Clockwork, "alerts:1": Clockwork} {
		if got := QueueLane(queue); got != want {
			t.Errorf("%q waits in lane %d, want %d", queue, got, want)
		}
	}
}

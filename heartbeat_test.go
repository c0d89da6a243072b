package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
	"time"

	"polyphony/store"
)

// The heartbeat protects the hazard "bot down": a monitor outside hears from us
// only while the whole chain is well, so silence is what rings somebody.
func TestTheHeartIsSilentUnlessAllIsWell(t *testing.T) {
	beats, status := 0, http.StatusOK
	monitor := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		beats++
		w.WriteHeader(status)
	}))
	defer monitor.Close()
	well := true
	var told []string
	h := newHeartbeat(monitor.URL, func(context.Context) report { return report{Ready: well} }, func(r string) { told = append(told, r) })
	now := castStart
	pass := func(d time.Duration) { now = now.Add(d); h.beat(t.Context(), now) }
	pass(0)
	pass(15 * time.Second)
	pass(45 * time.Second)
	well = false
	pass(time.Hour)
	if beats != 2 {
		t.Errorf("%d beats; the first, one after a minute, none while something is wrong", beats)
	}
	well, status = true, http.StatusInternalServerError
	pass(time.Minute)
	status = http.StatusOK
	pass(15 * time.Second)
	if beats != 4 {
		t.Errorf("%d beats: one that the monitor did not take is sent again at the next look", beats)
	}
	monitor.Close()
	pass(time.Minute)
	if want := []string{"sent", "sent", "refused", "sent", "unreachable"}; !slices.Equal(told, want) {
		t.Errorf("told %v, want %v", told, want)
	}
}

// What a broken link of the chain is called, and that it keeps the heart silent,
// on the application itself.
func TestReadinessNamesWhatIsWrong(t *testing.T) {
	w := newWoken(t, "amira")
	r := newReadiness(w.st.App, store.Durability{})
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	go r.watch(ctx)
	eventually(t, 10*time.Second, "all is well", func() bool { return r.look(ctx).Ready })
	if err := w.st.Server.Advance(t.Context(), 2*time.Minute); err != nil {
		t.Fatal(err)
	}
	stop()
	if out := r.look(t.Context()); out.Ready || !slices.Contains(out.Wrong, "telegram") {
		t.Errorf("Telegram has not been heard of for two minutes: %+v", out)
	}
}

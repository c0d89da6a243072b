package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"polyphony/care"
)

// I3: whoever pressed, gave it back and presses again in the same mail must not
// read that it is well: the alert is nobody's, and others are being called.
func TestAUsedLinkOfAnAlertThatWentBackSaysSo(t *testing.T) {
	w := newWoken(t, "amira")
	path := w.link()
	w.call("POST", path)
	amira, _ := w.st.Server.Named("Amira")
	eventually(t, 5*time.Second, "her card lets her give it back", func() bool {
		_, err := w.st.Server.Taps(t.Context(), amira.ID, 0, "I can't: ask somebody else")
		return err == nil
	})
	eventually(t, 5*time.Second, "it went back", func() bool { return w.alert().State == care.AlertOpen })
	for _, method := range []string{"GET", "POST"} {
		if code, page := w.call(method, path); code != http.StatusGone || !strings.Contains(page, "does nothing any more") || strings.Contains(page, "Thank you") {
			t.Errorf("%s: %d %s", method, code, page)
		}
	}
	if a := w.alert(); a.State != care.AlertOpen {
		t.Errorf("a link worked twice: %s", a.State)
	}
}

// Two thumbs on one button, or a mail program that sends a form twice: it counts
// once, and both read the truth.
func TestTwoPressesAtOnceCountOnce(t *testing.T) {
	w := newWoken(t, "amira")
	path := w.link()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			if code, page := w.call("POST", path); code != http.StatusOK || !strings.Contains(page, "It is yours now") {
				t.Errorf("%d: %s", code, page)
			}
		})
	}
	all.Wait()
	taken := 0
	for _, m := range w.alert().Story {
		if m.What == "taken" {
			taken++
		}
	}
	if taken != 1 {
		t.Errorf("taken %d times", taken)
	}
}

// While the store is away the page says that nobody has been told, and lets one
// try again; a crowd of guesses waits for its turn and writes nothing.
func TestAPressWhileTheStoreIsAwayIsNoYes(t *testing.T) {
	w := newWoken(t, "amira")
	path := w.link()
	w.away()
	for _, method := range []string{"GET", "POST"} {
		if code, page := w.call(method, path); code != http.StatusServiceUnavailable || !strings.Contains(page, "Nobody has been told") || !strings.Contains(page, "Try again") {
			t.Errorf("%s: %d %s", method, code, page)
		}
	}
}

func TestGuessesWriteNothingAndWaitForTheirTurn(t *testing.T) {
	w := newWoken(t, "amira")
	path := w.link()
	for range seenAtOnce {
		w.st.App.seenPlaces <- struct{}{}
	}
	if code, page := w.call("GET", path); code != http.StatusServiceUnavailable {
		t.Errorf("%d: %s", code, page)
	}
	for range seenAtOnce {
		<-w.st.App.seenPlaces
	}
	before, err := w.st.App.Store.Depths(t.Context(), w.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	for range 50 {
		if code, _ := w.call("POST", "/seen/"+strings.Repeat("z", 32)); code != http.StatusGone {
			t.Fatal(code)
		}
	}
	if after, err := w.st.App.Store.Depths(t.Context(), w.clock.Now()); err != nil || after.Inbox != before.Inbox || after.Timers != before.Timers {
		t.Errorf("%v: %+v, before %+v", err, after, before)
	}
	if code, _ := w.call("GET", path); code != http.StatusOK {
		t.Errorf("afterwards the true link answers %d", code)
	}
}

// Other methods, other paths and huge headers open nothing. HEAD is a look, as a
// scanner does it.
func TestOddRequestsForALinkChangeNothing(t *testing.T) {
	w := newWoken(t, "amira")
	path := w.link()
	for _, method := range []string{"OPTIONS", "PUT", "DELETE", "PATCH", "TRACE"} {
		answer := httptest.NewRecorder()
		w.site.ServeHTTP(answer, httptest.NewRequest(method, path, nil))
		if answer.Code != http.StatusMethodNotAllowed {
			t.Errorf("%s: %d", method, answer.Code)
		}
	}
	for _, odd := range []string{path + "/", path + "%00", path + "%2f..", strings.ToUpper(path), "/seen" + path, path + "x"} {
		answer := httptest.NewRecorder()
		w.site.ServeHTTP(answer, httptest.NewRequest("POST", odd, strings.NewReader("x=1")))
		if answer.Code == http.StatusOK {
			t.Errorf("POST %s: %d", odd, answer.Code)
		}
	}
	if code, _ := w.call("HEAD", path); code != http.StatusOK {
		t.Errorf("HEAD: %d", code)
	}
	if a := w.alert(); a.State != care.AlertOpen {
		t.Errorf("it is %s", a.State)
	}
}

// Whoever leads the logs of the program reads no link that still works.
func TestNoLinkIsInALog(t *testing.T) {
	path := "/seen/" + strings.Repeat("ab2", 10) + "cd"
	if hidden := newMask(nil).hide(`Get "https://companion.example.org` + path + `": refused`); strings.Contains(hidden, path[6:]) {
		t.Error(hidden)
	}
}

package alarm

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

const canary = "canary-secret-topic"

// raiseAt raises one alarm at a server of this machine and checks that the
// address, a secret, is not in the log.
func raiseAt(t *testing.T, address string) Reason {
	t.Helper()
	log, out := quiet()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	reason := New([]Channel{{ID: "duty", URL: address}}, log).Raise(ctx, []string{"duty"}, text)["duty"]
	if strings.Contains(out.String(), canary) || strings.Contains(string(reason), canary) {
		t.Errorf("the address is in the log: %s", out)
	}
	if !strings.Contains(out.String(), "channel=duty reason="+string(reason)) {
		t.Errorf("not in the log: %s", out)
	}
	return reason
}

// service answers every call so, and remembers what it was sent.
func service(t *testing.T, status int, body string) (host string, heard func() string) {
	t.Helper()
	said := make(chan string, 10)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		sent, _ := io.ReadAll(r.Body)
		said <- r.Method + " " + r.URL.Path + " " + string(sent)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://"), func() string {
		select {
		case s := <-said:
			return s
		default:
			return ""
		}
	}
}

func TestAWebhookHearsTheText(t *testing.T) {
	host, heard := service(t, http.StatusOK, "")
	if got := raiseAt(t, "generic://"+host+"/"+canary+"?disabletls=yes"); got != Sent {
		t.Errorf("%s", got)
	}
	if got, want := heard(), "POST /"+canary+" "+text; got != want {
		t.Errorf("heard %q, want %q", got, want)
	}
}

func TestAWebhookWithATemplateHearsTheText(t *testing.T) {
	host, heard := service(t, http.StatusAccepted, "")
	if got := raiseAt(t, "generic+http://"+host+"/"+canary+"?template=json"); got != Sent {
		t.Errorf("%s", got)
	}
	if got, want := heard(), "POST /"+canary+` {"message":"`+text+`"}`; got != want {
		t.Errorf("heard %q, want %q", got, want)
	}
}

func TestAPushServiceHearsTheText(t *testing.T) {
	host, heard := service(t, http.StatusOK, `{"id":"1","event":"message"}`)
	if got := raiseAt(t, "ntfy://user:"+canary+"@"+host+"/"+canary+"?scheme=http&priority=5"); got != Sent {
		t.Errorf("%s", got)
	}
	if got, want := heard(), "POST /"+canary+" "+text; got != want {
		t.Errorf("heard %q, want %q", got, want)
	}
}

func TestARefusalIsNamedAndNothingElseIsTold(t *testing.T) {
	for _, status := range []int{401, 403, 404, 429, 500, 503} {
		host, _ := service(t, status, `{"error":"`+canary+`","code":40301,"http":403}`)
		for _, address := range []string{"generic://" + host + "/" + canary + "?disabletls=yes", "ntfy://" + host + "/" + canary + "?scheme=http"} {
			if got := raiseAt(t, address); got != Refused {
				t.Errorf("%d at %s: %s", status, strings.SplitN(address, ":", 2)[0], got)
			}
		}
	}
}

func TestNobodyAtTheAddressIsNamed(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	host := strings.TrimPrefix(server.URL, "http://")
	server.Close()
	for _, address := range []string{"generic://" + host + "/" + canary + "?disabletls=yes", "ntfy://" + host + "/" + canary + "?scheme=http"} {
		if got := raiseAt(t, address); got != Unreachable {
			t.Errorf("%s", got)
		}
	}
}

func TestAServiceThatNeverAnswersIsLeft(t *testing.T) {
	called, release := make(chan struct{}, 1), make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		called <- struct{}{}
		<-release
	}))
	defer server.Close()
	defer close(release)
	ctx, cancel := context.WithCancel(context.Background())
	go func() { <-called; cancel() }()
	log, _ := quiet()
	a := New([]Channel{{ID: "duty", URL: "generic://" + strings.TrimPrefix(server.URL, "http://") + "/x?disabletls=yes"}}, log)
	if got := a.Raise(ctx, []string{"duty"}, text)["duty"]; got != Timeout {
		t.Errorf("%s", got)
	}
}

func TestAnAddressThatTheServiceDoesNotUnderstandIsMisset(t *testing.T) {
	for _, address := range []string{"ntfy://" + canary, "smtp://" + canary, "discord://" + canary} {
		if got := raiseAt(t, address); got != Misset {
			t.Errorf("%s: %s", strings.SplitN(address, ":", 2)[0], got)
		}
	}
}

type slow struct{ error }

func (slow) Timeout() bool   { return true }
func (slow) Temporary() bool { return true }

func TestErrorsAreReducedToTheirNames(t *testing.T) {
	for _, c := range []struct {
		err  error
		want Reason
	}{
		{fmt.Errorf("sending: %w", slow{errors.New("x")}), Timeout},
		{errors.New("Post: context deadline exceeded (Client.Timeout exceeded while awaiting headers)"), Timeout},
		{errors.New("failed: dial tcp 127.0.0.1:1: connect: connection refused"), Unreachable},
		{errors.New("dial tcp: lookup x: no such host"), Unreachable},
		{errors.New("Post: dial tcp 10.0.0.1:443: i/o timeout"), Unreachable},
		{&net.OpError{Op: "dial", Err: slow{errors.New("x")}}, Unreachable},
		{&net.OpError{Op: "read", Err: slow{errors.New("x")}}, Timeout},
		{&net.OpError{Op: "read", Err: errors.New("connection reset by peer")}, Failed}, // it may have been taken
		{errors.New("whatever " + canary), Failed},
	} {
		if got := reasonOf(c.err); got != c.want {
			t.Errorf("%v: %s, want %s", c.err, got, c.want)
		}
	}
}

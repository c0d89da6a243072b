package bot

import (
	"bytes"
	"fmt"
	"time"

	"github.com/apognu/gocal"
	emersion "github.com/emersion/go-ical"
	"pgregory.net/rapid"

	"polyphony/flows"
)

// event is what a reader made of a file.
type event struct {
	start, end                                   time.Time
	uid, seq, status, summary, place, url, class string
}

// readers are two libraries of others, which look zones up by name, and a small
// one of ours, which knows nothing but what the file says of its zone.
var readers = map[string]func(rapid.TB, []byte) event{"go-ical": readEmersion, "gocal": readGocal, "the file alone": readAlone}

func readEmersion(t rapid.TB, body []byte) event {
	cal, err := emersion.NewDecoder(bytes.NewReader(body)).Decode()
	if err != nil {
		t.Fatalf("go-ical: %v in\n%s", err, body)
	}
	var check bytes.Buffer // its encoder holds a file against RFC 5545
	if err := emersion.NewEncoder(&check).Encode(cal); err != nil {
		t.Fatalf("go-ical: %v in\n%s", err, body)
	}
	e := cal.Events()[0]
	out := event{}
	if out.start, err = e.DateTimeStart(time.Local); err == nil {
		out.end, err = e.DateTimeEnd(time.Local)
	}
	if err != nil {
		t.Fatal(err)
	}
	for name, into := range map[string]*string{"UID": &out.uid, "STATUS": &out.status, "SUMMARY": &out.summary, "LOCATION": &out.place, "CLASS": &out.class} {
		*into, _ = e.Props.Text(name)
	}
	if p := e.Props.Get("SEQUENCE"); p != nil {
		out.seq = p.Value
	}
	if at, err := e.Props.URI("URL"); err == nil && at != nil {
		out.url = at.String()
	}
	return out
}

func readGocal(t rapid.TB, body []byte) event {
	cal := gocal.NewParser(bytes.NewReader(body))
	cal.SkipBounds, cal.Strict.Mode = true, gocal.StrictModeFailFeed
	if err := cal.Parse(); err != nil || len(cal.Events) != 1 {
		t.Fatalf("gocal: %v, %d events in\n%s", err, len(cal.Events), body)
	}
	e := cal.Events[0]
	return event{*e.Start, *e.End, e.Uid, fmt.Sprint(e.Sequence), e.Status, e.Summary, e.Location, e.URL, e.Class}
}

// readsAs reads a file in every way and compares what each made of it.
func readsAs(t rapid.TB, a flows.Appointment, want event) {
	t.Helper()
	body := mustFile(t, a)
	for name, read := range readers {
		got := read(t, body)
		if !got.start.Equal(want.start) || !got.end.Equal(want.end) {
			t.Errorf("%s: %s to %s, want %s to %s in\n%s", name, got.start.UTC(), got.end.UTC(), want.start.UTC(), want.end.UTC(), body)
		}
		got.start, got.end, want.start, want.end = time.Time{}, time.Time{}, time.Time{}, time.Time{}
		if got != want {
			t.Errorf("%s:\n got %+q\nwant %+q", name, got, want)
		}
		want.start, want.end = meant(t, a)
	}
}

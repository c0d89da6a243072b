package bot

import (
	"cmp"
	"fmt"
	"net/url"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"polyphony/flows"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// calendarFileName tells phones what to open the file with; Telegram passes on
// no type. It is the same in every language and says nothing about anybody.
const calendarFileName = "meeting.ics"

// Whose calendar this is, as RFC 5546 demands of a REQUEST, without saying who:
// names under .invalid can never be reached (RFC 2606).
const (
	calendarProduct   = "-//Polyphony//Meetings//EN"
	calendarOrganizer = "mailto:meeting@noreply.invalid"
	calendarAttendee  = "mailto:you@noreply.invalid"
)

// calendarFile writes an appointment as an iCalendar file (RFC 5545): the same
// UID for every version, so that a later one takes the place of the earlier, and
// a cancelled one takes it away. It names nobody and gives no reason, since
// calendars are shared and shown on lock screens (rule 12). It brings no alarm:
// the companion reminds people itself, at the times that they chose and never in
// quiet hours.
func calendarFile(a flows.Appointment, summary string, now time.Time) ([]byte, error) {
	loc := calendar.Zone(a.Zone)
	start, err := calendar.Instant(a.Day, a.Clock, loc)
	if err != nil {
		return nil, fmt.Errorf("calendar file: %w", err)
	}
	start = start.In(loc)
	end := start.Add(time.Duration(max(a.Minutes, 1)) * time.Minute)
	cal := ics.NewCalendar()
	cal.SetProductId(calendarProduct)
	cal.SetCalscale("GREGORIAN")
	cal.SetMethod(method(a))
	event := ics.NewEvent(upright(clean(a.UID)))
	if loc != time.UTC && unambiguous(start) && unambiguous(end) {
		cal.AddVTimezone(zoneRules(loc, start, end))
		event.SetProperty(ics.ComponentPropertyDtStart, start.Format(localFormat), ics.WithTZID(loc.String()))
		event.SetProperty(ics.ComponentPropertyDtEnd, end.Format(localFormat), ics.WithTZID(loc.String()))
	} else {
		event.SetStartAt(start)
		event.SetEndAt(end)
	}
	describeEvent(event, a, summary, now)
	cal.AddVEvent(event)
	return []byte(cal.Serialize(ics.WithNewLine("\r\n"))), nil
}

// describeEvent says everything but when.
func describeEvent(event *ics.VEvent, a flows.Appointment, summary string, now time.Time) {
	stamp := a.At
	if stamp.IsZero() {
		stamp = now
	}
	event.SetDtStampTime(stamp)
	event.SetSequence(a.Seq)
	event.SetStatus(status(a))
	event.SetSummary(summary)
	link := webAddress(a.Link)
	if place := cmp.Or(oneLine(a.Place), link); place != "" {
		event.SetLocation(place)
	}
	if link != "" {
		event.SetURL(link)
		event.SetDescription(link) // Outlook shows no URL
	}
	event.SetClass(ics.ClassificationPrivate)
	event.SetTimeTransparency(ics.TransparencyOpaque)
	// No calendar may write to anybody because of this file (RFC 6638, 7.1).
	silent := &ics.KeyValues{Key: "SCHEDULE-AGENT", Value: []string{"NONE"}}
	event.SetOrganizer(calendarOrganizer, silent)
	event.AddAttendee(calendarAttendee, silent, &ics.KeyValues{Key: "RSVP", Value: []string{"FALSE"}})
}

func method(a flows.Appointment) ics.Method {
	if a.Cancelled {
		return ics.MethodCancel
	}
	return ics.MethodRequest
}

func status(a flows.Appointment) ics.ObjectStatus {
	if a.Cancelled {
		return ics.ObjectStatusCancelled
	}
	return ics.ObjectStatusConfirmed
}

// summary is what the reader's calendar shows, in their language.
func (r *Renderer) summary(to reader, cancelled bool) string {
	key := locales.CalendarfileMeeting
	if cancelled {
		key = locales.CalendarfileCancelled
	}
	return bare(r.sentence(to, flows.Line{Key: key}))
}

// oneLine writes a place of several lines as calendars show it: in one.
func oneLine(place string) string {
	var parts []string
	for line := range strings.SplitSeq(upright(clean(place)), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			parts = append(parts, line)
		}
	}
	return strings.Join(parts, ", ")
}

// webAddress is an http(s) address with everything strange in it escaped, or "".
func webAddress(link string) string {
	at, err := url.Parse(upright(clean(link)))
	if err != nil || at.Host == "" || at.Scheme != "http" && at.Scheme != "https" {
		return ""
	}
	return at.String()
}

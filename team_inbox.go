package main

import (
	"cmp"
	"slices"
	"time"

	"polyphony/care"
	"polyphony/scheduler/calendar"
)

// maxDigests bounds how often a day the team hears what waits to be read.
const maxDigests = 4

// readInbox reads when the team hears what waits in its inbox.
func (d *teamDraft) readInbox(t *teamTable) {
	in := t.sub("inbox")
	if in == nil {
		return
	}
	words, line, there := in.texts("digest")
	if there && in.isEmptyList("digest") {
		d.fault(line, `inbox.digest is empty: write for instance ["09:00", "16:00"], or leave it out.`)
	}
	for _, w := range words {
		d.readDigest(w)
	}
	if len(words) > maxDigests {
		d.fault(line, "inbox.digest names %d times: %d a day are the most that helps anybody.", len(words), maxDigests)
	}
	slices.SortStableFunc(d.team.Digest, cmp.Compare[string])
	in.end()
}

func (d *teamDraft) readDigest(w teamWord) {
	at, err := time.Parse("15:04", w.text)
	clock := at.Format("15:04")
	switch {
	case err != nil || clock != w.text:
		d.fault(w.line, `inbox.digest %s is not a time of day: write it like "09:00".`, quoted(w.text))
	case slices.Contains(d.team.Digest, clock):
		d.fault(w.line, "inbox.digest %s is named twice.", quoted(w.text))
	case legible(d.team.Hours) && !inHours(d.team.Hours, at):
		d.fault(w.line, "inbox.digest %s lies outside the promised hours, in which the team reads.", quoted(w.text))
	default:
		d.team.Digest = append(d.team.Digest, clock)
	}
}

// inHours reports whether a time of day lies in the hours on any day of theirs.
func inHours(h care.Hours, clock time.Time) bool {
	for day := range 7 {
		if _, open := calendar.Covers(h, time.Date(2026, 3, 2+day, clock.Hour(), clock.Minute(), 0, 0, time.UTC), time.UTC); open {
			return true
		}
	}
	return false
}

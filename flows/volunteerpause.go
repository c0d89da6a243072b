package flows

import (
	"slices"
	"strconv"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// pauseWeeks are the pauses that end by themselves.
var pauseWeeks = []int{1, 2, 4}

// untilTheySay is the end of a pause that only its volunteer ends.
var untilTheySay = time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)

// pausedForGood reports whether a pause ends only when its volunteer says so.
func pausedForGood(p *care.Peer) bool { return !p.Paused.Before(untilTheySay) }

func (s *step) showPause(p *care.Peer) Reason {
	var rows [][]Button
	if s.now.Before(p.Paused) {
		rows = append(rows, row(peerButton(locales.VolunteerPauseEnd, nil, "pause.end")))
	}
	var r []Button
	for _, n := range pauseWeeks {
		r = append(r, peerButton(locales.VolunteerPauseWeeks, Args{"Count": count(n)}, "pause."+strconv.Itoa(n)))
	}
	rows = append(rows, r, row(peerButton(locales.VolunteerPauseOpen, nil, "pause.open")), backToPeer())
	s.showLines(locales.VolunteerPause, nil, s.pauseLine(p), rows)
	return "volunteer.pause"
}

// pauseSet begins a pause, or ends it. Visits that were agreed to stand.
func pauseSet(s *step, p *care.Peer, pr press) Reason {
	weeks, err := strconv.Atoi(pr.arg)
	switch {
	case pr.arg == "":
		return s.showPause(p)
	case pr.arg == "end":
		p.Paused = time.Time{}
	case pr.arg == "open":
		p.Paused = untilTheySay
	case err == nil && slices.Contains(pauseWeeks, weeks):
		p.Paused = s.now.In(s.zoneOf(s.me)).AddDate(0, 0, 7*weeks).UTC()
	default:
		return s.refused()
	}
	s.keepPeer("volunteer.pause")
	return s.showPeer()
}

// pauseLine says how long a volunteer is asked nothing; empty: they are asked.
func (s *step) pauseLine(p *care.Peer) []Line {
	switch {
	case !s.now.Before(p.Paused):
		return nil
	case pausedForGood(p):
		return []Line{line(locales.VolunteerPausedOpen)}
	}
	return []Line{{Key: locales.VolunteerPausedUntil, Args: Args{"Day": {Day: calendar.Day(p.Paused, s.zoneOf(s.me))}}}}
}

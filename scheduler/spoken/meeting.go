package spoken

import (
	"time"

	"polyphony/care"
)

// Problem says why a line cannot be planned as it stands.
type Problem string

// The problems, the gravest first. None: the meeting can be shown back.
const (
	None       Problem = ""
	Unclear    Problem = "unclear"    // two different days, times, lengths, rhythms or places
	Impossible Problem = "impossible" // 31 February, 25:00, an hour that a clock change skips, an end before the start
	NoDay      Problem = "no_day"
	NoTime     Problem = "no_time"
	Past       Problem = "past"
	Rhythm     Problem = "rhythm" // every 7 weeks: the rest was understood
)

// What Missing can name.
const (
	MissingDay    = "day"
	MissingTime   = "time"
	MissingLength = "minutes"
	MissingPlace  = "place"
)

// Home and Team stand in Place for the two places that everybody knows.
const (
	Home = "home" // Kind is care.PlaceAddress
	Team = "team" // Kind is care.PlaceVenue
)

// longest is a day and a night: no meeting takes more minutes.
const longest = 24 * 60

// Meeting is what a line says. What it does not say is empty, and named in
// Missing; what is there besides a Problem is what was understood all the same.
type Meeting struct {
	Day, Clock string         // 2006-01-02 and 15:04, in the zone
	Minutes    int            // 1 to 1440
	Place      string         // Home, Team, an http(s) link, or the writer's words that say where; empty for a video meeting without a link
	Kind       care.PlaceKind // address, venue, video; none when nothing was said
	Note       string         // words that mean nothing here, verbatim
	Every      int            // weeks from one to the next, 1 to 4; 0: once
	Missing    []string
	Problem    Problem
}

// Read reads a line with the words of one or more languages: the reader's own,
// and English, since people mix. It never fails; see Meeting.Problem.
func Read(line string, words []Words, now time.Time, zone *time.Location) Meeting {
	s := &scan{now: now.In(zone), zone: zone}
	s.toks = cut(line)
	s.mark(words)
	s.run()
	return s.settle(line)
}

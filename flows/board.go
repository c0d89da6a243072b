package flows

import (
	"slices"
	"strings"

	"polyphony/care"
	"polyphony/scheduler/calendar"
)

// What is open, and the counts of the team, are kept beside the alerts. They
// follow a moment later, one after the other in a queue of their own, so that
// many calls for help at once never wait for each other.

func boardTimer(alert, what string) TimerKey {
	return TimerKey{Subject: "board", ID: care.BoardID, What: "note", Arg: alert + "." + what}
}

// noteOnBoard is told of every moment of an alert, before it is written down.
func (s *step) noteOnBoard(a *care.Alert, what string) {
	what, _, _ = strings.Cut(what, ".")
	if what == "opened" || what == "done" || what == "taken" && firstSeen(a).IsZero() {
		s.timer(boardTimer(a.ID, what), s.now)
	}
}

func (s *step) board() *care.Board {
	if b := read[care.Board](s, care.KindBoard, care.BoardID); b != nil {
		return b
	}
	return &care.Board{}
}

// onBoardNote brings board and counts up to date with one alert.
func onBoardNote(s *step) Reason {
	id, what := splitArg(s.ev.Timer.Arg)
	a, b := s.alert(id), s.board()
	b.Open = slices.DeleteFunc(b.Open, func(open string) bool { return open == id })
	if a != nil && !a.Drill {
		if a.Open() {
			b.Open = append(b.Open, id)
		}
		if a.Opened.After(b.Last) {
			b.Last = a.Opened
		}
		if s.counted(a.Sender) {
			s.count(a, what)
		}
	}
	s.put(care.KindBoard, care.BoardID, b)
	s.planHandover()
	return "board.noted"
}

// counted reports whether somebody agrees, now, to be counted. Whoever was not
// asked, or said no, stands in no count.
func (s *step) counted(contact string) bool {
	c := s.contact(contact)
	return c != nil && c.Agrees(care.Research)
}

// count adds one alert to the counts of the day on which it was opened.
func (s *step) count(a *care.Alert, what string) {
	day := a.Opened.In(calendar.Zone(s.team().Zone))
	month := day.Format(tallyMonth)
	t := s.tally(month)
	if t == nil {
		t = &care.Tally{Month: month, Days: map[int]care.DayTally{}}
	}
	of := t.Days[day.Day()]
	switch what {
	case "opened":
		of.Carried++
		if covered, _ := calendar.Covered(s.team(), s.rota(), a.Opened); !covered {
			of.Outside++
		}
	case "taken":
		of.Seen = lengthKept(of.Seen, int(firstSeen(a).Sub(a.Opened).Seconds()))
	case "done":
		of.Again += a.Rounds
		of.Done = lengthKept(of.Done, int(a.Closed.Sub(a.Opened).Seconds()))
	}
	t.Days[day.Day()] = of
	s.put(care.KindTally, month, t)
}

const tallyMonth = "2006-01"

func (s *step) tally(month string) *care.Tally { return read[care.Tally](s, care.KindTally, month) }

func lengthKept(all []int, seconds int) []int {
	if len(all) >= care.TallyMost {
		return all
	}
	return append(all, seconds)
}

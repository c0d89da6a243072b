package flows

import (
	"strings"
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// One timer looks after the whole rota: it asks those who come on call whether
// they can be reached, tells coordinators of silence and of gaps, and sets
// itself to the next moment at which there may be something to do (I10).

func rotaTimer() TimerKey { return TimerKey{Subject: "rota", ID: care.RotaID, What: "look"} }

// The hours at which the rota is looked at every day, by the team's clock.
const (
	eveningClock = "19:00" // those who come on call until the next evening are asked
	gapsClock    = "10:00" // gaps are reported
)

const (
	askBefore    = time.Hour        // the second question
	silentBefore = 30 * time.Minute // without an answer by then the coordinators hear
	askedLong    = 15 * time.Minute // and never sooner after the question than this
	swapBefore   = 2 * time.Hour    // whoever asked for cover hears that nobody said yes
	eveningLate  = 2 * time.Hour    // after an outage the evening's question is not asked later than this
	spansAhead   = 26 * time.Hour   // how far ahead the next moment is looked for
)

// dayAt is the moment of the team's clock on the day that lies days after today.
func (s *step) dayAt(clock string, days int) time.Time {
	zone := s.teamZone()
	at, _ := calendar.Instant(calendar.Day(s.now.In(zone).AddDate(0, 0, days), zone), clock, zone)
	return at
}

// rotaClock sets the one timer to the next moment at which there may be
// something to do.
func (s *step) rotaClock() {
	r := s.rota()
	var next time.Time
	consider := func(at time.Time) {
		if at.After(s.now) && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	for day := range 2 {
		consider(s.dayAt(gapsClock, day))
		consider(s.dayAt(eveningClock, day))
	}
	for _, m := range s.team().Staff {
		for _, st := range s.dutySpans(m.ID, s.now.Add(-shortBreak), s.now.Add(spansAhead)) {
			if !st.From.After(s.now.Add(-shortBreak)) {
				continue
			}
			consider(st.From.Add(-askBefore))
			consider(s.silentAt(m.ID, st.From))
			if st.From.After(s.now) && !st.From.Add(-askBefore).After(s.now) && !r.Asked["hour."+m.ID].Equal(st.From) && s.staffHears(m.ID) {
				consider(s.now.Add(time.Second)) // it begins within the hour, and they have not been asked
			}
		}
	}
	for _, sw := range r.Swaps {
		consider(sw.From.Add(-swapBefore))
		consider(sw.Until)
	}
	s.timer(rotaTimer(), next)
}

// silentAt is when coordinators hear that somebody has not said that they are
// there, for a shift that begins then.
func (s *step) silentAt(staff string, begins time.Time) time.Time {
	return later(begins.Add(-silentBefore), s.rota().Reported["asked."+staff].Add(askedLong))
}

// mark remembers what was told, and when.
func (s *step) mark(matter string, at time.Time) {
	r := s.rota()
	if r.Reported == nil {
		r.Reported = map[string]time.Time{}
	}
	r.Reported[matter] = at
	s.putRota(r)
}

// onRotaLook does whatever is due.
func onRotaLook(s *step) Reason {
	r := s.rota()
	s.lookAtSwaps()
	s.askEvening()
	s.askHour()
	s.tellSilent()
	if at := s.dayAt(gapsClock, 0); !s.now.Before(at) && r.Reported["daily"].Before(at) {
		s.mark("daily", s.now)
		s.reportGaps(true)
	}
	s.tidyRota()
	s.rotaClock()
	return "rota.looked"
}

// lookAtSwaps ends what was asked and is over, and says in time that nobody has
// said yes.
func (s *step) lookAtSwaps() {
	r := s.rota()
	for _, sw := range append([]care.Swap(nil), r.Swaps...) {
		switch {
		case s.swapLapsed(sw):
			s.endSwap(sw, locales.SwapLapsed)
		case sw.Offer == "" && !s.now.Before(sw.From.Add(-swapBefore)) && r.Reported["swap."+sw.ID].IsZero():
			s.mark("swap."+sw.ID, s.now)
			s.tellOnDuty(sw.Asks, sw.From, Message{Key: locales.SwapWaits, Args: s.span(s.staffContact(sw.Asks), sw.From, sw.Until), Buttons: [][]Button{s.swapOff(sw)}})
			s.toCoordinators("", func(to *care.Contact) Message {
				if to.Staff == sw.Asks {
					return Message{}
				}
				return Message{Key: locales.SwapWaitsTold, Args: s.swapArgs(to, sw, sw.Asks), Buttons: [][]Button{s.findButton(sw.Asks, sw.Until)}}
			})
		}
	}
}

// rotaKept is how long what is over stays in the rota.
const rotaKept = 30 * 24 * time.Hour

// tidyRota forgets what is long over, so that the rota does not grow.
func (s *step) tidyRota() {
	r := s.rota()
	old := s.now.Add(-rotaKept)
	covers := r.Covers[:0:0]
	for _, c := range r.Covers {
		if c.Until.After(old) {
			covers = append(covers, c)
		}
	}
	r.Covers = covers
	for _, m := range []map[string]time.Time{r.Proofs, r.Asked} {
		for k, at := range m {
			if at.Before(old) {
				delete(m, k)
			}
		}
	}
	for k, at := range r.Reported {
		if at.Before(old) && !strings.HasPrefix(k, "gap.") || strings.HasPrefix(k, "gap.") && gapOver(k, s.now) {
			delete(r.Reported, k)
		}
	}
}

package flows

import (
	"time"

	"polyphony/care"
	"polyphony/scheduler/calendar"
)

// Who is on call: the pattern of the team file, and what was agreed in the chat
// since. Whoever asks, asks here.

// rota is what was agreed in the chat; an empty one before anything was.
func (s *step) rota() *care.Rota {
	if r := read[care.Rota](s, care.KindRota, care.RotaID); r != nil {
		return r
	}
	return &care.Rota{}
}

func (s *step) putRota(r *care.Rota) {
	s.put(care.KindRota, care.RotaID, r)
	s.planHandover()
}

// onDuty are the staff ids of one tier who are on call now, and until when.
func (s *step) onDuty(tier int) (staff []string, until time.Time) {
	return calendar.Duty(s.team(), s.rota(), s.now, tier)
}

// covered reports whether anybody is on call now.
func (s *step) covered() bool {
	now, _ := calendar.Covered(s.team(), s.rota(), s.now)
	return now
}

// nextCover is when somebody is on call next: now, if somebody is; zero when
// nobody ever will be.
func (s *step) nextCover() time.Time {
	_, next := calendar.Covered(s.team(), s.rota(), s.now)
	return next
}

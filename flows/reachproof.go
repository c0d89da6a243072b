package flows

import (
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// proofGap is how often a sign of life is written down: once is enough for a
// question, and every record that is written can be in somebody's way.
const proofGap = 5 * time.Minute

// signsOfLife are the kinds of events that show that somebody can be reached.
var signsOfLife = []Kind{KindText, KindMedia, KindTap, KindEdited}

// present notes that a member of staff has been here, when that answers a
// question that stands or is about to be asked.
func (s *step) present() {
	if s.me == nil || s.me.Staff == "" || !s.isStaff(s.me) {
		return
	}
	r, staff := s.rota(), s.me.Staff
	if !r.Reported["lost."+staff].IsZero() {
		s.foundAgain(staff)
	}
	for _, st := range s.dutySpans(staff, s.now.Add(-shortBreak), s.now.Add(2*askBefore)) {
		if !st.From.After(s.now.Add(-silentBefore)) || s.now.Sub(r.Proofs[staff]) < proofGap {
			continue
		}
		s.tellHere(staff, st.From)
		s.prove(staff)
		return
	}
}

func (s *step) prove(staff string) {
	r := s.rota()
	if r.Proofs == nil {
		r.Proofs = map[string]time.Time{}
	}
	r.Proofs[staff] = s.now
	s.putRota(r)
}

// tellHere tells the coordinators who were told of somebody's silence.
func (s *step) tellHere(staff string, begins time.Time) {
	if !s.rota().Reported["silent."+staff].Equal(begins) || s.proven(staff, begins) {
		return
	}
	s.toCoordinators(s.me.ID, func(*care.Contact) Message {
		return Message{Key: locales.ReachHereNow, Args: Args{"Name": s.staffNames([]string{staff})}, Silent: true}
	})
}

// iAmHere is the tap under a question before a shift.
func iAmHere(s *step, _ press, value string) Reason {
	s.prove(s.me.Staff)
	begins := unstamp(value)
	for _, st := range s.dutySpans(s.me.Staff, later(begins, s.now), s.now.AddDate(0, 0, onCallDays)) {
		if !st.From.After(later(begins, s.now)) {
			s.redraw(locales.ReachThanks, s.span(s.me, later(st.From, begins), st.Until), row(s.overviewButton()))
			return "reach.here"
		}
	}
	s.redraw(locales.ReachThanksOver, nil, row(s.overviewButton()))
	return "reach.here"
}

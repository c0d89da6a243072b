package flows

import (
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// letWatcherGo takes somebody out of watching over a visit and says that they
// are not needed. They have no part in it from then on.
func (s *step) letWatcherGo(v *care.Visit, w *care.Watcher) {
	if w.Contact == "" {
		return
	}
	who := w.Contact
	s.leavesVisit(v, who)
	*w = care.Watcher{}
	s.say(Message{Person: who, Lane: Bulk, Slot: watcherSlot(v.ID), Fresh: true, Replace: true, Key: locales.BuddyNotNeededAt, Args: Args{"When": when(visitStarts(v))},
		Guard: Guard{Purpose: PurposeNotice, Quiet: true, Start: visitStarts(v)}})
}

// askWatchersAgain: the visit has moved, and their yes was to another time.
func (s *step) askWatchersAgain(v *care.Visit) {
	v.Cannot = nil // who could not come then may now
	for _, r := range watcherRoles {
		w := r.of(v)
		if w.Contact == "" {
			continue
		}
		*w = care.Watcher{Contact: w.Contact, Asked: s.now}
		s.sayToWatcher(v, r)
	}
}

// askAwake asks whoever said yes to show that they can be reached. It knows no
// quiet hours: they agreed to this time.
func (s *step) askAwake(v *care.Visit) {
	for _, r := range watcherRoles {
		w := r.of(v)
		if w.Contact != "" && !s.watches(w.Contact) {
			s.watcherAway(v, r, locales.BuddyUnreached)
			continue
		}
		if !w.Ready() || s.awakeLately(w) {
			continue
		}
		msg := s.watcherCard(v, r)
		msg.Fresh = true
		msg.Guard.Purpose, msg.Guard.Before = PurposeNotice, neverBegun(s, v)
		s.say(msg)
	}
}

// watchersWanted is called when a visit cannot begin for want of a buddy or
// deputy who is ready and awake. It asks them anew where that helps, and returns
// the buttons by which the volunteer finds others.
func (s *step) watchersWanted(v *care.Visit) [][]Button {
	s.askAwake(v)
	return s.buddyRows(v)
}

// awakeLately reports whether somebody need not be asked again.
func (s *step) awakeLately(w *care.Watcher) bool {
	return !w.Awake.IsZero() && s.now.Sub(w.Awake) <= awakeAsked
}

// tellDrowsy tells the volunteer while there is time to ask somebody else: the
// visit cannot begin as it stands.
func (s *step) tellDrowsy(v *care.Visit) {
	if missing, _ := s.unwatched(v); missing == "" {
		return
	}
	msg := s.goingCard(v, v.Volunteer, locales.BuddyDrowsy)
	msg.Fresh = true
	msg.Guard.Purpose, msg.Guard.Before = PurposeNotice, neverBegun(s, v)
	s.say(msg)
}

// awakeLasts is for how long it counts that somebody has shown that they are awake.
const awakeLasts = 2 * time.Hour

func (s *step) awake(w care.Watcher) bool {
	return !w.Awake.IsZero() && s.now.Sub(w.Awake) <= awakeLasts
}

// watcherLost: nothing reaches them any more. Before a visit the volunteer asks
// somebody else; during one they are skipped at once.
func (s *step) watcherLost(v *care.Visit, contact string) {
	r, is := roleOf(v, contact)
	if !is {
		return
	}
	if v.State == care.VisitAgreed {
		s.visitMoment(v, "watcher.lost", contact)
		s.watcherAway(v, r, locales.BuddyUnreached)
		return
	}
	if w := r.of(v); !w.Lost {
		w.Lost = true
		s.visitMoment(v, "watcher.lost", contact)
		s.putVisit(v)
	}
	s.skipIn(v, contact)
}

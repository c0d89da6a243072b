package flows

import (
	"time"

	"polyphony/care"
	"polyphony/locales"
	"polyphony/scheduler/calendar"
)

// soonWithin is when the team is reminded of something that sounded as if it
// could not wait and that nobody has read: 30 covered minutes (product.md).
const soonWithin = 30 * time.Minute

func soonTimer(network, item string) TimerKey {
	return TimerKey{Subject: "shelf", ID: inboxID(network), What: "soon", Arg: item}
}

// remindSoon sets the reminder; the minutes count while somebody is on call.
func (s *step) remindSoon(network string, item care.Item) {
	_, from := calendar.Covered(s.team(), s.rota(), item.At)
	if from.IsZero() {
		from = item.At
	}
	s.timer(soonTimer(network, item.ID), from.Add(soonWithin))
}

// onSoonWaits: nobody has read it. The circle's team hears, with sound, once.
func onSoonWaits(s *step) Reason {
	network, item := shelfOf(s.ev.Timer.ID), s.ev.Timer.Arg
	shelf := s.shelf(network)
	i := shelf.Index(item)
	if i < 0 || !shelf.Items[i].Soon || s.withheld(shelf.Items[i]) {
		return "soon.read"
	}
	s.tellReaders(network, shelf, inboxNews{key: locales.InboxWaits, loud: true})
	return "soon.reminded"
}

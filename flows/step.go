package flows

import (
	"strconv"
	"time"

	"polyphony/care"
	"polyphony/scheduler/calendar"
)

// step is one decision being taken: what was read, and what should change.
type step struct {
	*Companion
	tx  Tx
	ev  Event
	now time.Time

	account *care.Account // of the chat the event came from
	me      *care.Contact // who did it; nil: somebody who has not joined
	kept    map[string]any
	d       Decision
	ids     map[string]int

	within      *care.GroupChat // the group this was said in; nil: in private
	senderHears bool            // whoever asked for help is being told why it begins again
	coverBegins bool            // people have come on call, and are told now
}

// read returns a record, or nil. Reading twice gives the same pointer, so what
// one part of a conversation changes the next part sees.
func read[T any](s *step, kind care.Kind, id string) *T {
	key := string(kind) + ":" + id
	if kept, ok := s.kept[key]; ok {
		rec, _ := kept.(*T)
		return rec
	}
	rec := new(T)
	found, err := s.tx.Read(kind, id, rec)
	if err != nil {
		panic(readFailed{err})
	}
	if !found {
		rec = nil
	}
	s.kept[key] = rec
	return rec
}

// put says that a record has changed. It is written as it stands at the end of
// the decision, once.
func (s *step) put(kind care.Kind, id string, value any) {
	s.kept[string(kind)+":"+id] = value
	for i, p := range s.d.Put {
		if p.Kind == kind && p.ID == id {
			s.d.Put[i].Value = value
			return
		}
	}
	s.d.Put = append(s.d.Put, Put{Kind: kind, ID: id, Value: value})
}

// newID derives the next id of a label.
func (s *step) newID(label string) string {
	if s.ids == nil {
		s.ids = map[string]int{}
	}
	s.ids[label]++
	return s.ev.Seed.ID(label, s.ids[label])
}

// ChatID is the id under which the account of a Telegram chat is kept.
func ChatID(chat int64) string { return strconv.FormatInt(chat, 10) }

// The records, by name. Each returns nil when there is none.

func (s *step) contact(id string) *care.Contact { return read[care.Contact](s, care.KindContact, id) }
func (s *step) network(id string) *care.Network { return read[care.Network](s, care.KindNetwork, id) }
func (s *step) meeting(id string) *care.Meeting { return read[care.Meeting](s, care.KindMeeting, id) }
func (s *step) alert(id string) *care.Alert     { return read[care.Alert](s, care.KindAlert, id) }
func (s *step) plan(id string) *care.Plan       { return read[care.Plan](s, care.KindPlan, id) }
func (s *step) checkin(id string) *care.CheckIn { return read[care.CheckIn](s, care.KindCheckIn, id) }
func (s *step) note(id string) *care.Note       { return read[care.Note](s, care.KindNote, id) }

func (s *step) visit(id string) *care.Visit { return read[care.Visit](s, care.KindVisit, id) }

func (s *step) series(id string) *care.Series   { return read[care.Series](s, care.KindSeries, id) }
func (s *step) request(id string) *care.Request { return read[care.Request](s, care.KindRequest, id) }

func (s *step) shelf(network string) *care.Shelf {
	if shelf := read[care.Shelf](s, care.KindShelf, network); shelf != nil {
		return shelf
	}
	return &care.Shelf{Network: network}
}

func (s *step) putContact(c *care.Contact) { s.put(care.KindContact, c.ID, c) }
func (s *step) putNetwork(n *care.Network) { s.put(care.KindNetwork, n.ID, n) }
func (s *step) putMeeting(m *care.Meeting) { s.put(care.KindMeeting, m.ID, m) }
func (s *step) putPlan(p *care.Plan)       { s.put(care.KindPlan, p.ID, p) }
func (s *step) putSeries(r *care.Series)   { s.put(care.KindSeries, r.ID, r) }
func (s *step) putRequest(r *care.Request) { s.put(care.KindRequest, r.ID, r) }

// putAlert keeps an alert. A relay ends with whatever ends the owner's part.
func (s *step) putAlert(a *care.Alert) {
	s.relayHolds(a)
	s.put(care.KindAlert, a.ID, a)
}

func (s *step) putAccount(a *care.Account) { s.put(care.KindAccount, ChatID(a.Chat), a) }

func (s *step) putVisit(v *care.Visit) { s.put(care.KindVisit, v.ID, v) }

// TeamID is the id of a deployment's one team.
const TeamID = "team"

// team is the applied team file; an empty one before any was applied.
func (s *step) team() *care.Team {
	if t := read[care.Team](s, care.KindTeam, TeamID); t != nil {
		return t
	}
	return &care.Team{Zone: "Europe/London", Country: "GB", Escalation: care.DefaultEscalation}
}

// staffContact is the contact of a staff id, nil when they have not joined.
func (s *step) staffContact(staff string) *care.Contact {
	id := read[care.StaffLink](s, care.KindStaff, staff)
	if id == nil {
		return nil
	}
	return s.contact(id.Contact)
}

// zoneOf is the reader's chosen zone, else the team's.
func (s *step) zoneOf(c *care.Contact) *time.Location {
	if c != nil && c.Zone != "" {
		return calendar.Zone(c.Zone)
	}
	return calendar.Zone(s.team().Zone)
}

// timer sets a timer; cancel drops it.
func (s *step) timer(k TimerKey, due time.Time) {
	s.d.Timers = append(s.d.Timers, Timer{Key: k, Due: due})
}
func (s *step) cancel(k TimerKey) { s.d.Timers = append(s.d.Timers, Timer{Key: k}) }

// audit adds a line to a subject's trail.
func (s *step) audit(subject string, what Reason, detail string) {
	who := ""
	if s.me != nil {
		who = s.me.ID
	}
	s.d.Audit = append(s.d.Audit, Entry{Subject: subject, At: s.now, Who: who, What: what, Detail: detail})
}

package flows

import (
	"slices"
	"strconv"

	"polyphony/care"
	"polyphony/locales"
)

// Somebody leaves the team from one moment to the next. All that a new team file
// without them would do is done at once: no cards, no inbox, their calls for help
// are raised again, relays end, meetings, shifts and visits look for others,
// their links are worth nothing. Besides, what they have before them is taken
// off their telephone as far as Telegram lets it, they and the coordinators are
// told, and no team file that still names them brings them back.

func (s *step) revoke(staff string) Reason {
	before := s.team()
	m, known := before.StaffByID(staff)
	if _, already := before.RevokedSince(staff); already || !known {
		return "revoke.unknown"
	}
	c := s.staffContact(staff)
	var had []*care.Alert
	if c != nil {
		had = s.held(c)
	}
	next := before.Without(staff)
	next.Revoked = append(slices.Clone(next.Revoked), care.Revoked{Staff: staff, At: s.now})
	s.applyTeam(&next)
	s.audit("team:"+TeamID, "staff.revoked", staff)
	if c != nil {
		s.endAllOf(c, had)
	}
	if c != nil && m.Role.Staff() { // a volunteer hears it as any other who is withdrawn
		s.say(Message{Person: c.ID, Lane: Bulk, Key: locales.RevokeTold, Keyboard: true, Guard: Guard{Purpose: PurposeNotice, Quiet: true}})
	}
	s.mustHear(func(*care.Contact) Message {
		return Message{Key: locales.RevokeTeam, Args: Args{"Name": text(m.Name)}}
	})
	return "staff.revoked"
}

// readmit lets the next team file that names somebody bring them back.
func (s *step) readmit(staff string) Reason {
	t := s.team()
	if _, revoked := t.RevokedSince(staff); !revoked {
		return "readmit.unknown"
	}
	t.Revoked = slices.DeleteFunc(slices.Clone(t.Revoked), func(r care.Revoked) bool { return r.Staff == staff })
	s.put(care.KindTeam, TeamID, t)
	s.audit("team:"+TeamID, "staff.readmitted", staff)
	return "staff.readmitted"
}

// withoutRevoked is a team file without whoever was revoked, whatever it says.
func (s *step) withoutRevoked(t *care.Team) *care.Team {
	revoked := slices.Clone(s.team().Revoked)
	for _, r := range t.Revoked {
		if !slices.Contains(revoked, r) {
			revoked = append(revoked, r)
		}
	}
	var ids []string
	for _, r := range revoked {
		ids = append(ids, r.Staff)
	}
	out := t.Without(ids...)
	out.Revoked = revoked
	return &out
}

// endAllOf ends what somebody had begun, and takes what they have before them
// off their telephone. had are the calls for help that were theirs.
func (s *step) endAllOf(c *care.Contact, had []*care.Alert) {
	c.Draft, c.Wake = nil, nil
	c.Menu++ // buttons of older menus are stale
	s.putContact(c)
	for _, id := range append(slices.Clone(c.Networks), "") {
		s.clearPagesOf(id, c.ID)
	}
	all := s.openAlerts()
	for _, a := range had {
		if !slices.Contains(all, a) {
			all = append(all, a) // so new that it is not on the board yet
		}
	}
	for _, a := range all {
		if a.Passing == c.ID {
			s.passFell(a, locales.ChainPassSilent, "pass.silent")
		}
		if slices.Contains(a.Told, c.ID) {
			a.Told = drop(a.Told, c.ID) // no card is drawn for them any more
			s.putAlert(a)
			s.say(gone(c.ID, "alert:"+a.ID))
		}
	}
	s.say(gone(c.ID, "handover"))
}

// clearPagesOf takes the words of a shelf off the telephone of one of its readers.
func (s *step) clearPagesOf(network, reader string) {
	shelf := s.shelf(network)
	before := len(shelf.Shown)
	shelf.Shown = slices.DeleteFunc(shelf.Shown, func(p care.Page) bool {
		if p.Contact != reader {
			return false
		}
		s.say(Message{Person: reader, Lane: Reply, Key: locales.TakenGone, Edit: p.Message, Gone: true, Silent: true, Guard: Guard{Purpose: PurposeReply}})
		for n := range p.More {
			s.say(gone(reader, pageSlot(p.Item)+"+"+strconv.Itoa(n+1)))
		}
		return true
	})
	if len(shelf.Shown) < before {
		s.put(care.KindShelf, network, shelf)
	}
}

// watchesNoMore takes whoever left the team out of watching over visits; the
// volunteer finds somebody else, and during a visit they are skipped at once.
func (s *step) watchesNoMore(c *care.Contact) {
	if s.watches(c.ID) {
		return // they are a volunteer as well
	}
	for _, id := range slices.Clone(c.Visits) {
		if v := s.visit(id); v != nil {
			s.watcherLost(v, c.ID)
		}
	}
}

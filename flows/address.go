package flows

import (
	"slices"
	"time"

	"polyphony/care"
	"polyphony/scheduler/calendar"
)

// Address asks, at the moment of sending, whether a row is still wanted: is
// its reader still who they were, do they still agree, does what it says still
// hold (I4, I5, I6, rule 16)? The reason names what stood in the way.
func Address(tx Tx, r Row, now time.Time) (Delivery, error) {
	m, g := r.Message, r.Message.Guard
	d := Delivery{Language: m.Language, Zone: m.Zone, Reason: "wanted"}
	if !g.Before.IsZero() && !now.Before(g.Before) {
		return d.drop("late"), nil
	}
	if m.Person == "" {
		return d, nil
	}
	var c care.Contact
	found, err := tx.Read(care.KindContact, m.Person, &c)
	if err != nil {
		return d, err
	}
	if !found {
		return d.drop("erased"), nil
	}
	d.Keyboard = true
	if c.Language != "" {
		d.Language = c.Language
	}
	if c.Zone != "" {
		d.Zone = c.Zone
	}
	if why := unwanted(&c, r); why != "" {
		return d.drop(why), nil
	}
	if m.Guard.Purpose == PurposeDuty {
		if is, err := staffNow(tx, &c); err != nil || !is {
			return d.drop("no.role"), err
		}
	}
	var n care.Network
	if why, err := outdated(tx, &c, m, &n); err != nil || why != "" {
		return d.drop(why), err
	}
	if d.Without, err = goneLines(tx, m.Lines); err != nil {
		return d, err
	}
	if gone := len(d.Without); gone > 0 && gone == meetingLines(m.Lines) {
		return d.drop("moved"), nil
	}
	if namesAny(m.Args, n.Died, false) {
		return d.drop("names.the.dead"), nil
	}
	d.Without = slices.Compact(slices.Sorted(slices.Values(append(d.Without, linesNaming(m.Lines, n.Died)...))))
	if zone := calendar.Zone(d.Zone); g.Quiet && calendar.Quiet(now, zone) {
		d.Verdict, d.Reason, d.Until = Wait, "quiet", calendar.QuietEnd(now, zone)
	}
	return d, nil
}

func (d Delivery) drop(why Reason) Delivery {
	d.Verdict, d.Reason = Drop, why
	return d
}

// unwanted says what about the reader forbids the row, "" when nothing does.
func unwanted(c *care.Contact, r Row) Reason {
	m := r.Message
	asked := m.Guard.Purpose == PurposeReply || m.Guard.Purpose == PurposeLines
	switch {
	case !c.Died.IsZero() && !(m.Guard.Purpose == PurposeLines && r.At.After(c.Died)):
		return "died" // but whoever asks for help with their phone since gets the lines (rule 14)
	case c.Chat != m.Chat:
		return "account.replaced"
	case asked:
		return ""
	case c.Stopped:
		return "stopped"
	case c.Blocked && m.Lane != Urgent:
		return "blocked"
	case consentQuestions[m.Guard.Purpose] != "" && !c.Agrees(m.Guard.Purpose):
		return "withdrawn"
	}
	return ""
}

// staffNow reports whether the reader is staff of the team at this moment: in
// the applied team file, in a role of staff, as the contact who joined last.
func staffNow(tx Tx, c *care.Contact) (bool, error) {
	if c.Staff == "" {
		return false, nil
	}
	var link care.StaffLink
	if found, err := tx.Read(care.KindStaff, c.Staff, &link); err != nil || !found || link.Contact != c.ID {
		return false, err
	}
	var t care.Team
	if found, err := tx.Read(care.KindTeam, TeamID, &t); err != nil || !found {
		return false, err
	}
	m, known := t.StaffByID(c.Staff)
	return known && m.Role.Staff(), nil
}

// outdated says what about the matter has changed since the row was written.
func outdated(tx Tx, c *care.Contact, m Message, n *care.Network) (Reason, error) {
	g := m.Guard
	if g.Network != "" {
		found, err := tx.Read(care.KindNetwork, g.Network, n)
		if err != nil {
			return "", err
		}
		member := n.Member(m.Person)
		if !found || member == nil {
			return "left", nil
		}
		if member.Role.Staff() {
			if is, err := staffNow(tx, c); err != nil || !is {
				return "no.role", err
			}
		}
		switch why := ended(n); {
		case g.Ended && why == "":
			return "circle.open", nil
		case !g.Ended && why != "" && g.Purpose != PurposeReply:
			return why, nil
		}
		if member.Muted && g.Purpose != PurposeReply {
			return "muted", nil
		}
	}
	if g.Meeting != "" {
		if stands, err := meetingStands(tx, g.Meeting, g.Seq); err != nil || !stands {
			return "moved", err
		}
	}
	if g.Plan != "" {
		var p care.Plan
		found, err := tx.Read(care.KindPlan, g.Plan, &p)
		if err != nil {
			return "", err
		}
		if !found || p.Ended || !p.Agreed {
			return "plan.ended", nil
		}
	}
	return "", nil
}

// ended says why nothing more goes out about a circle, "" when it goes on.
func ended(n *care.Network) Reason {
	switch {
	case !n.Closed.IsZero():
		return "circle.closed"
	case !n.Still.IsZero():
		return "circle.still"
	}
	return ""
}

// meetingStands reports whether a meeting is as it was at seq.
func meetingStands(tx Tx, id string, seq int) (bool, error) {
	var m care.Meeting
	found, err := tx.Read(care.KindMeeting, id, &m)
	return found && m.Seq == seq, err
}

// goneLines finds the lines that speak of a meeting which has changed since.
func goneLines(tx Tx, lines []Line) (gone []int, err error) {
	for i, l := range lines {
		if l.Meeting == "" {
			continue
		}
		stands, err := meetingStands(tx, l.Meeting, l.Seq)
		if err != nil {
			return nil, err
		}
		if !stands {
			gone = append(gone, i)
		}
	}
	return gone, nil
}

// meetingLines counts the lines that speak of a meeting.
func meetingLines(lines []Line) (n int) {
	for _, l := range lines {
		if l.Meeting != "" {
			n++
		}
	}
	return n
}

// namesAny reports whether anybody of these contacts is named; in lists of names
// only when deep.
func namesAny(args Args, contacts []string, deep bool) bool {
	for _, arg := range args {
		if arg.Who != "" && slices.Contains(contacts, arg.Who) {
			return true
		}
		for _, l := range arg.List {
			if deep && namesAny(l.Args, contacts, true) {
				return true
			}
		}
	}
	return false
}

// linesNaming finds the lines that name one of these contacts.
func linesNaming(lines []Line, contacts []string) (found []int) {
	for i, l := range lines {
		if len(contacts) > 0 && namesAny(l.Args, contacts, true) {
			found = append(found, i)
		}
	}
	return found
}

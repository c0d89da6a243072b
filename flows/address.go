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
	if r.Erased && (g.Whole || g.Relay != "") {
		return d.drop("words.erased"), nil // whoever wrote or is named in it was erased meanwhile
	}
	if g.Untaken != "" {
		if has, err := takenSince(tx, g.Untaken, r.At); err != nil || has {
			return d.drop("taken"), err
		}
	}
	if isAlarm(m) {
		return addressAlarm(tx, r, d)
	}
	if m.Person == "" {
		return addressGroup(tx, m, d, now)
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
	if why, err := outdated(tx, &c, r, &n, now); err != nil || why != "" {
		return d.drop(why), err
	}
	if d.Without, err = goneLines(tx, &c, m, now); err != nil {
		return d, err
	}
	if gone := len(d.Without); gone > 0 && gone == meetingLines(m.Lines) {
		return d.drop("moved"), nil
	}
	late, err := notLate(tx, c.ID, m)
	if err != nil {
		return d, err
	}
	d.Without = append(d.Without, late...)
	if namesAny(m.Args, n.Died, false) {
		return d.drop("names.the.dead"), nil
	}
	d.Without = slices.Compact(slices.Sorted(slices.Values(append(d.Without, linesNaming(m.Lines, n.Died)...))))
	if d.Unnamed, err = unnamed(tx, m); err != nil {
		return d, err
	}
	return d.inQuiet(g, now), nil
}

// inQuiet lets what keeps quiet hours wait for their end, unless it is about
// something that begins before.
func (d Delivery) inQuiet(g Guard, now time.Time) Delivery {
	zone := calendar.Zone(d.Zone)
	if !g.Quiet || !calendar.Quiet(now, zone) {
		return d
	}
	end := calendar.QuietEnd(now, zone)
	if !g.Start.IsZero() && g.Start.Before(end) {
		d.Silent = true
		return d
	}
	d.Verdict, d.Reason, d.Until = Wait, "quiet", end
	return d
}

func (d Delivery) drop(why Reason) Delivery {
	d.Verdict, d.Reason = Drop, why
	return d
}

// unwanted says what about the reader forbids the row, "" when nothing does.
func unwanted(c *care.Contact, r Row) Reason {
	m := r.Message
	asked := m.Guard.Purpose == PurposeReply || m.Guard.Purpose == PurposeLines || m.Guard.Asked
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
func outdated(tx Tx, c *care.Contact, r Row, n *care.Network, now time.Time) (Reason, error) {
	g := r.Message.Guard
	if g.Network != "" {
		if why, err := outside(tx, c, g.Network, g.Purpose == PurposeReply, g.Ended, n); err != nil || why != "" {
			return why, err
		}
	}
	if why, err := takenBack(tx, c, r, n); err != nil || why != "" {
		return why, err
	}
	if g.Meeting != "" {
		var mt care.Meeting
		found, err := tx.Read(care.KindMeeting, g.Meeting, &mt)
		switch {
		case err != nil || !found || mt.Seq != g.Seq:
			return "moved", err
		case g.Remind && mt.Answers[c.ID] == care.NotComing:
			return "not.coming", nil
		}
	}
	if g.Visit != "" {
		if why, err := visitOutdated(tx, c, g, now); err != nil || why != "" {
			return why, err
		}
	}
	if g.Relay != "" {
		if why, err := notInRelay(tx, c, g.Relay); err != nil || why != "" {
			return why, err
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

// outside says why nothing of a circle goes to somebody: they do not belong to
// it, or, unless they asked, it has ended or is muted.
// over turns that round: it is said only while the circle has ended. The circle
// is read into n.
func outside(tx Tx, c *care.Contact, network string, asked, over bool, n *care.Network) (Reason, error) {
	found, err := tx.Read(care.KindNetwork, network, n)
	if err != nil {
		return "", err
	}
	member := n.Member(c.ID)
	if !found || member == nil {
		return "left", nil
	}
	if member.Role.Staff() {
		if is, err := staffNow(tx, c); err != nil || !is {
			return "no.role", err
		}
	}
	switch why := ended(n); {
	case over && why == "":
		return "circle.open", nil
	case !over && why != "" && !asked:
		return why, nil
	}
	if member.Muted && !asked {
		return "muted", nil
	}
	return "", nil
}

// goneLines finds the lines that speak of a meeting which is not as it was, or
// not the reader's any more.
func goneLines(tx Tx, c *care.Contact, m Message, now time.Time) (gone []int, err error) {
	for i, l := range m.Lines {
		if l.Meeting == "" {
			continue
		}
		out, err := lineGone(tx, c, l, m.Guard.Purpose == PurposeReply, now)
		if err != nil {
			return nil, err
		}
		if out {
			gone = append(gone, i)
		}
	}
	return gone, nil
}

func lineGone(tx Tx, c *care.Contact, l Line, asked bool, now time.Time) (bool, error) {
	var m care.Meeting
	found, err := tx.Read(care.KindMeeting, l.Meeting, &m)
	if err != nil || !found || m.Seq != l.Seq {
		return true, err
	}
	begin, err := calendar.Instant(m.Day, m.Clock, calendar.Zone(m.Zone))
	if l.Remind && (err != nil || m.Answers[c.ID] == care.NotComing || !now.Before(begin)) {
		return true, nil
	}
	why, err := outside(tx, c, m.Network, asked, false, new(care.Network))
	return why != "", err
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

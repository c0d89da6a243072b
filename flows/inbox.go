package flows

import (
	"slices"
	"strconv"
	"time"

	"polyphony/care"
	"polyphony/locales"
)

// inboxCommand lists the shelves that a member of staff reads.
func inboxCommand(s *step, _ string) Reason {
	if !s.staff() {
		return s.unknownCommand()
	}
	return s.showShelves(0)
}

// shelvesAtOnce is how many circles one message lists.
const shelvesAtOnce = 10

// standing is how a shelf stands for those who read it.
type standing struct {
	network string
	unread  int
	since   time.Time
}

// standings are the shelves that this person reads and that hold something:
// what has waited longest first, what is read last.
func (s *step) standings(c *care.Contact) (all []standing) {
	s.fetch(care.KindNetwork, c.Networks...)
	s.fetch(care.KindShelf, c.Networks...)
	for _, id := range append(slices.Clone(c.Networks), "") {
		shelf := s.shelf(id)
		if len(shelf.Items) == 0 || !slices.Contains(s.readersOf(id), c.ID) {
			continue
		}
		n, since := shelf.Unread()
		all = append(all, standing{id, n, since})
	}
	slices.SortStableFunc(all, func(a, b standing) int {
		switch {
		case a.unread > 0 && b.unread > 0:
			return a.since.Compare(b.since)
		case a.unread > 0:
			return -1
		case b.unread > 0:
			return 1
		}
		return 0
	})
	return all
}

// showShelves lists circles with how much waits in each.
func (s *step) showShelves(from int) Reason {
	all := s.standings(s.me)
	if len(all) == 0 {
		s.show(locales.InboxEmpty, nil)
		return "inbox.empty"
	}
	if from < 0 || from >= len(all) {
		from = 0
	}
	page := all[from:min(from+shelvesAtOnce, len(all))]
	var rows [][]Button
	for _, st := range page {
		rows = append(rows, row(s.shelfButton(st.network, "list")))
	}
	rows = append(rows, shelvesPager(from, len(all))...)
	s.say(Message{Lane: Reply, Key: locales.InboxWhich, Lines: s.standingLines(page), Buttons: rows, Edit: s.tappedOn(), Guard: Guard{Purpose: PurposeDuty}})
	return "inbox.chosen"
}

func shelvesPager(from, total int) [][]Button {
	to := func(label locales.Key, i int) Button {
		return Button{Label: label, Data: data("inbox", "-", 0, "circles."+strconv.Itoa(i))}
	}
	var r []Button
	if from > 0 {
		r = append(r, to(locales.InboxFewer, max(from-shelvesAtOnce, 0)))
	}
	if from+shelvesAtOnce < total {
		r = append(r, to(locales.InboxMore, from+shelvesAtOnce))
	}
	if len(r) == 0 {
		return nil
	}
	return [][]Button{r}
}

// standingLines say of each shelf how much waits on it, and since when.
func (s *step) standingLines(all []standing) (lines []Line) {
	for _, st := range all {
		l := Line{Key: locales.InboxStand, Args: Args{"Circle": s.shelfName(st.network), "Count": count(st.unread), "When": when(st.since)}}
		if st.unread == 0 {
			l.Key = locales.InboxStandRead
		}
		lines = append(lines, l)
	}
	return lines
}

func (s *step) shelfName(network string) Arg {
	if n := s.network(network); n != nil {
		return text(n.Called)
	}
	return keyed(locales.InboxNoCircle)
}

// tappedOn is the message in which the answer to a tap is drawn, 0 for a new one.
func (s *step) tappedOn() int {
	if s.ev.Kind == KindTap {
		return s.ev.Message
	}
	return 0
}

// inboxActs is what can be done with one item of a shelf.
var inboxActs map[string]func(*step, string, care.Item, string) Reason

func init() {
	inboxActs = map[string]func(*step, string, care.Item, string) Reason{
		"item":    func(s *step, network string, i care.Item, _ string) Reason { return s.showItem(network, i.ID) },
		"from":    func(s *step, network string, i care.Item, _ string) Reason { return s.showShelf(network, i.ID) },
		"reply":   func(s *step, network string, i care.Item, _ string) Reason { return s.askReply(network, i) },
		"send":    func(s *step, network string, i care.Item, rev string) Reason { return s.sendReply(network, i, rev) },
		"leave":   func(s *step, network string, i care.Item, _ string) Reason { return s.leaveReply(network, i) },
		"bring":   func(s *step, network string, i care.Item, _ string) Reason { return s.bring(network, i) },
		"unbring": func(s *step, network string, i care.Item, _ string) Reason { return s.unbring(network, i) },
		"play":    func(s *step, network string, i care.Item, nth string) Reason { return s.passOnMedia(network, i, nth) },
	}
}

// inboxTap reads in a shelf. Who may is asked at every tap: an old button opens
// nothing to somebody who has left the circle, or the team.
func inboxTap(s *step, p press) Reason {
	network := shelfOf(p.id)
	act, value := splitArg(p.arg)
	if s.staff() && act == "circles" {
		s.turned(network, 0)
		from, _ := strconv.Atoi(value)
		return s.showShelves(from)
	}
	if !s.reads(network) {
		return s.refused()
	}
	switch act {
	case "card", "first":
		s.cardUsed(network)
	case "digest":
		s.digestUsed()
	}
	id, rest := splitArg(value)
	do, known := inboxActs[act]
	if !known {
		return s.showShelf(network, "")
	}
	item, there := s.item(network, id)
	if !there {
		s.notice(locales.TakenGone, nil)
		if act == "send" {
			s.dropReply()
			s.redraw(locales.ReplyLeft, nil, row(s.shelfButton(network, "list")))
			return "reply.gone"
		}
		return s.showShelf(network, "")
	}
	return do(s, network, item, rest)
}

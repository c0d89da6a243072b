package flows

import (
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// pile is a shelf as it is paged through: what sounded as if it could not wait
// and nobody has read first, then the newest first. Older pages are read when
// somebody turns to them.
type pile struct {
	s       *step
	network string
	items   []care.Item
	next    int // the page to read next, -1 when there is none
}

func (s *step) pile(network string) *pile {
	shelf := s.shelf(network)
	p := &pile{s: s, network: network, next: shelf.Pages - 1}
	for _, i := range shelf.Items {
		if i.Soon {
			p.items = append(p.items, i)
		}
	}
	for _, i := range slices.Backward(shelf.Items) {
		if !i.Soon {
			p.items = append(p.items, i)
		}
	}
	return p
}

// has reports whether there is an i-th item, reading on if need be.
func (p *pile) has(i int) bool {
	for i >= len(p.items) && p.next >= 0 {
		if page := read[care.Shelf](p.s, care.KindShelf, shelfPageID(p.network, p.next)); page != nil {
			p.items = append(p.items, slices.Collect(backward(page.Items))...)
		}
		p.next--
	}
	return i >= 0 && i < len(p.items)
}

func backward(items []care.Item) func(func(care.Item) bool) {
	return func(yield func(care.Item) bool) {
		for _, i := range slices.Backward(items) {
			if !yield(i) {
				return
			}
		}
	}
}

// find is where an item is in the pile, 0 when it is not.
func (p *pile) find(id string) int {
	for i := 0; id != "" && p.has(i); i++ {
		if p.items[i].ID == id {
			return i
		}
	}
	return 0
}

// after are the next n items that may be seen, from the i-th on.
func (p *pile) after(i, n int) (found []int) {
	for ; p.has(i) && len(found) < n; i++ {
		if !p.s.withheld(p.items[i]) {
			found = append(found, i)
		}
	}
	return found
}

// before are the last n items that may be seen before the i-th, newest first.
func (p *pile) before(i, n int) (found []int) {
	for i--; i >= 0 && len(found) < n; i-- {
		if !p.s.withheld(p.items[i]) {
			found = append(found, i)
		}
	}
	slices.Reverse(found)
	return found
}

// sideBySide is how many voices one message shows.
const sideBySide = 5

// showShelf shows several voices side by side, each under its own name and
// with its first words, in the order in which they were heard (rule 5). Nothing
// counts as read by it.
func (s *step) showShelf(network, from string) Reason {
	p := s.pile(network)
	start := p.find(from)
	page := p.after(start, sideBySide+1)
	if len(page) == 0 {
		s.turned(network, 0)
		s.show(locales.InboxEmpty, nil, s.shelvesRow(network))
		return "inbox.empty"
	}
	var older []int
	if len(page) > sideBySide {
		page, older = page[:sideBySide], page[sideBySide:]
	}
	msg := Message{Lane: Reply, Key: locales.InboxShelfAlone, Edit: s.tappedOn(), Protect: true, Guard: s.readingGuard(network)}
	if n := s.network(network); n != nil {
		msg.Key, msg.Args = locales.InboxShelf, Args{"Circle": text(n.Called)}
	}
	var shown []string
	for _, i := range page {
		item := p.items[i]
		msg.Lines = append(msg.Lines, s.voice(item)...)
		s.listedTo(item)
		msg.Buttons = append(msg.Buttons, row(s.voiceButton(network, item)))
		shown = append(shown, item.ID)
	}
	msg.Buttons = append(msg.Buttons, p.turn("from", p.before(start, sideBySide), older)...)
	msg.Buttons = append(msg.Buttons, s.shelvesRow(network))
	s.say(msg)
	s.turned(network, 0, shown...)
	return "inbox.listed"
}

// voice is what somebody wrote, as it stands among others: who, when, and how
// it begins.
func (s *step) voice(item care.Item) []Line {
	author, _, said := s.said(item)
	who := Line{Key: locales.InboxVoice, Args: Args{"Name": text(s.name(author)), "When": when(said[0].At)}}
	if !item.Unread.IsZero() {
		who.Key = locales.InboxVoiceNew
	}
	begins := s.fullLine(said[0])
	if said[0].Text != "" {
		begins = Line{Key: locales.InboxBegins, Args: Args{"Words": {Words: beginning(said[0].Text), By: author}}}
	}
	begins.Tight = true
	lines := []Line{who, begins}
	if more := len(said) - 1; more > 0 {
		lines = append(lines, Line{Key: locales.InboxAndMore, Args: Args{"Count": count(more)}, Tight: true})
	}
	return lines
}

// beginningRunes is how much of somebody's words stands in a list.
const beginningRunes = 120

// beginning is how somebody's words begin, marked as cut off when they go on.
func beginning(text string) string {
	if runes := []rune(text); len(runes) > beginningRunes {
		return string(runes[:beginningRunes]) + "…"
	}
	return text
}

func (s *step) voiceButton(network string, item care.Item) Button {
	author, _, said := s.said(item)
	return Button{Label: locales.InboxRead, Args: Args{"Name": text(s.name(author)), "When": when(said[0].At)},
		Data: data("inbox", inboxID(network), 0, "item."+item.ID)}
}

// turn is the way to what is newer and what is older.
func (p *pile) turn(act string, newer, older []int) [][]Button {
	to := func(label locales.Key, i int) Button {
		return Button{Label: label, Data: data("inbox", inboxID(p.network), 0, act+"."+p.items[i].ID)}
	}
	var r []Button
	if len(newer) > 0 {
		r = append(r, to(locales.InboxBefore, newer[0]))
	}
	if len(older) > 0 {
		r = append(r, to(locales.InboxNext, older[0]))
	}
	if len(r) == 0 {
		return nil
	}
	return [][]Button{r}
}

func (s *step) shelvesRow(network string) []Button {
	return row(Button{Label: locales.InboxCircles, Data: data("inbox", inboxID(network), 0, "circles")})
}

// turned remembers which items somebody has before them in the message they
// tapped on, so that what its author takes back goes away there too. more is how
// many messages follow it.
func (s *step) turned(network string, more int, items ...string) {
	shelf, message := s.shelf(network), s.tappedOn()
	before := len(shelf.Shown)
	shelf.Shown = slices.DeleteFunc(shelf.Shown, func(p care.Page) bool { return p.Contact == s.me.ID && p.Message == message })
	if message == 0 || before == len(shelf.Shown) && len(items) == 0 {
		return
	}
	for _, id := range items {
		shelf.Shown = append(shelf.Shown, care.Page{Contact: s.me.ID, Message: message, Item: id, More: more})
	}
	if extra := len(shelf.Shown) - care.PagesShown; extra > 0 {
		shelf.Shown = shelf.Shown[extra:]
	}
	s.put(care.KindShelf, network, shelf)
}

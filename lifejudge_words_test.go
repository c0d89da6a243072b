package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"polyphony/care"
	"polyphony/flows"
)

// lifeWord is a word that one person wrote once, or something that they sent.
type lifeWord struct {
	word    string
	author  *lifePerson
	number  int
	at      time.Time
	contact string // whose it was when they wrote it
	circles []string
	after   string // the verb of their last tap before, or their last command
	edit    bool   // it came into the place of another

	onlyMine time.Time // its author read that nobody else sees it; zero: they did not
	held     []care.Ref
}

// place is who somebody is now: their contact, and their circles.
func (h *lifeHouse) place(ctx context.Context, chat int64) (c care.Contact, joined bool) {
	var a care.Account
	if found, err := h.look.Peek(ctx, care.KindAccount, flows.ChatID(chat), &a); err != nil || !found || a.Contact == "" {
		return c, false
	}
	found, err := h.look.Peek(ctx, care.KindContact, a.Contact, &c)
	return c, err == nil && found && c.Chat == chat
}

// wrote takes a word into the book.
func (h *lifeHouse) wrote(word string, p *lifePerson, edit bool) *lifeWord {
	c, _ := h.place(context.Background(), p.ID)
	w := h.world
	w.mu.Lock()
	defer w.mu.Unlock()
	one := &lifeWord{word: word, author: p, number: len(w.words), at: w.now(), contact: c.ID, circles: c.Networks, after: p.after, edit: edit}
	if word == "" {
		one.word = fmt.Sprintf("z%c%05dx", 'a'+h.number, len(w.words))
	}
	w.words[one.word] = one
	p.wrote = append(p.wrote, one)
	return one
}

// arrived is called for everything that comes to a phone (I7).
func (h *lifeHouse) arrived(s *lifeSight, body string) {
	h.answersCards(s)
	h.came(s)
	h.keeps(s)
	w := h.world
	found := lifeCanary.FindAllString(body, -1)
	if s.method == "copyMessage" {
		found = append(found, s.text)
	}
	slices.Sort(found)
	for _, word := range slices.Compact(found) {
		w.mu.Lock()
		c := w.words[word]
		w.mu.Unlock()
		switch {
		case c == nil:
		case c.author.house != h:
			w.fault("i7", "%s of another deployment reached %s: %s", word, h.names[s.chat], s)
		case c.author.ID != s.chat && !c.onlyMine.IsZero() && s.at.Sub(c.onlyMine) > time.Minute && !c.author.cried && !h.chose(c.author, s.at):
			w.fault("i7", "%s of %s, who has read at %s that nobody else sees it, reached %s: %s", c.word, c.author.Name, c.onlyMine, h.names[s.chat], s)
		case c.author.ID != s.chat:
			h.explains(s, c)
		}
	}
	for _, name := range lifeName.FindAllString(body, -1) {
		if !strings.HasPrefix(name, []string{"Vel", "Nor"}[h.number]) {
			w.fault("i7", "%s, who belongs to another deployment, was named to %s: %s", name, h.names[s.chat], s)
		}
	}
}

// readsOnlyMe is what somebody reads who has chosen that nobody else sees it.
const readsOnlyMe = "Only you see this now."

// keeps notes what the companion told an author about who sees their word. Which
// word a message is about is known only of somebody who wrote a single one.
func (h *lifeHouse) keeps(s *lifeSight) {
	p := h.byChat[s.chat]
	if p == nil || p.staff() || s.message == 0 {
		return
	}
	w := h.world
	w.mu.Lock()
	defer w.mu.Unlock()
	if s.isNew() {
		n := len(p.wrote)
		if n == 0 || s.at.Sub(p.wrote[n-1].at) > 3*time.Minute || n > 1 && s.at.Sub(p.wrote[n-2].at) < 6*time.Minute {
			return
		}
		if p.about == nil {
			p.about = map[int]*lifeWord{}
		}
		p.about[s.message] = p.wrote[n-1]
	}
	if c := p.about[s.message]; c != nil {
		c.onlyMine = time.Time{}
		if strings.HasPrefix(s.text, readsOnlyMe) {
			c.onlyMine = s.at
			w.did["words kept for themselves"]++
		}
	}
}

// judgeKept: of what its author has read that nobody else sees the records say so
// too, unless they chose again since (I7).
func (h *lifeHouse) judgeKept(ctx context.Context) {
	w := h.world
	for _, p := range h.cast {
		for _, c := range p.wrote {
			if c.onlyMine.IsZero() || slices.ContainsFunc(h.updates, func(u *lifeUpdate) bool {
				return u.chat == p.ID && choosesOthers(u) && u.first.After(c.onlyMine.Add(-time.Minute))
			}) {
				continue
			}
			h.finds(ctx, c)
			for _, ref := range c.held {
				share, words, _, _, err := leakThing(h.look.Begin(ctx), ref)
				if err != nil || ref.Kind != care.KindNote && ref.Kind != care.KindCheckIn || !c.standsIn(words) {
					continue
				}
				w.one("kept for themselves judged")
				if share.Audience != care.OnlyMe {
					w.fault("i7", "%s has read at %s that nobody else sees %s, and its record says %q", p.Name, c.onlyMine, c.word, share.Audience)
				}
			}
		}
	}
}

// choosesOthers reports whether somebody chose that others may see something.
func choosesOthers(u *lifeUpdate) bool {
	return strings.HasPrefix(u.data, "see/") && !strings.HasSuffix(u.data, ".me") && !strings.HasSuffix(u.data, ".open")
}

// chose reports whether somebody said a moment ago who may see something; what
// they read about it then may come to them after it came to others.
func (h *lifeHouse) chose(p *lifePerson, at time.Time) bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.ContainsFunc(h.updates, func(u *lifeUpdate) bool {
		return u.chat == p.ID && choosesOthers(u) && at.Sub(u.first) < 2*time.Minute
	})
}

// explains finds out why a word may have come to somebody.
func (h *lifeHouse) explains(s *lifeSight, c *lifeWord) {
	w, ctx := h.world, context.Background()
	why, how := h.why(ctx, c, s.chat)
	if why == "" && !w.isCalm(w.now()) { // a choice that was made a moment ago
		w.one("words that nobody can judge")
		return
	}
	if how == notShown {
		w.fault("i4", "%s, who does not agree to be shown anything, reads %s of %s: %s", h.names[s.chat], c.word, c.author.Name, s)
		return
	}
	if why == "" {
		w.fault("i7", "%s of %s (after %q, %s) reached %s: %s", c.word, c.author.Name, c.after, how, h.names[s.chat], s)
		return
	}
	w.one("words for others")
	w.mu.Lock()
	defer w.mu.Unlock()
	w.explained[why]++
}

// lifeNaming are acts after which what is written is for others to read by its
// nature: a name, a place, a question for somebody, what volunteers read of a visit.
var lifeNaming = append([]string{"ask", "agree", "note", "inbox", "check", "offer", "found", "going", "visit", "again", "peer", "peers", "watch", "buddy", "/visit", "/volunteer", "/circle", "/meeting"}, leakNaming...)

// why explains how a word may have reached a reader by what the records say now
// and where its author belonged when they wrote it; "" when nothing does.
func (h *lifeHouse) why(ctx context.Context, c *lifeWord, reader int64) (why, how string) {
	r, joined := h.place(ctx, reader)
	a, still := h.place(ctx, c.author.ID)
	circles := slices.Clone(c.circles)
	if still {
		circles = append(circles, a.Networks...)
	}
	together, asTeam := false, false
	for _, id := range circles {
		var n care.Network
		if found, err := h.look.Peek(ctx, care.KindNetwork, id, &n); err != nil || !found || !joined {
			continue
		}
		if m := n.Member(r.ID); m != nil {
			together, asTeam = true, asTeam || m.Role.Staff()
		}
	}
	staff := r.Staff != ""
	h.finds(ctx, c)
	alone := len(c.held) > 0
	var kinds []string
	for _, ref := range c.held {
		share, _, circle, shown, err := leakThing(h.look.Begin(ctx), ref)
		kinds = append(kinds, string(ref.Kind)+" for "+string(share.Audience))
		switch {
		case err != nil:
			continue
		case justNow(h.now().Sub(share.At)):
			return "chosen a moment ago", ""
		case (share.Audience == care.WholeCircle || share.Audience == care.ThesePeople) && !staff && !r.Agrees(care.Sharing) && !changedLately(&r, h.now()) && alone:
			return "", notShown
		case share.Audience == care.WholeCircle && (circle == "" || r.In(circle)), share.Audience == care.ThesePeople && slices.Contains(share.People, r.ID):
			return "chosen by its author", ""
		case shown && together:
			return "a topic for all who are invited", ""
		case ref.Kind == care.KindAlert && staff:
			return "a call for help", ""
		}
		alone = alone && (share.Audience == care.OnlyMe || ref.Kind == care.KindMeasure)
	}
	how = fmt.Sprint(kinds)
	switch {
	case alone:
		return "", how
	case asTeam:
		return "the team of the circle", how
	case staff && len(circles) == 0:
		return "somebody without a circle", how
	case staff && c.author.staff():
		return "among the team", how
	case together && c.author.staff():
		return "staff to their circle", how
	case c.author.staff() && h.inRelay(ctx, a.Relays, reader):
		return "a relay", how
	case staff && c.author.cried:
		return "a call for help", how
	case slices.Contains(lifeNaming, c.after) && (together || staff || c.author.role == care.Volunteer || c.author.staff() || r.Visits != nil):
		return "for others by its nature", how
	case slices.Contains(lifeNaming, c.after) && h.byChat[reader].opened[c.author.ID]:
		return "an invitation", how
	}
	return "", how
}

const notShown = "its reader does not agree to be shown anything"

func justNow(d time.Duration) bool { return d >= 0 && d < 3*time.Second }

func (h *lifeHouse) inRelay(ctx context.Context, alert string, reader int64) bool {
	var a care.Alert
	found, err := h.look.Peek(ctx, care.KindAlert, alert, &a)
	return err == nil && found && a.Chat == reader
}

// finds looks for what holds a word among what its author wrote.
func (h *lifeHouse) finds(ctx context.Context, c *lifeWord) {
	var mine care.Mine
	if found, err := h.look.Peek(ctx, care.KindMine, c.contact, &mine); err != nil || !found {
		return
	}
	tx := h.look.Begin(ctx)
	for _, ref := range slices.Backward(mine.Items) {
		if slices.Contains(c.held, ref) {
			continue
		}
		_, words, _, _, err := leakThing(tx, ref)
		if err == nil && c.standsIn(words) {
			c.held = append(c.held, ref)
		}
	}
}

// standsIn reports whether a word is among others; what was deleted is not.
func (c *lifeWord) standsIn(words []care.Words) bool {
	return slices.ContainsFunc(words, func(w care.Words) bool {
		return strings.Contains(w.Text, c.word) || w.Media.Message != 0 && copyOf(w.Media.Chat, w.Media.Message) == c.word
	})
}

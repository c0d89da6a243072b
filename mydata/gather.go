package mydata

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"time"

	"polyphony/care"
	"polyphony/flows"
)

// Source reads records as they stand now.
type Source interface {
	// Read fills into with a record and reports whether there is one.
	Read(kind care.Kind, id string, into any) (bool, error)
	// Fetch brings records in one round trip, before they are read one by one.
	Fetch(kind care.Kind, ids []string) error
	// Trail is the audit trail of a subject, oldest first.
	Trail(subject string) ([]flows.Entry, error)
}

// ErrUnknown means that there is nobody with this id.
var ErrUnknown = errors.New("nobody is known under this id")

// gatherer puts it together. The first error of the source ends all reading.
type gatherer struct {
	src   Source
	err   error
	me    *care.Contact
	out   *Data
	mine  map[care.Kind][]string // ids of what they wrote, in order
	read  map[string][]Reader    // by item: who of the team has read it
	done  map[string]bool        // what stands in the data already
	names map[string]string
	days  map[string][]string // by item: days of the meetings to which it is brought
}

// Gather reads everything that is held about a person. Its errors are the
// source's, or ErrUnknown.
func Gather(src Source, contact string, now time.Time) (*Data, error) {
	g := &gatherer{src: src, mine: map[care.Kind][]string{}, read: map[string][]Reader{}, done: map[string]bool{},
		names: map[string]string{}, days: map[string][]string{}}
	if g.me = get[care.Contact](g, care.KindContact, contact); g.me == nil {
		return nil, cmp.Or(g.err, ErrUnknown)
	}
	g.out = &Data{Format: Format, Version: Version, Made: now.UTC()}
	g.you()
	g.permissions()
	g.index()
	g.trail()
	for _, id := range g.me.Networks {
		g.circle(id)
	}
	g.written()
	g.volunteering()
	g.company()
	g.answered()
	g.order()
	return g.out, g.err
}

// get reads a record, nil when there is none.
func get[T any](g *gatherer, kind care.Kind, id string) *T {
	if g.err != nil || id == "" {
		return nil
	}
	rec := new(T)
	found, err := g.src.Read(kind, id, rec)
	if err != nil {
		g.err = err
	}
	if err != nil || !found {
		return nil
	}
	return rec
}

func (g *gatherer) fetch(kind care.Kind, ids []string) {
	if g.err == nil && len(ids) > 0 {
		g.err = g.src.Fetch(kind, ids)
	}
}

// first reports whether a record comes for the first time.
func (g *gatherer) first(kind care.Kind, id string) bool {
	key := string(kind) + ":" + id
	was := g.done[key]
	g.done[key] = true
	return !was
}

// name is somebody's first name, "" when they are not here any more.
func (g *gatherer) name(contact string) string {
	if contact == "" {
		return ""
	}
	if n, known := g.names[contact]; known {
		return n
	}
	if c := get[care.Contact](g, care.KindContact, contact); c != nil {
		g.names[contact] = c.Name
	}
	return g.names[contact]
}

func (g *gatherer) namesOf(contacts []string) []string {
	g.fetch(care.KindContact, contacts)
	out := []string{}
	for _, id := range contacts {
		out = append(out, g.name(id))
	}
	return out
}

func (g *gatherer) called(network string) string {
	if n := get[care.Network](g, care.KindNetwork, network); n != nil {
		return n.Called
	}
	return ""
}

// index collects what they wrote, page by page.
func (g *gatherer) index() {
	newest := get[care.Mine](g, care.KindMine, g.me.ID)
	if newest == nil {
		newest = &care.Mine{}
	}
	for i := range newest.Pages {
		if page := get[care.Mine](g, care.KindMine, g.me.ID+"."+strconv.Itoa(i)); page != nil {
			g.keep(page.Items)
		}
	}
	g.keep(newest.Items)
	g.also(care.KindCheckIn, g.me.CheckIn)
	g.also(care.KindNote, g.me.Said)
	g.also(care.KindAlert, g.me.Holds)
	for _, id := range g.me.Visits {
		g.also(care.KindVisit, id)
	}
	for _, id := range g.me.Measures {
		g.also(care.KindMeasure, id)
	}
	if account := get[care.Account](g, care.KindAccount, flows.ChatID(g.me.Chat)); account != nil {
		g.also(care.KindAlert, account.Alert)
	}
}

func (g *gatherer) keep(refs []care.Ref) {
	for _, r := range refs {
		g.also(r.Kind, r.ID)
	}
}

func (g *gatherer) also(kind care.Kind, id string) {
	if id != "" && !slices.Contains(g.mine[kind], id) {
		g.mine[kind] = append(g.mine[kind], id)
	}
}

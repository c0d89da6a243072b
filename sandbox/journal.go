package sandbox

import (
	"maps"
	"slices"
	"sync"
)

// journalLimit is how many entries are kept; the older half goes when it is reached.
const journalLimit = 20_000

// entry is one thing that somebody did or saw.
type entry struct {
	act   *Act
	sight *Sight
}

// journal keeps everything that people did and saw, in order.
type journal struct {
	mu      sync.Mutex
	dropped int
	entries []entry
}

func newJournal() *journal { return &journal{} }

func (j *journal) add(e entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.entries) >= journalLimit {
		half := journalLimit / 2
		j.dropped += half
		j.entries = append([]entry(nil), j.entries[half:]...)
	}
	j.entries = append(j.entries, e)
}

// mark is the place at which the next entry will stand.
func (j *journal) mark() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.dropped + len(j.entries)
}

// since are the entries from a mark on, as far as they are kept.
func (j *journal) since(mark int) []entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	from := min(max(mark-j.dropped, 0), len(j.entries))
	return append([]entry(nil), j.entries[from:]...)
}

// all are the entries that are kept, and whether those are all there ever were.
func (j *journal) all() ([]entry, bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return append([]entry(nil), j.entries...), j.dropped == 0
}

func (s *Server) record(a Act) { s.journal.add(entry{act: &a}) }

// sights groups what was seen by person, in the order of their names: deliveries to different people overlap, and a
// script must read the same every time. A notice passes by while the rest is still on its way, so it comes first; what is
// said in groups comes after what is said in private, since one does not wait for the other.
func sights(entries []entry) []Line {
	byPerson := map[string][]Line{}
	for _, e := range entries {
		if e.sight != nil {
			byPerson[e.sight.Who] = append(byPerson[e.sight.Who], Line{Sight: e.sight})
		}
	}
	var lines []Line
	for _, who := range slices.Sorted(maps.Keys(byPerson)) {
		slices.SortStableFunc(byPerson[who], func(a, b Line) int { return lasting(a) - lasting(b) })
		lines = append(lines, byPerson[who]...)
	}
	return lines
}

func lasting(l Line) int {
	switch {
	case l.Sight.How == SeesNotice || l.Sight.How == SeesAlert:
		return 0
	case l.Sight.In == "":
		return 1
	}
	return 2
}

// Record is everything that people did and saw so far, as a script that can be played.
func (s *Server) Record() *Script {
	out := &Script{}
	entries, whole := s.journal.all()
	if !whole {
		out.Lines = append(out.Lines, note("# The beginning is no longer kept."), note(""))
	}
	var seen []entry
	for _, e := range entries {
		if e.act == nil {
			seen = append(seen, e)
			continue
		}
		out.Lines = append(out.Lines, sights(seen)...)
		seen = nil
		if len(out.Lines) > 0 {
			out.Lines = append(out.Lines, note(""))
		}
		out.Lines = append(out.Lines, Line{Act: e.act})
	}
	out.Lines = append(out.Lines, sights(seen)...)
	return out
}

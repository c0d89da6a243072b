package bot

import (
	"math"
	"strconv"

	"polyphony/care"
)

// Where everybody stands on a map of company. Each has a dot with the number
// that they have in the words beside the picture, so that nobody is lost whose
// name is too long or in letters that cannot be drawn.

// The picture is a square, and its rings have room for as many as stand on them.
const (
	mapSide   = 900.0
	mapEdge   = 12.0
	mapMiddle = mapSide / 2
	mapInner  = 46.0  // free round the person in the middle
	mapOuter  = 350.0 // where the last ring ends
	mapRings  = 3
)

// box is a part of the picture that something stands on.
type box struct{ left, top, right, bottom float64 }

func (b box) meets(o box) bool {
	return b.left < o.right && o.left < b.right && b.top < o.bottom && o.top < b.bottom
}

func (b box) inside() bool {
	return b.left >= mapEdge && b.top >= mapEdge && b.right <= mapSide-mapEdge && b.bottom <= mapSide-mapEdge
}

// placed is one person on the picture.
type placed struct {
	x, y, dot float64
	number    string
	label     string // as much of the name as there is room for; empty: the number alone
	near      string // under it, what the person wrote about how near they are
	at        box    // of the label
}

// layout is a whole picture, measured.
type layout struct {
	rings   [mapRings]float64 // where each ends, from the middle
	letters float64
	people  []placed
}

// laidOut places everybody: the rings grow with those who stand on them.
func laidOut(friends []care.Friend) layout {
	l := layout{letters: lettersFor(len(friends))}
	by := byRing(friends)
	whole := 0.0
	for _, on := range by {
		whole += 1 + 0.3*float64(len(on))
	}
	from := mapInner
	for ring, on := range by {
		until := from + (mapOuter-mapInner)*(1+0.3*float64(len(on)))/whole
		l.rings[ring] = until
		l.place(on, from, until, float64(ring))
		from = until
	}
	l.name(friends)
	return l
}

func lettersFor(people int) float64 {
	switch {
	case people <= 8:
		return 36
	case people <= 16:
		return 29
	}
	return 22
}

func byRing(friends []care.Friend) (by [mapRings][]int) {
	for i, f := range friends {
		ring := min(max(f.Ring, 1), mapRings) - 1
		by[ring] = append(by[ring], i)
	}
	return by
}

// place puts those of one ring on it, in two or three lines when they are many.
// Each ring begins further round, so that a few people do not all stand on one side.
func (l *layout) place(on []int, from, until, ring float64) {
	dot := l.letters * 0.72
	lines := 1
	for lines < 3 && float64(len(on))*dot*2.6 > 2*math.Pi*(from+until)/2*float64(lines) {
		lines++
	}
	for k, i := range on {
		angle := -math.Pi/2 + ring*2.4 + 2*math.Pi*float64(k)/float64(len(on))
		far := from + (until-from)*(float64(k%lines)+0.5)/float64(lines)
		one := placed{x: mapMiddle + far*math.Cos(angle), y: mapMiddle + far*math.Sin(angle), dot: dot, number: strconv.Itoa(i + 1)}
		for len(l.people) <= i {
			l.people = append(l.people, placed{})
		}
		l.people[i] = one
	}
}

// name gives everybody the longest name that hides nobody else's.
func (l *layout) name(friends []care.Friend) {
	taken := []box{{mapMiddle - mapInner/2, mapMiddle - mapInner/2, mapMiddle + mapInner/2, mapMiddle + mapInner/2}}
	for _, p := range l.people {
		taken = append(taken, box{p.x - p.dot, p.y - p.dot, p.x + p.dot, p.y + p.dot})
	}
	for i := range l.people {
		if !sans.written(friends[i].Name) {
			continue
		}
		if l.fit(&l.people[i], friends[i], taken) {
			taken = append(taken, l.people[i].at)
		}
	}
}

// shorter are how many letters of a name are tried, the longest first.
var shorter = []int{24, 16, 11, 7}

// fit looks for a free place beside somebody's dot: first with what was written
// about them, where there are few, then with less and less of the name.
func (l *layout) fit(p *placed, f care.Friend, taken []box) bool {
	if few := len(l.people) <= 8; few && f.Near != "" && sans.written(f.Near) {
		if l.try(p, clipped(f.Name, 24), clipped(f.Near, 26), taken) {
			return true
		}
	}
	for _, most := range shorter {
		if l.try(p, clipped(f.Name, most), "", taken) {
			return true
		}
	}
	return false
}

func clipped(text string, most int) string {
	letters := []rune(composed(text))
	if len(letters) <= most {
		return string(letters)
	}
	return string(letters[:most-1]) + "…"
}

// nearSmaller is how large the words under a name are beside it.
const nearSmaller = 0.8

// try looks under, over and beside the dot.
func (l *layout) try(p *placed, label, near string, taken []box) bool {
	wide, high := sans.wide(label, l.letters), l.letters*1.15
	if near != "" {
		wide, high = max(wide, sans.wide(near, l.letters*nearSmaller)), l.letters*2.05
	}
	gap := p.dot + 3
	for _, at := range []box{
		{p.x - wide/2, p.y + gap, p.x + wide/2, p.y + gap + high},
		{p.x - wide/2, p.y - gap - high, p.x + wide/2, p.y - gap},
		{p.x + gap, p.y - high/2, p.x + gap + wide, p.y + high/2},
		{p.x - gap - wide, p.y - high/2, p.x - gap, p.y + high/2},
	} {
		if at.inside() && !anyMeets(taken, at) {
			p.label, p.near, p.at = label, near, at
			return true
		}
	}
	return false
}

func anyMeets(taken []box, at box) bool {
	for _, b := range taken {
		if b.meets(at) {
			return true
		}
	}
	return false
}

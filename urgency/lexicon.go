package urgency

// Lexicon is one language's phrases and little words, parsed and checked.
type Lexicon struct {
	lang     string
	phrases  []phrase
	words    map[string]wordFlags
	families []string // everyday words without their endings
	same     []rewrite
	misspelt []string
	groups   map[string][]alternative
}

// Lang is the language's BCP-47 code.
func (l Lexicon) Lang() string { return l.lang }

// Phrases counts the phrases that can make a text soon or urgent.
func (l Lexicon) Phrases() int {
	n := 0
	for _, p := range l.phrases {
		if p.kind == finding {
			n++
		}
	}
	return n
}

// kind is what a phrase does to a text.
type kind uint8

const (
	finding     kind = iota
	means            // a way to die at hand: makes a nearby soon urgent, is nothing by itself
	farewell         // a leave-taking: the same
	idiom            // takes away the findings that it overlaps
	denial           // says no before its finding ("not", "never"), through light words only
	denialAfter      // says no behind its finding, as Bengali does
	noDenial         // looks like a denial and is none ("can not stop")
	usedTo           // says before its finding that it is over
	past             // dates a clause long ago
	still            // says that it goes on, or was just now: past does not count in this sentence
	recovery         // says that somebody is well now: past tense anywhere counts as past
	fiction          // a story, a film, a song: for its clauses up to a full stop or a "but"
	study            // an essay, a course, a leaflet: for what follows in its clause, or stands just before
	trivial          // homework, traffic, a joke: for what follows in its clause
	kinds
)

// phrase is one line of a lexicon: slots to be filled in order.
type phrase struct {
	kind   kind
	signal Signal
	level  Level
	slots  []slot
	line   int
}

// slot is one word of a phrase, with its alternatives, or a gap of up to gap words.
type slot struct {
	gap  int
	alts []alternative
}

// alternative is one way to fill a slot: usually one word, several for scripts without spaces.
type alternative struct {
	words  []string
	family bool // the (single) word is a stem: whatever begins with it
}

// The gaps that `_` and `..` allow, in words.
const (
	shortGap = 1
	longGap  = 4
)

// numberName is the built-in group of everything written in digits: @number.
const numberName = "number"

// rewrite says that one word, or two in a row, stand for others: gonna = going to, my self = myself, 💊 = pills.
type rewrite struct {
	from, to []string
}

// wordFlags say what a little word does.
type wordFlags uint16

const (
	isLight       wordFlags = 1 << iota // a denial reaches through it: "not [going to] kill myself"
	isRaising                           // a denial reaches through it and a subject: "not [think I] want to die"
	isSubject                           // begins a clause of its own: no denial reaches over it
	isConjunction                       // begins a clause
	isPast                              // a verb in the past
	isPresent                           // a word of now
	isFirst                             // the writer
	isThird                             // somebody else
	isFiller                            // means nothing, may stand anywhere in a phrase: "want to [bloody] die"
	isCommon                            // a word by which the language is known
)

// wordSections are the sections that list words rather than phrases.
var wordSections = map[string]wordFlags{
	"light": isLight, "raising": isRaising, "subject": isSubject, "conjunction": isConjunction,
	"past words": isPast, "present words": isPresent, "first person": isFirst,
	"third person": isThird, "filler": isFiller, "common": isCommon,
}

// phraseSections are the sections whose phrases are no findings.
var phraseSections = map[string]kind{
	"means": means, "farewell": farewell, "idiom": idiom, "denial": denial, "denial after": denialAfter,
	"no denial": noDenial, "used to": usedTo, "past": past,
	"still": still, "recovery": recovery, "fiction": fiction, "study": study, "trivial": trivial,
}

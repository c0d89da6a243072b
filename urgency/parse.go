package urgency

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"
)

// Faults is everything that is wrong with a lexicon, one line a fault, in the order of the file: `en: line 12: …`.
type Faults []string

func (f Faults) Error() string {
	return fmt.Sprintf("urgency: %d faults:\n  %s", len(f), strings.Join(f, "\n  "))
}

// Bounds that keep reading a text linear and a lexicon readable.
const (
	maxLine  = 64 << 10 // bytes; word lists are long
	maxSlots = 12
	maxGaps  = 2
	maxGap   = 6 // words
	minStem  = 3 // letters before a *
)

// Parse reads a lexicon. Lines before the first [section] and everything after # are comments. Sections:
//
//	[suicide urgent]   phrases of a signal, at a level (urgent or soon), one a line
//	[means] [farewell] [idiom] [denial] [denial after] [no denial] [used to] [past] [still] [recovery] [fiction] [study] [trivial]
//	                   phrases that change what others mean
//	[group NAME]       words that a phrase calls together as @NAME
//	[light] [raising] [subject] [conjunction] [past words] [present words] [first person] [third person] [filler] [common]
//	                   little words, any number a line; in [common] kirj* stands for every word that begins so
//	[same]             gonna = going to
//	[misspelt]         words that count with one letter wrong
//
// In a phrase a/b stands for either word, kill* for every word that begins so, @number for digits, `_` for at most one
// word and `..` for at most four; gaps in a row add up. The error, of type [Faults], lists every fault with its line.
func Parse(lang string, r io.Reader) (Lexicon, error) {
	p := newParser(lang)
	if _, err := language.Parse(lang); err != nil {
		p.fault("%q is no language code", lang)
	}
	return p.parse(r)
}

func newParser(lang string) *parser {
	return &parser{lex: Lexicon{lang: lang, words: map[string]wordFlags{}}, groups: map[string][]alternative{numberName: nil},
		seen: map[string]int{}}
}

func (p *parser) parse(r io.Reader) (Lexicon, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxLine)
	for lines.Scan() {
		p.line++
		p.read(lines.Bytes())
	}
	if errors.Is(lines.Err(), bufio.ErrTooLong) {
		p.line++
		p.fault("longer than %d bytes", maxLine)
	} else if lines.Err() != nil {
		return Lexicon{}, fmt.Errorf("urgency: reading the lexicon %s: %w", p.lex.lang, lines.Err())
	}
	p.resolveGroups()
	if len(p.faults) > 0 {
		p.sortFaults()
		return Lexicon{}, p.faults
	}
	p.lex.groups = p.groups
	return p.lex, nil
}

type parser struct {
	lex     Lexicon
	line    int
	faults  Faults
	at      []int // the line of each fault
	section func(string)
	groups  map[string][]alternative
	pending []call
	seen    map[string]int // phrase with its section → line
}

// call is a slot that named a group, filled once all groups are known.
type call struct {
	phrase, slot int
	group        string
}

func (p *parser) fault(format string, args ...any) { p.faultAt(p.line, format, args...) }

func (p *parser) faultAt(line int, format string, args ...any) {
	p.at = append(p.at, line)
	p.faults = append(p.faults, fmt.Sprintf("%s: line %d: %s", p.lex.lang, line, fmt.Sprintf(format, args...)))
}

// sortFaults brings the faults that were found at the end (groups) to their lines.
func (p *parser) sortFaults() {
	order := make([]int, len(p.faults))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return p.at[a] - p.at[b] })
	sorted := make(Faults, len(order))
	for i, from := range order {
		sorted[i] = p.faults[from]
	}
	p.faults = sorted
}

func (p *parser) read(line []byte) {
	if !utf8.Valid(line) {
		p.fault("not UTF-8")
		return
	}
	line, _, _ = bytes.Cut(line, []byte("#"))
	text := strings.TrimSpace(string(line))
	switch {
	case text == "":
	case strings.HasPrefix(text, "["):
		p.enter(text)
	case p.section != nil:
		p.section(text)
	default:
		p.fault("before the first section")
	}
}

// enter opens a section.
func (p *parser) enter(text string) {
	name := strings.Join(strings.Fields(strings.TrimSuffix(strings.TrimPrefix(text, "["), "]")), " ")
	p.section = func(string) {} // what stands in an unknown section is not judged
	first, second, _ := strings.Cut(name, " ")
	level := map[string]Level{"soon": Soon, "urgent": Urgent}[second]
	switch {
	case !strings.HasSuffix(text, "]"):
		p.fault("a section ends with ]")
	case name == "same":
		p.section = p.readSame
	case name == "misspelt":
		p.section = p.readMisspelt
	case first == "group" && second != "":
		p.section = func(line string) { p.readGroup(second, line) }
	case wordSections[name] != 0:
		p.section = func(line string) { p.readWords(wordSections[name], line) }
	case phraseSections[name] != 0:
		p.section = func(line string) { p.readPhrase(phrase{kind: phraseSections[name]}, line) }
	case level != None && first != string(UnknownLanguage) && slices.Contains(signals[:], Signal(first)):
		p.section = func(line string) { p.readPhrase(phrase{signal: Signal(first), level: level}, line) }
	default:
		p.fault("no such section: [%s]", name)
	}
}

func (p *parser) readWords(flags wordFlags, line string) {
	for _, field := range strings.Fields(line) {
		if strings.HasSuffix(field, "*") && flags == isCommon {
			p.readFamilies(field)
			continue
		}
		if words := p.plain(field); len(words) == 1 {
			p.lex.words[words[0]] |= flags
		} else if len(words) > 1 {
			p.fault("%q is not one word", field)
		}
	}
}

// readFamilies reads an everyday word of a language that puts what English says in little words at the ends of its own.
func (p *parser) readFamilies(field string) {
	for _, a := range p.alternatives(field) {
		p.lex.families = append(p.lex.families, a.words[0])
	}
}

func (p *parser) readMisspelt(line string) {
	for _, field := range strings.Fields(line) {
		words := p.plain(field)
		if len(words) != 1 || len(words[0]) < minMisspelt {
			p.fault("%q is not one word of at least %d letters", field, minMisspelt)
			continue
		}
		p.lex.misspelt = append(p.lex.misspelt, words[0])
	}
}

// readSame reads `from/from = to`, where each from is one word or two in a row, or a single sign such as an emoji.
func (p *parser) readSame(line string) {
	left, right, ok := strings.Cut(line, "=")
	to := p.plainAll(right)
	if !ok || len(to) == 0 {
		p.fault("write: gonna = going to")
		return
	}
	for from := range strings.SplitSeq(left, "/") {
		from = strings.TrimSpace(from)
		var words []string
		if isSign(from) {
			words = []string{from}
		} else {
			words = p.plainAll(from)
		}
		if len(words) == 0 || len(words) > 2 || slices.Equal(words, to) {
			p.fault("%q: one word, or two in a row, that stand for others", from)
			continue
		}
		p.lex.same = append(p.lex.same, rewrite{words, to})
	}
}

// isSign tells an emoji, perhaps with a variation selector behind it.
func isSign(s string) bool {
	r, size := utf8.DecodeRuneInString(s)
	if s == "" || classOf(r) != classSign {
		return false
	}
	for _, more := range s[size:] {
		if !isInvisible(more) {
			return false
		}
	}
	return true
}

func (p *parser) readGroup(name, line string) {
	if name == numberName {
		p.fault("@%s is built in", name)
		return
	}
	for _, field := range strings.Fields(line) {
		p.groups[name] = append(p.groups[name], p.alternatives(field)...)
	}
}

// resolveGroups fills the slots that named a group.
func (p *parser) resolveGroups() {
	for _, c := range p.pending {
		ph := &p.lex.phrases[c.phrase]
		members, ok := p.groups[c.group]
		switch {
		case c.group == numberName:
			members = []alternative{{words: []string{"@" + numberName}}}
		case !ok:
			p.faultAt(ph.line, "no such group: @%s", c.group)
		}
		ph.slots[c.slot].alts = append(ph.slots[c.slot].alts, members...)
	}
}

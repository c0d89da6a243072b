package sandbox

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

// scriptLine bounds one line of a script, in bytes.
const scriptLine = 1 << 20

// ParseScript reads a script. Errors name the line.
func ParseScript(r io.Reader) (*Script, error) {
	p := &scriptParser{}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, scriptLine)
	for lines.Scan() {
		p.number++
		if err := p.line(strings.TrimRight(lines.Text(), " \t\r")); err != nil {
			return nil, err
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("line %d: %w", p.number+1, err)
	}
	if err := p.close(); err != nil {
		return nil, err
	}
	return &p.script, nil
}

// scriptParser collects a block (an act or a sight with the indented lines under it) until the next one begins.
type scriptParser struct {
	script Script
	number int
	head   string // the open block's first line; empty when none is open
	at     int    // its number
	body   []string
	blank  int // blank lines that may belong to the open block, or stand after it
}

func (p *scriptParser) line(text string) error {
	switch {
	case text == "":
		p.blank++
		return nil
	case strings.HasPrefix(text, indent):
		return p.indented(text[len(indent):])
	case text[0] == ' ' || text[0] == '\t':
		return fmt.Errorf("line %d: what is seen or said is indented by four spaces", p.number)
	}
	if err := p.close(); err != nil {
		return err
	}
	if text[0] == '#' {
		p.script.Lines = append(p.script.Lines, note(text))
		return nil
	}
	p.head, p.at = text, p.number
	return nil
}

func (p *scriptParser) indented(text string) error {
	if p.head == "" {
		return fmt.Errorf("line %d: an indented line belongs under somebody who sees or says something", p.number)
	}
	for ; p.blank > 0; p.blank-- {
		p.body = append(p.body, "")
	}
	p.body = append(p.body, text)
	return nil
}

// close finishes the open block and the blank lines after it.
func (p *scriptParser) close() error {
	if p.head != "" {
		l, err := parseBlock(p.head, p.body)
		if err != nil {
			return fmt.Errorf("line %d: %w", p.at, err)
		}
		l.number = p.at
		p.script.Lines = append(p.script.Lines, l)
	}
	for ; p.blank > 0; p.blank-- {
		p.script.Lines = append(p.script.Lines, note(""))
	}
	p.head, p.body = "", nil
	return nil
}

func parseBlock(head string, body []string) (Line, error) {
	if does, ok := strings.CutPrefix(head, ">"); ok {
		a, err := parseAct(strings.Join(append([]string{strings.TrimSpace(does)}, body...), "\n"))
		written := strings.Join(append([]string{head}, body...), "\n"+indent)
		return Line{Act: a, written: written}, err
	}
	v, err := parseSight(head)
	if err != nil {
		return Line{}, err
	}
	v.Lines = append(v.Lines, body...)
	return Line{Sight: v}, nil
}

// parseSight reads the header of what somebody sees.
func parseSight(head string) (*Sight, error) {
	who, rest, ok := strings.Cut(head, " sees")
	if !ok || who == "" || (rest != "" && rest[0] != ' ' && rest[0] != ',') {
		return nil, fmt.Errorf("a line begins with #, with >, or says who sees something")
	}
	v := &Sight{Who: who}
	for _, how := range []string{SeesNotice, SeesAlert} {
		said, ok := strings.CutPrefix(rest, " "+how)
		if !ok {
			continue
		}
		where, text, ok := strings.Cut(said, ": ")
		if !ok {
			return nil, fmt.Errorf("%s has its words after a colon", how)
		}
		v.How, v.Lines = how, []string{text}
		return v, v.where(where)
	}
	rest, v.Silent = strings.CutSuffix(rest, soundless)
	for _, how := range []string{SeesEdit, SeesGone} {
		if where, ok := strings.CutPrefix(rest, " "+how); ok {
			v.How, rest = how, where
			break
		}
	}
	return v, v.where(rest)
}

// where reads " in GROUP", or nothing.
func (v *Sight) where(rest string) error {
	if rest == "" {
		return nil
	}
	group, ok := strings.CutPrefix(rest, " in ")
	if !ok || group == "" {
		return fmt.Errorf("what does %q mean?", strings.TrimSpace(rest))
	}
	v.In = group
	return nil
}

package main

import (
	"bytes"
	"errors"
	"slices"
	"sort"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// maxTeamFile bounds a team file, in bytes: the largest team that one bot can
// serve fills a small part of it.
const maxTeamFile = 256 << 10

// tomlNode is one value of a TOML file with the line it stands on. Decoding
// straight into structs would stop at the first wrong type and forget lines.
type tomlNode struct {
	line   int
	kind   unstable.Kind // InlineTable for every table, Array for every array
	text   string        // of a scalar, unquoted
	items  []*tomlNode   // of an array
	keys   []string      // of a table, in order
	fields map[string]*tomlNode
}

func newTable(line int) *tomlNode {
	return &tomlNode{line: line, kind: unstable.InlineTable, fields: map[string]*tomlNode{}}
}

func (n *tomlNode) set(key string, value *tomlNode) {
	if _, taken := n.fields[key]; !taken {
		n.keys = append(n.keys, key)
	}
	n.fields[key] = value
}

// parseTree reads a whole TOML file. What is not TOML at all is one fault.
func parseTree(src []byte) (*tomlNode, *Fault) {
	if len(src) > maxTeamFile {
		return nil, &Fault{Line: 1, Text: "the file is larger than 256 KiB, which no team file should be"}
	}
	src = bytes.TrimPrefix(src, []byte("\uFEFF"))
	if fault := notTOML(src); fault != nil {
		return nil, fault
	}
	b := treeBuilder{root: newTable(1), lines: lineStarts(src)}
	b.current = b.root
	b.parser.Reset(slices.Clip(src))
	for b.parser.NextExpression() {
		b.expression(b.parser.Expression())
	}
	if b.parser.Error() != nil || b.tangled {
		return nil, &Fault{Line: 1, Text: "the file cannot be read as TOML"}
	}
	return b.root, nil
}

// notTOML finds what the syntax tree does not show: keys and tables that are
// defined twice, besides plain errors of syntax.
func notTOML(src []byte) *Fault {
	var all map[string]any
	err := toml.Unmarshal(src, &all)
	if err == nil {
		return nil
	}
	line := 1
	if at := (*toml.DecodeError)(nil); errors.As(err, &at) {
		line, _ = at.Position()
	}
	return &Fault{Line: max(line, 1), Text: "this is not TOML: " + strings.TrimPrefix(err.Error(), "toml: ")}
}

// treeBuilder turns the expressions of a file into one tree.
type treeBuilder struct {
	parser  unstable.Parser
	root    *tomlNode
	current *tomlNode // the table that key–value lines belong to
	lines   []int     // offset at which each line begins
	tangled bool      // a key leads through something that is no table
}

func (b *treeBuilder) expression(n *unstable.Node) {
	switch n.Kind {
	case unstable.KeyValue:
		b.keyValue(b.current, n)
	case unstable.Table:
		path, line := b.path(n)
		b.current = b.walk(b.root, path, line)
	case unstable.ArrayTable:
		path, line := b.path(n)
		last := len(path) - 1
		b.current = b.element(b.walk(b.root, path[:last], line), path[last], line)
	}
}

func (b *treeBuilder) keyValue(into *tomlNode, n *unstable.Node) {
	path, line := b.path(n)
	last := len(path) - 1
	b.walk(into, path[:last], line).set(path[last], b.value(n.Value(), line))
}

// path returns a possibly dotted key and its line.
func (b *treeBuilder) path(n *unstable.Node) (path []string, line int) {
	for it := n.Key(); it.Next(); {
		if line == 0 {
			line = b.line(it.Node(), 1)
		}
		path = append(path, string(it.Node().Data))
	}
	return path, line
}

// walk goes down from a table, making the tables that a key names for the
// first time; in an array of tables it takes the last one, as TOML does.
func (b *treeBuilder) walk(from *tomlNode, path []string, line int) *tomlNode {
	for _, key := range path {
		next := from.fields[key]
		if next == nil {
			next = newTable(line)
			from.set(key, next)
		}
		if next.kind == unstable.Array && len(next.items) > 0 {
			next = next.items[len(next.items)-1]
		}
		if next.kind != unstable.InlineTable {
			b.tangled = true
			return newTable(line)
		}
		from = next
	}
	return from
}

// element adds one more table to an array of tables.
func (b *treeBuilder) element(in *tomlNode, key string, line int) *tomlNode {
	array := in.fields[key]
	if array == nil {
		array = &tomlNode{line: line, kind: unstable.Array}
		in.set(key, array)
	}
	one := newTable(line)
	array.items = append(array.items, one)
	return one
}

func (b *treeBuilder) value(n *unstable.Node, line int) *tomlNode {
	out := &tomlNode{line: b.line(n, line), kind: n.Kind}
	switch n.Kind {
	case unstable.Array:
		for it := n.Children(); it.Next(); {
			out.items = append(out.items, b.value(it.Node(), out.line))
		}
	case unstable.InlineTable:
		out.fields = map[string]*tomlNode{}
		for it := n.Children(); it.Next(); {
			b.keyValue(out, it.Node())
		}
	default:
		out.text = string(n.Data)
	}
	return out
}

// line is where a piece of the file stands; not every kind of node says.
func (b *treeBuilder) line(n *unstable.Node, otherwise int) int {
	if n.Raw.Length == 0 {
		return otherwise
	}
	return sort.SearchInts(b.lines, int(n.Raw.Offset)+1)
}

func lineStarts(src []byte) []int {
	starts := []int{0}
	for i, c := range src {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

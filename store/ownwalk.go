package store

import (
	"reflect"
	"sync"
)

// Fields tagged own:"words" hold what a person wrote, or how they are called.
// They are texts (string, or []byte for a document), and belong to whomever the
// method Owner of the nearest struct around them names; to nobody, and so to the
// master key alone, when it names nobody or there is no such struct.
const (
	ownTag   = "own"
	ownWords = "words"
)

type owned interface{ Owner() string }

var ownedType = reflect.TypeFor[owned]()

// plan says where the marked texts of a type are. It is worked out once a type,
// so that a type without any costs one look.
type plan struct {
	words  bool // some can be reached
	owner  bool // the struct says whose they are
	fields []ownField
}

type ownField struct {
	index int
	word  bool // it is one; else there are some below
}

var plans sync.Map // reflect.Type → *plan

func planOf(t reflect.Type) *plan {
	if p, known := plans.Load(t); known {
		return p.(*plan)
	}
	p := &plan{words: reachesWords(t, map[reflect.Type]bool{})}
	if p.words && t.Kind() == reflect.Struct {
		p.owner = reflect.PointerTo(t).Implements(ownedType)
		for i := range t.NumField() {
			f := t.Field(i)
			word := f.Tag.Get(ownTag) == ownWords
			if word || f.IsExported() && planOf(f.Type).words {
				p.fields = append(p.fields, ownField{i, word})
			}
		}
	}
	plans.Store(t, p)
	return p
}

func reachesWords(t reflect.Type, seen map[reflect.Type]bool) bool {
	if seen[t] {
		return false // being looked at further up
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Map:
		return reachesWords(t.Elem(), seen)
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			if f.Tag.Get(ownTag) == ownWords || f.IsExported() && reachesWords(f.Type, seen) {
				return true
			}
		}
	}
	return false
}

// onWords is what happens to one marked text; owner is empty when it is nobody's.
type onWords func(owner, text string) string

// rewrite returns v with every marked text as f makes it. Nothing of v itself
// changes: what must differ is copied, everything else is shared.
func rewrite(v reflect.Value, owner string, f onWords) reflect.Value {
	p := planOf(v.Type())
	if !p.words {
		return v
	}
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			n := reflect.New(v.Type().Elem())
			n.Elem().Set(rewrite(v.Elem(), owner, f))
			return n
		}
	case reflect.Slice:
		return rewriteSlice(v, owner, f)
	case reflect.Map:
		return rewriteMap(v, owner, f)
	case reflect.Struct:
		return rewriteStruct(p, v, owner, f)
	}
	return v
}

func rewriteSlice(v reflect.Value, owner string, f onWords) reflect.Value {
	if v.IsNil() {
		return v
	}
	n := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
	for i := range v.Len() {
		n.Index(i).Set(rewrite(v.Index(i), owner, f))
	}
	return n
}

func rewriteMap(v reflect.Value, owner string, f onWords) reflect.Value {
	if v.IsNil() {
		return v
	}
	n := reflect.MakeMapWithSize(v.Type(), v.Len())
	for at := v.MapRange(); at.Next(); {
		n.SetMapIndex(at.Key(), rewrite(at.Value(), owner, f))
	}
	return n
}

func rewriteStruct(p *plan, v reflect.Value, owner string, f onWords) reflect.Value {
	n := reflect.New(v.Type()).Elem()
	n.Set(v)
	if p.owner {
		owner = n.Addr().Interface().(owned).Owner()
	}
	for _, field := range p.fields {
		at := n.Field(field.index)
		switch {
		case !field.word:
			at.Set(rewrite(at, owner, f))
		case at.Kind() == reflect.String:
			at.SetString(f(owner, at.String()))
		case at.Len() > 0: // the bytes of a document
			at.SetBytes([]byte(f(owner, string(at.Bytes()))))
		}
	}
	return n
}

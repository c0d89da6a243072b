package main

import (
	"context"
	"fmt"
	"io"
	"log/slog"
	"reflect"
	"strings"
)

// redacted stands in for a value that no log line may hold.
const redacted = "[redacted]"

// LogOptions say how a log is written.
type LogOptions struct {
	Level   slog.Leveler // nil: info
	Text    bool         // lines for people rather than JSON
	Secrets []string     // masked wherever they appear
}

// NewLog makes the one log that everything else is handed. Nobody's words or
// names belong in a log (I8), and the last to make sure of it is this handler:
// only attributes on the list in log_keys.go are written, secrets are masked
// in whatever is, and a structure is never printed whole.
func NewLog(w io.Writer, o LogOptions) *slog.Logger {
	options := &slog.HandlerOptions{Level: o.Level}
	var to slog.Handler = slog.NewJSONHandler(w, options)
	if o.Text {
		to = slog.NewTextHandler(w, options)
	}
	return slog.New(&discreetHandler{to: to, mask: newMask(o.Secrets)})
}

// discreetHandler hands on only what may be written.
type discreetHandler struct {
	to   slog.Handler
	mask *mask
}

// Enabled is the handler's below.
func (h *discreetHandler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.to.Enabled(ctx, level)
}

// Handle writes a record that holds nothing but what may be written.
func (h *discreetHandler) Handle(ctx context.Context, r slog.Record) error {
	clean := slog.NewRecord(r.Time, r.Level, h.mask.hide(r.Message), r.PC)
	r.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(h.attr(a))
		return true
	})
	return h.to.Handle(ctx, clean)
}

// WithAttrs cleans the attributes once, for every record to come.
func (h *discreetHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	clean := make([]slog.Attr, 0, len(attrs))
	for _, a := range attrs {
		clean = append(clean, h.attr(a))
	}
	return &discreetHandler{to: h.to.WithAttrs(clean), mask: h.mask}
}

// WithGroup opens a group under a name that may be written.
func (h *discreetHandler) WithGroup(name string) slog.Handler {
	if name == "" {
		return h
	}
	return &discreetHandler{to: h.to.WithGroup(h.mask.keyName(name)), mask: h.mask}
}

// attr cleans one attribute. A group is cleaned member by member, whatever its
// own name.
func (h *discreetHandler) attr(a slog.Attr) slog.Attr {
	value := a.Value.Resolve()
	if value.Kind() == slog.KindGroup {
		members := value.Group()
		clean := make([]slog.Attr, 0, len(members))
		for _, m := range members {
			clean = append(clean, h.attr(m))
		}
		key := a.Key
		if key != "" { // without a name its members stand beside the others
			key = h.mask.keyName(key)
		}
		return slog.Attr{Key: key, Value: slog.GroupValue(clean...)}
	}
	form, listed := logKeys[a.Key]
	if !listed {
		return slog.String(h.mask.keyName(a.Key), redacted)
	}
	return slog.Attr{Key: a.Key, Value: h.value(form, value)}
}

// value keeps numbers and instants, and makes a masked text of all else.
func (h *discreetHandler) value(form keyForm, v slog.Value) slog.Value {
	switch v.Kind() {
	case slog.KindBool, slog.KindDuration, slog.KindFloat64, slog.KindInt64, slog.KindTime, slog.KindUint64:
		return v
	}
	text, printable := printed(v)
	if !printable {
		return slog.StringValue(redacted)
	}
	text = h.mask.hide(text)
	if form == oneWord && strings.ContainsFunc(text, breaksWord) {
		return slog.StringValue(redacted)
	}
	return slog.StringValue(text)
}

// printed is the text of a value, if it has one of its own: structures, maps
// and bytes would be printed with everything that is inside them.
func printed(v slog.Value) (string, bool) {
	if v.Kind() == slog.KindString {
		return v.String(), true
	}
	switch x := v.Any().(type) {
	case nil:
		return "", true
	case error, fmt.Stringer:
		return fmt.Sprint(x), true // not x.Error(): Sprint survives a nil behind the interface
	case []string:
		return strings.Join(x, " "), true
	}
	switch kind := reflect.TypeOf(v.Any()).Kind(); {
	case kind >= reflect.Bool && kind <= reflect.Float64, kind == reflect.String:
		return fmt.Sprint(v.Any()), true
	}
	return "", false
}

package flows

import (
	"maps"
	"slices"

	"polyphony/care"
	"polyphony/locales"
)

// Records outlive the people whom they speak of: an answer, a "seen by", who
// changed a meeting. Whoever was erased is somebody there, never an empty name.

// who is a contact's name wherever others read it.
func (s *step) who(contact string) Arg { return Arg{Text: s.name(contact), Who: contact} }

// circleArg is how a circle is called.
func (s *step) circleArg(n *care.Network) Arg { return Arg{Text: n.Called, Circle: n.ID} }

// persons are the placeholders that stand for a human being, or for a circle
// that is called after one.
var persons = []string{"Name", "Who", "Owner", "By", "Teller", "Circle", "Member"}

// somebody fills the names that are lacking in a message, and ties those of
// circles to their circle, so that they are not said any more once its person
// was erased.
func (s *step) somebody(m Message) Message {
	m.Args = s.peopled(m.Args)
	if len(m.Lines) > 0 {
		m.Lines = slices.Clone(m.Lines)
		for i := range m.Lines {
			m.Lines[i].Args = s.peopled(m.Lines[i].Args)
		}
	}
	for _, buttons := range m.Buttons {
		for i := range buttons {
			buttons[i].Args = s.peopled(buttons[i].Args)
		}
	}
	return m
}

func (s *step) peopled(args Args) Args {
	var out Args
	set := func(name string, a Arg) {
		if out == nil {
			out = maps.Clone(args)
		}
		out[name] = a
	}
	for name, a := range args {
		switch {
		case len(a.List) > 0:
			lines := slices.Clone(a.List)
			for i := range lines {
				lines[i].Args = s.peopled(lines[i].Args)
			}
			a.List = lines
			set(name, a)
		case !slices.Contains(persons, name):
		case nothing(a):
			set(name, keyed(locales.ForgetSomebody))
		case name == "Circle" && a.Text != "" && a.Circle == "":
			if a.Circle = s.circleCalled(a.Text); a.Circle != "" {
				set(name, a)
			}
		}
	}
	if out == nil {
		return args
	}
	return out
}

// nothing reports whether an argument says nothing.
func nothing(a Arg) bool {
	return a.Text == "" && a.Words == "" && a.Open == "" && a.Key == "" && a.Day == "" && a.Link == "" && a.Crisis == "" &&
		a.When == nil && a.Count == nil && len(a.List) == 0
}

// circleCalled is the circle of that name which this decision is about.
func (s *step) circleCalled(name string) (id string) {
	for _, kept := range s.kept {
		if n, is := kept.(*care.Network); is && n != nil && n.Called == name && (id == "" || n.ID < id) {
			id = n.ID
		}
	}
	return id
}

// unnamed are the contacts and circles that a message names and that have no
// name any more: their record is gone, or their person is.
func unnamed(tx Tx, m Message) (gone []string, err error) {
	named := map[string]bool{} // id: whether it is a circle's
	m.each(func(a Arg) Arg {
		if a.Who != "" && a.Who != m.Person {
			named[a.Who] = false
		}
		if a.Circle != "" {
			named[a.Circle] = true
		}
		return a
	})
	for _, id := range slices.Sorted(maps.Keys(named)) {
		found := false
		if named[id] {
			var n care.Network
			found, err = tx.Read(care.KindNetwork, id, &n)
			found = found && n.Called != ""
		} else {
			found, err = tx.Read(care.KindContact, id, new(care.Contact))
		}
		if err != nil {
			return nil, err
		}
		if !found {
			gone = append(gone, id)
		}
	}
	return gone, nil
}

// Unnaming is the message without the names of these contacts and circles.
func (m Message) Unnaming(gone []string) Message {
	if len(gone) == 0 {
		return m
	}
	return m.each(func(a Arg) Arg {
		if a.Who != "" && slices.Contains(gone, a.Who) || a.Circle != "" && slices.Contains(gone, a.Circle) {
			return keyed(locales.ForgetSomebody)
		}
		return a
	})
}

// each is the message with every argument changed by change, also those of its
// lines and buttons.
func (m Message) each(change func(Arg) Arg) Message {
	m.Args = m.Args.each(change)
	m.Lines = eachLine(m.Lines, change)
	rows := make([][]Button, len(m.Buttons))
	for i, buttons := range m.Buttons {
		rows[i] = slices.Clone(buttons)
		for k := range rows[i] {
			rows[i][k].Args = rows[i][k].Args.each(change)
		}
	}
	if len(rows) > 0 {
		m.Buttons = rows
	}
	return m
}

func eachLine(lines []Line, change func(Arg) Arg) []Line {
	out := slices.Clone(lines)
	for i := range out {
		out[i].Args = out[i].Args.each(change)
	}
	return out
}

func (args Args) each(change func(Arg) Arg) Args {
	if args == nil {
		return nil
	}
	out := make(Args, len(args))
	for name, a := range args {
		a.List = eachLine(a.List, change)
		out[name] = change(a)
	}
	return out
}

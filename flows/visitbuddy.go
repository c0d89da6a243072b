package flows

import (
	"cmp"
	"slices"
	"strconv"

	"polyphony/care"
	"polyphony/locales"
)

// A visit begins only while two people watch over it: a buddy, and a deputy for
// when the buddy cannot be reached. The volunteer names them, they are asked,
// and their yes is to this visit at this time.

// watcherRole is buddy or deputy, by the letter that buttons carry.
type watcherRole struct {
	letter      string
	name        locales.Key
	choose      locales.Key
	of          func(*care.Visit) *care.Watcher
	asks, thank locales.Key
}

var watcherRoles = []watcherRole{
	{"b", locales.BuddyBuddy, locales.BuddyChoose, func(v *care.Visit) *care.Watcher { return &v.Buddy }, locales.BuddyAsk, locales.BuddyThanks},
	{"d", locales.BuddyDeputy, locales.BuddyChooseDeputy, func(v *care.Visit) *care.Watcher { return &v.Deputy }, locales.BuddyAskDeputy, locales.BuddyThanksDeputy},
}

func watcherRoleBy(letter string) (watcherRole, bool) {
	i := slices.IndexFunc(watcherRoles, func(r watcherRole) bool { return r.letter == letter })
	if i < 0 {
		return watcherRole{}, false
	}
	return watcherRoles[i], true
}

// roleOf is what somebody is in watching over a visit.
func roleOf(v *care.Visit, contact string) (watcherRole, bool) {
	i := slices.IndexFunc(watcherRoles, func(r watcherRole) bool { return contact != "" && r.of(v).Contact == contact })
	if i < 0 {
		return watcherRole{}, false
	}
	return watcherRoles[i], true
}

// watcherLines say on the volunteer's card how it stands with the two.
func (s *step) watcherLines(v *care.Visit) (lines []Line) {
	for _, r := range watcherRoles {
		w := r.of(v)
		key := locales.BuddyNone
		switch {
		case w.Contact == "":
		case w.Lost:
			key = locales.BuddyLost
		case w.Yes.IsZero():
			key = locales.BuddyAsked
		case s.awake(*w):
			key = locales.BuddyAwake
		default:
			key = locales.BuddyYes
		}
		args := Args{"Part": keyed(r.name)}
		if w.Contact != "" {
			args["Name"] = s.called(w.Contact)
		}
		lines = append(lines, Line{Key: key, Args: args})
	}
	return lines
}

// buddyRows let the volunteer name those two, or others instead.
func (s *step) buddyRows(v *care.Visit) [][]Button {
	var r []Button
	for _, role := range watcherRoles {
		label := role.choose
		if role.of(v).Contact != "" {
			label = locales.BuddyInstead
		}
		r = append(r, Button{Label: label, Args: Args{"Part": keyed(role.name)}, Data: data("buddy", v.ID, v.Seq, "pick."+role.letter+".0")})
	}
	return [][]Button{r}
}

// mayWatch lists who can be asked: admitted volunteers, practitioners and
// coordinators who have joined and can be reached. Not the two of the visit, not
// who has the other part, not who said that they cannot, and nobody who is on a
// visit of their own then.
func (s *step) mayWatch(v *care.Visit) []string {
	var all []string
	for _, p := range s.peers().All {
		if p.Withdrawn.IsZero() && !p.Guide.IsZero() {
			all = append(all, p.Contact)
		}
	}
	for _, m := range s.team().Staff {
		if c := s.staffContact(m.ID); c != nil && m.Role.Staff() && s.isStaff(c) {
			all = append(all, c.ID)
		}
	}
	s.fetch(care.KindContact, all...)
	all = slices.DeleteFunc(all, func(id string) bool { return !s.canWatch(v, id) })
	slices.SortStableFunc(all, func(a, b string) int { return cmp.Or(cmp.Compare(s.name(a), s.name(b)), cmp.Compare(a, b)) })
	return slices.Compact(all)
}

func (s *step) canWatch(v *care.Visit, id string) bool {
	c := s.contact(id)
	if c == nil || c.Chat == 0 || c.Stopped || c.Blocked || !c.Died.IsZero() {
		return false
	}
	if slices.Contains([]string{v.Person, v.Volunteer, v.Buddy.Contact, v.Deputy.Contact}, id) || slices.Contains(v.Cannot, id) {
		return false
	}
	return !s.visitsThen(id, v.ID, visitStarts(v), visitEnds(v))
}

// watches reports whether somebody may watch over visits at all: an admitted
// volunteer, or staff.
func (s *step) watches(id string) bool { return s.peer(id) != nil || s.isStaff(s.contact(id)) }

// buddiesShown is how many names one page offers.
const buddiesShown = 8

// pickWatcher offers names, in the place of the card.
func (s *step) pickWatcher(v *care.Visit, r watcherRole, page int) Reason {
	all := s.mayWatch(v)
	from := min(max(page, 0)*buddiesShown, max(len(all)-1, 0)/buddiesShown*buddiesShown)
	until := min(from+buddiesShown, len(all))
	var rows [][]Button
	for _, id := range all[from:until] {
		rows = append(rows, row(Button{Label: locales.ListName, Args: Args{"Name": s.called(id)}, Data: data("buddy", v.ID, v.Seq, "ask."+r.letter+"."+id)}))
	}
	if until < len(all) || from > 0 {
		next := 0
		if until < len(all) {
			next = from/buddiesShown + 1
		}
		rows = append(rows, row(Button{Label: locales.BuddyMore, Data: data("buddy", v.ID, v.Seq, "pick."+r.letter+"."+strconv.Itoa(next))}))
	}
	rows = append(rows, row(Button{Label: locales.BuddyBack, Data: data("going", v.ID, v.Seq, "card")}))
	key := locales.BuddyWho
	if len(all) == 0 {
		key = locales.BuddyNobody
	}
	s.redraw(key, Args{"Part": keyed(r.name)}, rows...)
	return "visit.buddy.picking"
}

package main

import (
	"slices"
	"strings"
	"time"

	"polyphony/care"
	"polyphony/flows"
	"polyphony/locales"
)

// plantedVisitLeaks are faults that the judge must see, and what it must say; those
// that are seen soonest first.
var plantedVisitLeaks = []struct {
	name, seen string
	broken     func(decider) decider
}{
	{"a withdrawn volunteer is asked too", "wish", alsoTo(locales.VisitOffer, "wim000000000")},
	{"volunteers see who else was asked", "name", namesOthers},
	{"a withdrawn volunteer's tap is answered with the visit", "wish", answersRefused},
	{"where it is is shown as soon as it is said", "place", shownAtOnce},
	{"another person meets the volunteer too", "about", alsoTo(locales.VisitOffered, "pia000000000", "pia000000001")},
	{"where it is goes to everybody who was asked", "place", alsoTo(locales.DoorShown, "val000000001", "val000000002", "val000000003")},
	{"where it is stays on the volunteer's phone after the safe end", "still stands", unsaid(func(_ flows.Event, m flows.Message) bool {
		return m.Gone && strings.HasPrefix(m.Slot, "door:")
	})},
	{"where it is stays in the record after the safe end", "still kept", keepsAddress},
	{"buddy and deputy read where it is", "place", tellsWhere(locales.BuddyAsk, locales.BuddyAskDeputy)},
	{"the team reads where it is before anybody is missed", "place", tellsTeam},
	{"an address in a group is confirmed there", "place", confirmsInGroup},
	{"whoever was turned down reads what it was", "wish", turnedDownReads},
	{"coordinators read the wish of whom nobody was found for", "wish", coordinatorsRead},
	{"the secret word stands on the card of the people on call", "secret", showsSecret},
	{"what somebody writes goes to their volunteer", "words", wordsToVolunteer},
}

// alsoTo lets messages of one kind reach others too, whatever their part.
func alsoTo(key locales.Key, others ...string) func(decider) decider {
	return changedWith(func(_ flows.Tx, _ flows.Event, _ time.Time, d *flows.Decision) {
		for _, m := range slices.Clone(d.Say) {
			for _, other := range others {
				if m.Key == key && m.Person != other {
					d.Say = append(d.Say, toAnother(m, other))
				}
			}
		}
	})
}

// changedWith changes what is decided, knowing about what.
func changedWith(how func(flows.Tx, flows.Event, time.Time, *flows.Decision)) func(decider) decider {
	return func(next decider) decider {
		return func(tx flows.Tx, e flows.Event, now time.Time) (flows.Decision, error) {
			d, err := next(tx, e, now)
			if err == nil {
				how(tx, e, now, &d)
			}
			return d, err
		}
	}
}

// toAnother is the same message to somebody else, whatever they are in it. The
// outbox wants to know the chat.
func toAnother(m flows.Message, contact string) flows.Message {
	m.Person, m.Chat, m.Slot, m.Edit, m.Answer, m.Guard = contact, hostileChat(contact), "", 0, "", flows.Guard{Purpose: flows.PurposeNotice}
	return m
}

// hostileChat is the number of somebody of hostileCast: they came in their order
// after the people of the sandbox.
func hostileChat(contact string) int64 {
	for i, name := range hostileCast {
		if hostileID(name) == contact {
			return int64(1001 + len(castPeople) + i)
		}
	}
	return 0
}

// whereSaidTo is a message that shows where a visit is.
func whereSaidTo(v *care.Visit, contact string) flows.Message {
	return toAnother(flows.Message{Lane: flows.Bulk, Language: "en", Zone: v.Zone, Key: locales.WatchCardDoor, Args: flows.Args{"Words": {Words: v.Address.Text, By: v.Person}}}, contact)
}

var shownAtOnce = changedWith(func(_ flows.Tx, _ flows.Event, _ time.Time, d *flows.Decision) {
	if v := visitIn(*d); v != nil && d.Reason == "visit.where" {
		d.Say = append(d.Say, whereSaidTo(v, v.Volunteer))
	}
})

var keepsAddress = changedWith(func(tx flows.Tx, _ flows.Event, _ time.Time, d *flows.Decision) {
	v, was := visitIn(*d), &care.Visit{}
	if v == nil || v.Open() {
		return
	}
	if found, err := tx.Read(care.KindVisit, v.ID, was); err != nil || !found || was.Address.Text == "" {
		return
	}
	kept := *v
	kept.Address = was.Address
	d.Put = append(slices.DeleteFunc(d.Put, func(p flows.Put) bool { return p.Kind == care.KindVisit && p.ID == v.ID }), flows.Put{Kind: care.KindVisit, ID: v.ID, Value: &kept})
})

// tellsWhere writes where it is under what others read of a visit.
func tellsWhere(keys ...locales.Key) func(decider) decider {
	return changedWith(func(_ flows.Tx, _ flows.Event, _ time.Time, d *flows.Decision) {
		v := visitIn(*d)
		for i, m := range d.Say {
			if v != nil && v.Address.Text != "" && slices.Contains(keys, m.Key) {
				d.Say[i].Lines = append(slices.Clone(m.Lines), flows.Line{Key: locales.WatchCardDoor, Args: flows.Args{"Words": {Words: v.Address.Text, By: v.Person}}})
			}
		}
	})
}

var tellsTeam = changedWith(func(tx flows.Tx, _ flows.Event, _ time.Time, d *flows.Decision) {
	var link care.StaffLink
	var ben care.Contact
	v := visitIn(*d)
	if v == nil || d.Reason != "watch.began" {
		return
	}
	if _, err := tx.Read(care.KindStaff, "ben", &link); err != nil {
		return
	}
	if found, err := tx.Read(care.KindContact, link.Contact, &ben); err != nil || !found {
		return
	}
	m := whereSaidTo(v, ben.ID)
	m.Chat = ben.Chat
	d.Say = append(d.Say, m)
})

var confirmsInGroup = changedWith(func(_ flows.Tx, e flows.Event, _ time.Time, d *flows.Decision) {
	if d.Reason == "visit.address.stray" && e.Kind == flows.KindGroup {
		d.Say = append(d.Say, flows.Message{Chat: e.Chat, Lane: flows.Reply, Language: "en", Zone: "Europe/London", Key: locales.WatchCardDoor,
			Args: flows.Args{"Words": {Words: e.Text}}, Guard: flows.Guard{Purpose: flows.PurposeReply}})
	}
})

// wishOf is a message with the words in which a visit was asked for.
func wishOf(v *care.Visit, contact string) flows.Message {
	return toAnother(flows.Message{Lane: flows.Bulk, Language: "en", Zone: v.Zone, Key: locales.VisitWished, Args: flows.Args{"Words": {Words: v.Wish.Text, By: v.Person}}}, contact)
}

// answersRefused answers whoever taps on an offer that is not theirs with what it is.
var answersRefused = changedWith(func(tx flows.Tx, e flows.Event, _ time.Time, d *flows.Decision) {
	var v care.Visit
	var a care.Account
	parts := strings.Split(e.Tap.Data, "/")
	if d.Reason != "tap.refused" || len(parts) < 4 || parts[0] != "offer" {
		return
	}
	if found, err := tx.Read(care.KindVisit, parts[1], &v); err != nil || !found || v.Wish.Text == "" {
		return
	}
	if found, err := tx.Read(care.KindAccount, flows.ChatID(e.Chat), &a); err == nil && found && hostileChat(a.Contact) != 0 {
		d.Say = append(d.Say, wishOf(&v, a.Contact))
	}
})

// turnedDownReads answers an old button of somebody who is not needed with the wish.
var turnedDownReads = changedWith(func(tx flows.Tx, e flows.Event, _ time.Time, d *flows.Decision) {
	var v care.Visit
	parts := strings.Split(e.Tap.Data, "/")
	if d.Reason != "offer.over" || len(parts) < 4 || len(d.Say) == 0 {
		return
	}
	if found, err := tx.Read(care.KindVisit, parts[1], &v); err == nil && found && v.Wish.Text != "" {
		d.Say = append(d.Say, wishOf(&v, d.Say[len(d.Say)-1].Person))
	}
})

var coordinatorsRead = changedWith(func(_ flows.Tx, _ flows.Event, _ time.Time, d *flows.Decision) {
	v := visitIn(*d)
	for i, m := range d.Say {
		if v != nil && m.Key == locales.VisitUnfoundTeam && v.Wish.Text != "" {
			d.Say[i].Lines = append(slices.Clone(m.Lines), flows.Line{Key: locales.VisitWished, Args: flows.Args{"Words": {Words: v.Wish.Text, By: v.Person}}})
		}
	}
})

// namesOthers writes under an offer who else is asked.
var namesOthers = changedWith(func(tx flows.Tx, _ flows.Event, _ time.Time, d *flows.Decision) {
	for i, m := range d.Say {
		v := visitIn(*d)
		if m.Key != locales.VisitOffer || v == nil {
			continue
		}
		for _, a := range v.Asked {
			var c care.Contact
			if found, err := tx.Read(care.KindContact, a.Volunteer, &c); err == nil && found && a.Volunteer != m.Person {
				d.Say[i].Lines = append(slices.Clone(m.Lines), flows.Line{Key: locales.ListName, Args: flows.Args{"Name": {Text: c.Name}}})
			}
		}
	}
})

// showsSecret writes on the card of a missed volunteer the word that they chose.
var showsSecret = changedWith(func(tx flows.Tx, _ flows.Event, _ time.Time, d *flows.Decision) {
	for i, m := range d.Say {
		var w care.VolunteerWords
		v := visitIn(*d)
		if v == nil || !isCard(m) {
			continue
		}
		if found, err := tx.Read(care.KindVolunteer, v.Volunteer, &w); err == nil && found {
			d.Say[i].Lines = append(slices.Clone(m.Lines), flows.Line{Key: locales.WatchCardDoor, Args: flows.Args{"Words": {Words: w.Secret.Text, By: v.Volunteer}}})
		}
	}
})

// wordsToVolunteer passes what a person writes to the team on to a volunteer.
var wordsToVolunteer = changedWith(func(tx flows.Tx, e flows.Event, _ time.Time, d *flows.Decision) {
	if e.Kind == flows.KindText && strings.HasPrefix(e.Text, "zq") && e.Chat == hostileChat("pia000000000") {
		d.Say = append(d.Say, toAnother(flows.Message{Lane: flows.Bulk, Language: "en", Zone: "Europe/London", Key: locales.VisitWished, Args: flows.Args{"Words": {Words: e.Text}}}, "val000000000"))
	}
})

package main

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"polyphony/care"
)

// knows takes somebody into the cast.
func (h *lifeHouse) knows(name string, role care.Role) *lifePerson {
	p, _ := h.server.Named(name)
	one := &lifePerson{Person: p, house: h, role: role, opened: map[int64]bool{}, joinedOnce: true}
	h.cast = append(h.cast, one)
	h.byChat[p.ID] = one
	h.people[name], h.names[p.ID] = p.ID, name
	return one
}

// called is who has a name.
func (h *lifeHouse) called(name string) *lifePerson { return h.byChat[h.people[name]] }

// arrives lets somebody come who has a phone, and a name that nobody else has.
func (h *lifeHouse) arrives(role care.Role) *lifePerson {
	n, letters := len(h.cast), ""
	for i := 0; i < 3; i++ {
		letters += string(rune('a' + n%26))
		n /= 26
	}
	name := []string{"Vel", "Nor"}[h.number] + letters + "qa"
	if _, err := h.server.AddPerson(name, "en"); err != nil {
		panic(err) // a name that is none
	}
	return h.knows(name, role)
}

// permissions are the answers to the five questions; some are refused.
func permissions(rng *rand.Rand, name string) string {
	var b strings.Builder
	for i := range 5 {
		answer := "Yes"
		if i == 4 || rng.IntN(7) == 0 {
			answer = "Not now"
		}
		fmt.Fprintf(&b, "> %s taps: %s\n", name, answer)
	}
	return b.String()
}

// circleScript is how one more circle comes together.
func (h *lifeHouse) circleScript(rng *rand.Rand, i int) string {
	left := h.world.people/len(lifeTeams) - len(h.cast)
	if i == 0 || i%9 == 8 {
		v := h.arrives(care.Volunteer)
		return fmt.Sprintf("> Dora says: /volunteers\n> Dora taps: Invite a volunteer\n> %[1]s opens the link from Dora\n%[2]s", v.Name, permissions(rng, v.Name)) +
			strings.Repeat(fmt.Sprintf("> %s taps: Next page\n", v.Name), 4) +
			fmt.Sprintf("> %[1]s taps: I have read this\n> %[1]s taps: Afternoons from Monday to Friday\n> %[1]s taps: Done\n", v.Name)
	}
	staff := []string{"Amira", "Ben", "Chidi"}
	first, second := staff[i%3], staff[(i+1+rng.IntN(2))%3]
	p := h.arrives(care.Person)
	circle := &lifeCircle{staff: []*lifePerson{h.called(first), h.called(second)}, person: p}
	h.circles = append(h.circles, circle)
	text := fmt.Sprintf("> %[1]s says: /circle\n> %[1]s taps: Start a new circle\n> %[1]s says: %[2]s\n> %[1]s taps: We have met already\n> %[1]s taps: Invite the person\n> %[2]s opens the link from %[1]s\n%[3]s> %[1]s taps: Add a colleague\n> %[1]s taps: %[4]s\n",
		first, p.Name, permissions(rng, p.Name), second)
	for range min(left-1, 1+rng.IntN(3)) {
		r := h.arrives(care.Relative)
		circle.relatives = append(circle.relatives, r)
		text += fmt.Sprintf("> %[1]s says: /circle\n> %[1]s taps: Invite family or a friend\n> %[1]s taps: Leave this out\n> %[2]s opens the link from %[1]s\n%[3]s", p.Name, r.Name, permissions(rng, r.Name))
	}
	return text
}

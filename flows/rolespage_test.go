package flows

import (
	"fmt"
	"strings"
)

// pageHead begins docs/roles.md.
const pageHead = `# Who can do what

Every command, every button, everything that can be typed after something was begun, every kind of event and every sort of link, tried as everybody,
against the records of one circle. This page is written by a test (` + "`TestRolesAndActions`" + ` in flows/rolestable_test.go) and is the same as the agreed table
in flows/testdata/roles.golden; when the program does anything else, the test fails. After a change on purpose:
` + "`go test ./flows -run TestRolesAndActions -rewrite`" + `, then read what is different. ` + "`-why 'alert take'`" + ` says of a row why its cells are as they are.

**How it is tried.** The circle has a person, members, two practitioners, somebody who left the team, a meeting to come and one that is over, notes and answers
(one shared, one kept alone), a measure, a map of company, check-ins agreed and asked, calls for help (open, taken, being passed on, finished, from a visit, a drill, a stranger's),
visits in every state, a request, links of every sort, a group. Each act is tried on each of these that it could be meant for, with every value that could be meant, with a
revision that is true, and after whatever may have been begun before: also as if somebody had begun it while they still had the role. A new act appears here by itself;
one without a row fails ` + "`TestEveryActHasItsRow`" + `.

**How it is judged.** By what would happen, not by what the program says of itself: **s** the actor reads a name, words or a time of the circle that are not their own;
**c** a record changes that is not the actor's own; **t** somebody else is told; **o** nothing of the circle's, only something of the actor's own (their menu, their settings, a call for help of their own);
**·** nothing at all, but perhaps a refusal. Several letters: several things, in the best case for whoever tries.

**What it does not show.** A cell says that something is possible, not in which case: a practitioner passes on the alerts that are theirs and no others, and the tests named in
[privacy.md](privacy.md) hold that. Messages are checked a second time when they are sent (flows/address.go); that is not part of this table. There is no role of
a child or young person in the program: they are members. Operators do not use the chat: what they can do is in [privacy.md](privacy.md).

## The columns

`

// pageOf is the table as a page: what has the same cells shares a row.
func pageOf(rows []roleLine) string {
	var b strings.Builder
	b.WriteString(pageHead)
	for _, p := range roleColumns {
		fmt.Fprintf(&b, "- **%s** %s\n", p.id, p.title)
	}
	for i := 0; i < len(rows); {
		last := i
		for last < len(rows) && rows[last].part == rows[i].part {
			last++
		}
		pagePart(&b, rows[i:last])
		i = last
	}
	return b.String()
}

func pagePart(b *strings.Builder, rows []roleLine) {
	fmt.Fprintf(b, "\n## %s\n\n|", rows[0].part)
	for _, p := range roleColumns {
		b.WriteString(" " + p.id + " |")
	}
	b.WriteString(" what |\n|" + strings.Repeat("---|", len(roleColumns)+1) + "\n")
	var order []string
	same := map[string][]string{}
	verb, buttons := strings.CutPrefix(rows[0].part, "Buttons: ")
	for _, r := range rows {
		key := pattern(r.cells)
		if same[key] == nil {
			order = append(order, key)
		}
		name := r.name
		if buttons {
			if name = strings.TrimSpace(strings.TrimPrefix(name, verb)); name == "" {
				name = "(open)"
			}
		}
		same[key] = append(same[key], "`"+name+"`")
	}
	for _, key := range order {
		b.WriteString("|")
		for _, c := range strings.Fields(key) {
			fmt.Fprintf(b, " %s |", strings.ReplaceAll(c, "-", "·"))
		}
		fmt.Fprintf(b, " %s |\n", strings.Join(same[key], ", "))
	}
}

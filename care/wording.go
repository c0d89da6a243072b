package care

// Wording is one version of the question that a permission is asked with.
type Wording struct {
	Version int
	From    string // the day from which it was asked, 2006-01-02
	Text    string // the key of its sentence, in every language
}

// Wordings are all versions of each question, oldest first. A question that
// changes its meaning gets a new line and a new key here; the sentence before
// stays, so that everybody can read what they agreed to. The other purposes
// keep their versions: nobody is asked anew because of somebody else's words.
var Wordings = map[Purpose][]Wording{
	Reminders: {{1, "2026-03-01", "consent.reminders"}},
	CheckIns:  {{1, "2026-03-01", "consent.checkins"}},
	Reading:   {{1, "2026-03-01", "consent.reading"}},
	Sharing:   {{1, "2026-03-01", "consent.sharing"}},
	Research:  {{1, "2026-03-01", "consent.research"}},
}

// Wording is the version that is asked today; the zero one for no purpose.
func (p Purpose) Wording() Wording {
	all := Wordings[p]
	if len(all) == 0 {
		return Wording{}
	}
	return all[len(all)-1]
}

// Outdated reports whether the question has changed since it was answered. The
// answer stands all the same.
func (c Consent) Outdated() bool { return c.Wording != c.Purpose.Wording().Version }

package store

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"polyphony/care"
)

// The records in testdata/records/v<version> are what programs have written
// into Redis. They stay readable for good: a file may gain what its kind gains,
// and never loses or changes anything.

// shapes are today's structs, by kind.
var shapes = map[care.Kind]func() any{
	care.KindAccount:    func() any { return new(care.Account) },
	care.KindContact:    func() any { return new(care.Contact) },
	care.KindNetwork:    func() any { return new(care.Network) },
	care.KindInvitation: func() any { return new(care.Invitation) },
	care.KindMeeting:    func() any { return new(care.Meeting) },
	care.KindPlan:       func() any { return new(care.Plan) },
	care.KindCheckIn:    func() any { return new(care.CheckIn) },
	care.KindNote:       func() any { return new(care.Note) },
	care.KindShelf:      func() any { return new(care.Shelf) },
	care.KindAlert:      func() any { return new(care.Alert) },
	care.KindTeam:       func() any { return new(care.Team) },
	care.KindStaff:      func() any { return new(care.StaffLink) },
	care.KindSeries:     func() any { return new(care.Series) },
	care.KindRequest:    func() any { return new(care.Request) },
	care.KindGroup:      func() any { return new(care.GroupChat) },
	care.KindMine:       func() any { return new(care.Mine) },
	care.KindMeasure:    func() any { return new(care.Measure) },
	care.KindRota:       func() any { return new(care.Rota) },
	care.KindBoard:      func() any { return new(care.Board) },
	care.KindTally:      func() any { return new(care.Tally) },
	care.KindSeenLink:   func() any { return new(care.SeenLink) },
	care.KindVisit:      func() any { return new(care.Visit) },
	care.KindPeers:      func() any { return new(care.Peers) },
	care.KindVolunteer:  func() any { return new(care.VolunteerWords) },
	care.KindVisits:     func() any { return new(care.Visits) },
	care.KindCompany:    func() any { return new(care.Company) },
}

func fixture(t testing.TB, kind care.Kind, version int) []byte {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("testdata", "records", fmt.Sprint("v", version), string(kind)+".json"))
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// eachRecord runs a test on every fixture of every version.
func eachRecord(t *testing.T, test func(t *testing.T, kind care.Kind, version int, body []byte)) {
	t.Helper()
	for kind, today := range care.Versions {
		if shapes[kind] == nil {
			t.Errorf("%s is a kind of record that this test does not know", kind)
			continue
		}
		for version := 1; version <= today; version++ {
			t.Run(fmt.Sprint(kind, " v", version), func(t *testing.T) { test(t, kind, version, fixture(t, kind, version)) })
		}
	}
}

// A record comes back from Redis into today's struct without any loss.
func TestEveryRecordEverWrittenStaysReadable(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		for kind, today := range care.Versions {
			for version := 1; version <= today; version++ {
				key := recordKey(kind, "x")
				sealed, err := a.sealer.seal(a.prefix+key, version, fixture(g, kind, version))
				if err != nil {
					g.Fatal(err)
				}
				if err := g.db.Set(a.ctx, a.prefix+key, append([]byte("7:"), sealed...), 0).Err(); err != nil {
					g.Fatal(err)
				}
				into := shapes[kind]()
				if found, err := a.Peek(a.ctx, kind, "x", into); !found || err != nil {
					g.Errorf("%s v%d: %v %v", kind, version, found, err)
					continue
				}
				back, err := json.Marshal(into)
				if err != nil {
					g.Fatal(err)
				}
				if version == today && !sameJSON(g, back, fixture(g, kind, version)) {
					g.Errorf("%s v%d was read and is written back as\n%s", kind, version, back)
				}
			}
		}
	})
}

// No record changes its form in silence: what was written is written back just
// so, and a name that is not understood is a loss.
func TestNoRecordChangesItsFormInSilence(t *testing.T) {
	eachRecord(t, func(t *testing.T, kind care.Kind, version int, body []byte) {
		if version != care.Versions[kind] {
			return
		}
		into := shapes[kind]()
		strict := json.NewDecoder(bytes.NewReader(body))
		strict.DisallowUnknownFields()
		if err := strict.Decode(into); err != nil {
			t.Fatalf("records of this form are in use and would lose something: %v. Raise care.Versions[%q] and keep the old form readable", err, kind)
		}
		back, err := json.Marshal(into)
		if err != nil || !sameJSON(t, back, body) {
			t.Errorf("read and written back it is\n%s\n%v. Raise care.Versions[%q] and keep the old form readable", back, err, kind)
		}
	})
}

// Every field stands in the fixture, so that nothing of a record can change
// without a line in its file.
func TestTheFixturesFillEveryField(t *testing.T) {
	eachRecord(t, func(t *testing.T, kind care.Kind, version int, body []byte) {
		if version != care.Versions[kind] {
			return
		}
		into := shapes[kind]()
		if err := json.Unmarshal(body, into); err != nil {
			t.Fatal(err)
		}
		filled := map[string]bool{}
		fill(reflect.ValueOf(into), "", filled)
		for field, ok := range filled {
			if !ok {
				t.Errorf("%s is not filled in testdata/records/v%d/%s.json", field, version, kind)
			}
		}
	})
}

// fill notes for every field below v whether it is filled anywhere.
func fill(v reflect.Value, at string, filled map[string]bool) {
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
	case v.Kind() == reflect.Pointer:
		fill(v.Elem(), at, filled)
	case v.Kind() == reflect.Slice:
		for i := range v.Len() {
			fill(v.Index(i), at, filled)
		}
	case v.Kind() == reflect.Map:
		for _, k := range v.MapKeys() {
			fill(v.MapIndex(k), at, filled)
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			name := strings.TrimPrefix(at+"."+v.Type().Field(i).Name, ".")
			filled[name] = filled[name] || !v.Field(i).IsZero()
			if !v.Field(i).IsZero() {
				fill(v.Field(i), name, filled)
			}
		}
	}
}

// A record that a newer program wrote is refused with a sentence; guessing
// would lose what this one does not know, at its next write.
func TestARecordOfANewerProgramIsRefused(t *testing.T) {
	onBoth(t, func(g *ground) {
		a := g.enter("a")
		key := recordKey(care.KindContact, "x")
		put := func(sealed []byte, err error) error {
			g.Helper()
			if err != nil {
				g.Fatal(err)
			}
			if err := g.db.Set(a.ctx, a.prefix+key, append([]byte("1:"), sealed...), 0).Err(); err != nil {
				g.Fatal(err)
			}
			var c care.Contact
			found, err := a.Peek(a.ctx, care.KindContact, "x", &c)
			if found || c.Name != "" {
				g.Errorf("read all the same: %+v", c)
			}
			return err
		}
		schema := put(a.sealer.seal(a.prefix+key, care.Versions[care.KindContact]+1, []byte(`{"n":"Maya"}`)))
		today := care.Versions[care.KindContact]
		if want := fmt.Sprintf("store: rec:contact:x has schema %d, this program knows %d", today+1, today); schema == nil || schema.Error() != want {
			g.Error(schema)
		}
		envelope := put(a.sealer.primitive.Encrypt([]byte("\x01\x01{}"), []byte(a.prefix+key)))
		if envelope == nil || !strings.Contains(envelope.Error(), "sealed by a newer version of this program") {
			g.Error(envelope)
		}
	})
}

// sameJSON compares what two texts mean, to the last digit.
func sameJSON(t testing.TB, a, b []byte) bool {
	t.Helper()
	var one, two any
	for text, into := range map[*[]byte]*any{&a: &one, &b: &two} {
		d := json.NewDecoder(bytes.NewReader(*text))
		d.UseNumber()
		if err := d.Decode(into); err != nil {
			t.Fatal(err)
		}
	}
	return reflect.DeepEqual(one, two)
}

package bot

import (
	"bytes"
	"fmt"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"polyphony/care"
	"polyphony/flows"
)

func friends(names ...string) (all []care.Friend) {
	for i, n := range names {
		all = append(all, care.Friend{ID: fmt.Sprint(i), Name: n, Ring: 1 + i%3, Of: "pat"})
	}
	return all
}

func crowded(n, ring int) (all []care.Friend) {
	for i := range n {
		all = append(all, care.Friend{ID: fmt.Sprint(i), Name: fmt.Sprintf("Somebody %d of them", i+1), Ring: ring, Of: "pat"})
	}
	return all
}

// company is what people may put on their map: few, many, long names, other
// scripts, and names made to break something.
func company() map[string]flows.Map {
	few := friends("Rose", "Tom from the allotment", "Mum")
	few[0].Near, few[1].Near, few[2].Near = "we talk on Sundays", "he waves, I wave back", "near, and far away since the move to Leeds"
	return map[string]flows.Map{
		"none": {}, "one": {Friends: friends("Rose")}, "few": {Friends: few}, "few-dark": {Friends: few, Dark: true},
		"many":    {Friends: friends("Rose", "Tom", "Mum", "Józef", "Wanda", "Ела", "Νίκος", "Christopher", "Uncle Bartholomew", "Mei", "Sam", "Ana", "Jo", "Li", "Bob", "Eve", "Kit", "Zoë", "Max", "Ida", "Noor", "Pia", "Uma", "Fay")},
		"nearest": {Friends: crowded(24, 1)}, "farthest": {Friends: crowded(24, 3), Dark: true},
		"long":    {Friends: friends(strings.Repeat("W", 40), strings.Repeat("i", 40), "The lady from the library who always asks", strings.Repeat("Ω", 40))},
		"scripts": {Friends: friends("میری بہن", "妈妈", "🐕", "Rózsa", "סבתא", "ਮਾਂ")},
		"hostile": {Friends: friends(`</svg><script>x</script>`, `"/><image href="file:///etc/passwd"/>`, "&amp;&#x41;", "a\u202Eb", "Z\u0351\u036b\u0343a\u0300\u0301\u0302\u0303\u0304lgo", "\x00\x07", `url(#a) <!ENTITY x "y">`)},
	}
}

// Protects the map of company: whatever somebody puts on it, it is a picture,
// in either look; with CHARTS set to a folder they are kept there to be looked at.
func TestAMapOfCompanyIsDrawn(t *testing.T) {
	for name, m := range company() {
		body, err := mapPicture(m)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		picture, err := png.Decode(bytes.NewReader(body))
		if err != nil || picture.Bounds().Dx() != int(mapSide) || len(body) > 200_000 {
			t.Errorf("%s: %v, %d bytes", name, err, len(body))
		}
		if dir := os.Getenv("CHARTS"); dir != "" {
			if err := os.WriteFile(filepath.Join(dir, "company-"+name+".png"), body, 0o600); err != nil {
				t.Error(err)
			}
		}
	}
}

// Protects against names that are markup: the SVG holds shapes, and not one
// letter that somebody typed.
func TestNamesAreShapesAndNeverMarkup(t *testing.T) {
	for name, m := range company() {
		svg := mapSVG(m)
		for _, f := range m.Friends {
			if len(f.Name) > 1 && strings.Contains(svg, f.Name) || strings.Contains(svg, "script") || strings.Contains(svg, "href") || strings.Contains(svg, "ENTITY") {
				t.Errorf("%s: %q stands in the SVG", name, f.Name)
			}
		}
	}
}

// Protects that everybody is found: each has a dot on the picture, with a number,
// and no name hides a dot or another name.
func TestEverybodyHasAPlaceAndNoNameHidesAnother(t *testing.T) {
	for name, m := range company() {
		l := laidOut(m.Friends)
		if len(l.people) != len(m.Friends) {
			t.Fatalf("%s: %d places for %d people", name, len(l.people), len(m.Friends))
		}
		named := 0
		for i, p := range l.people {
			if p.number != fmt.Sprint(i+1) || !(box{p.x - p.dot, p.y - p.dot, p.x + p.dot, p.y + p.dot}).inside() {
				t.Errorf("%s: %d stands at %v", name, i+1, p)
			}
			if p.label == "" {
				continue
			}
			named++
			for k, o := range l.people {
				if k != i && (o.label != "" && p.at.meets(o.at) || p.at.meets(box{o.x - o.dot, o.y - o.dot, o.x + o.dot, o.y + o.dot})) {
					t.Errorf("%s: the name of %d hides %d", name, i+1, k+1)
				}
			}
		}
		t.Logf("%s: %d of %d with a name", name, named, len(m.Friends))
	}
}

// Protects that what cannot be drawn as it is read is not drawn at all.
func TestOnlyNamesInLettersThatAreThereAreDrawn(t *testing.T) {
	for name, want := range map[string]bool{"Rózsa": true, "Zoe\u0308": true, "Ела": true, "Νίκος": true, "میری": false, "妈妈": false, "🐕": false, "a\u202Eb": false,
		"a\u0300\u0301\u0302": false, "\x00": false, "": false} {
		if sans.written(name) != want {
			t.Errorf("%q", name)
		}
	}
}

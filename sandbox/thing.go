package sandbox

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Thing is something to send that is not text.
type Thing struct {
	Kind      string   // one of Kinds
	Caption   string   // words under a voice message or photo; of a location: what is there, such as a street and number
	Latitude  *float64 // of a location, in degrees; nil: in London
	Longitude *float64
}

var thingShape = regexp.MustCompile(`^([a-z]+)(?: (-?\d{1,3}(?:\.\d+)?) (-?\d{1,3}(?:\.\d+)?))?(?: "([^"\n]*)")?$`)

// ParseThing reads what a script sends: voice, photo "our garden", location 51.5 -0.12 "Mill Lane 12".
func ParseThing(text string) (Thing, error) {
	m := thingShape.FindStringSubmatch(text)
	if m == nil {
		return Thing{}, refuse(`Something is sent like this: voice, photo "its caption", or location 51.5 -0.12 "Mill Lane 12".`)
	}
	t := Thing{Kind: m[1], Caption: m[4]}
	if m[2] != "" {
		lat, _ := strconv.ParseFloat(m[2], 64) // the shape lets nothing else through
		long, _ := strconv.ParseFloat(m[3], 64)
		t.Latitude, t.Longitude = &lat, &long
	}
	return t, t.check()
}

func (t Thing) check() error {
	switch {
	case !slices.Contains(Kinds, t.Kind):
		return refuse("One can send %s.", strings.Join(Kinds, ", "))
	case t.Caption != "" && (t.Kind == kindSticker || t.Kind == kindContact):
		return refuse("A sticker or a number has no words.")
	case units(t.Caption) > captionLimit || strings.ContainsAny(t.Caption, "\"\r\n"):
		return refuse("A caption has at most %d characters, on one line, without quotation marks.", captionLimit)
	case (t.Latitude == nil) != (t.Longitude == nil) || t.Latitude != nil && t.Kind != kindLocation:
		return refuse("A location has a latitude and a longitude, and nothing else has.")
	case t.Latitude != nil && (*t.Latitude < -90 || *t.Latitude > 90 || *t.Longitude < -180 || *t.Longitude > 180):
		return refuse("There is no such place on earth.")
	}
	return nil
}

// String is the thing as a script writes it.
func (t Thing) String() string {
	text := t.Kind
	if t.Latitude != nil {
		text += " " + degrees(*t.Latitude) + " " + degrees(*t.Longitude)
	}
	if t.Caption != "" {
		text += ` "` + t.Caption + `"`
	}
	return text
}

func degrees(d float64) string { return strconv.FormatFloat(d, 'f', -1, 64) }

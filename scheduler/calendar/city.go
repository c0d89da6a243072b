package calendar

import (
	"strings"
	"time"
	"unicode"
)

// areas are the first parts of IANA's names, those of our readers first: a city
// of two areas (there is none today) would mean the first.
var areas = []string{"Europe/", "Asia/", "Africa/", "America/", "Australia/", "Pacific/", "Atlantic/", "Indian/", ""}

// City finds the IANA zone of a city as people write it: "warsaw", "New York",
// "Europe/Warsaw". Only names of the tz database are known; ok is false for
// anything else, and for what is no place ("UTC", "Local").
func City(typed string) (zone string, ok bool) {
	name := strings.Join(strings.Fields(typed), "_")
	if name == "" || len(name) > 40 || strings.ContainsAny(name, ".\\") {
		return "", false
	}
	for _, spelling := range []string{name, titled(name)} {
		for _, area := range areas {
			if found := area + spelling; isPlace(found) {
				return found, true
			}
		}
	}
	return "", false
}

// isPlace reports whether the tz database has the zone, as a place on the map.
func isPlace(zone string) bool {
	if zone == "Local" || strings.HasPrefix(zone, "/") || strings.ToUpper(zone) == zone && !strings.Contains(zone, "/") {
		return false
	}
	area, _, _ := strings.Cut(zone, "/")
	if area == "Etc" || area == "US" || area == "posix" || area == "right" {
		return false
	}
	_, err := time.LoadLocation(zone)
	return err == nil
}

// titled writes each part of a name as IANA does: Port-au-Prince and
// Dar_es_Salaam keep what was typed small only where everybody types it so.
func titled(name string) string {
	small := map[string]bool{"au": true, "es": true, "of": true}
	var b strings.Builder
	word := ""
	flush := func() {
		if small[word] {
			b.WriteString(word)
		} else {
			for i, r := range word {
				if i == 0 {
					r = unicode.ToUpper(r)
				}
				b.WriteRune(r)
			}
		}
		word = ""
	}
	for _, r := range strings.ToLower(name) {
		if r == '_' || r == '-' || r == '/' {
			flush()
			b.WriteRune(r)
			continue
		}
		word += string(r)
	}
	flush()
	return b.String()
}

// CityOf is the part of an IANA zone's name that people know.
func CityOf(zone string) string {
	return strings.ReplaceAll(zone[strings.LastIndexByte(zone, '/')+1:], "_", " ")
}

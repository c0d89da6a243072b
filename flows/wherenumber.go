package flows

import (
	"regexp"
	"strings"
)

// Numbers of telephones in what people write: international ones everywhere,
// and those of the team's own country as they are dialled there. See
// docs/decisions/0026.

// dialling is how numbers are written inside a country.
type dialling struct {
	code     string // of the country
	trunk    string // dialled first inside it, left out from abroad
	min, max int    // digits, with the trunk prefix
}

// diallings are by ISO 3166, from the national numbering plans that the ITU
// lists (E.129).
var diallings = map[string]dialling{
	"GB": {"44", "0", 10, 11}, "IE": {"353", "0", 9, 10}, "PL": {"48", "", 9, 9}, "PK": {"92", "0", 10, 11}, "BD": {"880", "0", 10, 11},
	"RO": {"40", "0", 10, 10}, "TR": {"90", "0", 11, 11}, "FI": {"358", "0", 7, 12}, "LT": {"370", "0", 9, 9}, "IN": {"91", "0", 11, 11},
	"DE": {"49", "0", 10, 12}, "FR": {"33", "0", 10, 10}, "NL": {"31", "0", 10, 10}, "BE": {"32", "0", 9, 10}, "SE": {"46", "0", 8, 10},
	"NO": {"47", "", 8, 8}, "DK": {"45", "", 8, 8}, "ES": {"34", "", 9, 9}, "PT": {"351", "", 9, 9}, "AU": {"61", "0", 10, 10}, "NZ": {"64", "0", 9, 11},
	"US": {"1", "", 10, 10}, "CA": {"1", "", 10, 10},
}

// abroad is how many digits an international number has (E.164).
const (
	abroadMin = 8
	abroadMax = 15
)

var (
	numberShape = regexp.MustCompile(`(?:\+|\b)\(?\d[\d ().-]{5,24}\d`)
	dateShape   = regexp.MustCompile(`\b\d{1,4}[.-]\d{1,2}[.-]\d{1,4}\b`)
)

// numbersIn finds the numbers in a text, as they were written.
func numbersIn(text, country string) (found []string) {
	for _, candidate := range numberShape.FindAllString(westernDigits(text), -1) {
		if dialled(candidate, country) != "" && !dateShape.MatchString(candidate) {
			found = append(found, strings.TrimSpace(candidate))
		}
	}
	return found
}

// dialled is a number in the form that every telephone dials, "" when it is
// none: +447700900123.
func dialled(number, country string) string {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, strings.Replace(number, "(0)", "", 1))
	international := strings.HasPrefix(strings.TrimSpace(number), "+")
	if rest, found := strings.CutPrefix(digits, "00"); found && !international {
		digits, international = rest, true
	}
	if international {
		if len(digits) < abroadMin || len(digits) > abroadMax || digits[0] == '0' {
			return ""
		}
		return "+" + digits
	}
	d, known := diallings[country]
	rest, fits := strings.CutPrefix(digits, d.trunk)
	if !known || !fits || len(digits) < d.min || len(digits) > d.max {
		return ""
	}
	return "+" + d.code + rest
}

// zeros are the digits nought of scripts in which our users write.
const zeros = "٠۰०০੦૦０"

// westernDigits writes the digits of other scripts as 0 to 9.
func westernDigits(text string) string {
	return strings.Map(func(r rune) rune {
		for _, zero := range zeros {
			if r >= zero && r <= zero+9 {
				return '0' + r - zero
			}
		}
		return r
	}, text)
}

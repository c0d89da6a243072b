package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"polyphony/care"
	"polyphony/mydata"
	"polyphony/scheduler/calendar"
)

// sampleData is what somebody who has been here for a while takes away.
func sampleData() *mydata.Data {
	at := time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	came := true
	piece := func(text, kind string, days int) mydata.Piece {
		return mydata.Piece{At: at.AddDate(0, 0, days), Text: text, Kind: kind}
	}
	read := []mydata.Reader{{Name: "Amira", At: at.Add(26 * time.Hour)}, {Name: "Ben", At: at.Add(50 * time.Hour)}}
	team := mydata.Sharing{Team: true, With: []string{"Joseph"}, Sent: []string{"Joseph"}}
	return &mydata.Data{Format: mydata.Format, Version: mydata.Version, Made: at.AddDate(0, 1, 0),
		You: mydata.You{ID: "c7kq2mwxpd4r", Name: "Maya", Language: "en", Chat: 1001234567, Preferences: []mydata.Preferred{{Circle: "Maya", Sharing: mydata.Sharing{Team: true}}}},
		Circles: []mydata.Circle{{Called: "Maya", Role: "person", Began: at, People: []mydata.Someone{{Name: "Joseph", Role: "relative", Relation: "my uncle"}, {Name: "Amira", Role: "practitioner"}, {Name: "", Role: "volunteer"}},
			Named: []mydata.Named{{Name: "Nana", Relation: "my grandmother", How: "phone"}}}},
		Permissions:       []mydata.Permission{{Purpose: string(care.Reminders), Agreed: true, At: at, Wording: 1, Language: "en"}, {Purpose: string(care.Reading), At: at.AddDate(0, 0, 3), Wording: 1, Language: "en"}},
		PermissionHistory: []mydata.Permission{{Purpose: string(care.Reading), At: at.AddDate(0, 0, 3), Wording: 1, Language: "en"}, {Purpose: string(care.Reading), Agreed: true, At: at, Wording: 1, Language: "en"}},
		Meetings: []mydata.Meeting{{Circle: "Maya", Day: "2026-03-10", Clock: "14:30", Zone: "Europe/London", Minutes: 90, Place: "12 Riverside Walk, second floor", With: []string{"Amira", "Ben"}, Answer: "coming", Came: &came,
			Topics: []mydata.Topic{{Piece: piece("Moving house, and who helps.", "text", 2), Shown: true}}}},
		Agreements: []mydata.Agreement{{Circle: "Maya", Questions: []string{"What helped this week?"}, Days: []int{1, 4}, Clock: "18:00", Proposed: "Amira", Agreed: true, Silence: 5, Do: &mydata.Piece{At: at, Kind: "text", Text: "ring my uncle first"}}},
		Answers:    []mydata.Said{{Circle: "Maya", Questions: []string{"What helped this week?"}, Asked: at.AddDate(0, 0, 3), Words: []mydata.Piece{piece("My sister's visit.\nAnd sleeping late on Sunday.", "text", 3), piece("", "voice", 3)}, Sharing: team, Read: read}},
		Messages: []mydata.Said{{Circle: "Maya", Words: []mydata.Piece{piece("میں آج بہت تھک گئی ہوں", "text", 5), piece("https://example.org/a-very-long-address-that-has-no-place-to-break-it/"+fmt.Sprintf("%0120d", 7), "text", 5)}, Sharing: mydata.Sharing{Team: true}},
			{Circle: "Maya", Words: []mydata.Piece{piece("", "photo", 6)}, Sharing: mydata.Sharing{}, Read: read[:1]}},
		FromTeam: []mydata.Reply{{From: "Amira", Words: []mydata.Piece{piece("Thank you for telling us. See you on Tuesday.", "text", 5)}}},
		Measures: []mydata.Measure{{Name: "how I slept", Began: at, Values: []mydata.Value{{At: at, Value: 4}, {At: at.AddDate(0, 0, 1), Value: 7}}}},
		Requests: []mydata.Request{{Circle: "Maya", At: at, Due: at.AddDate(0, 0, 1), Offered: at.Add(5 * time.Hour), Shared: true}},
		Help:     []mydata.Help{{Circle: "Maya", Opened: at.AddDate(0, 0, 8), Signals: []string{"button"}, Words: []mydata.Piece{piece("I am at the station.", "text", 8)}, Told: []string{"Amira", "Ben"}, TakenBy: "Amira", Taken: at.AddDate(0, 0, 8), Closed: at.AddDate(0, 0, 9), Done: "spoke", Safe: true}},
		Trail:    []mydata.Act{{At: at, Who: "you", What: "joined"}, {At: at.Add(26 * time.Hour), Who: "Amira", What: "words.seen"}, {At: at, Who: "the machine", What: "plan.ended"}, {At: at, What: "something.new"}},
	}
}

// TestWhatIsHeldIsReadableOnAnyScreen opens the page of /mydata as its reader
// would: on a phone and a wide screen, in light and dark, in either direction of
// writing. It has headings in order, nothing sticks out, and words are readable.
func TestWhatIsHeldIsReadableOnAnyScreen(t *testing.T) {
	texts, err := loadTexts()
	if err != nil {
		t.Fatal(err)
	}
	browser := newBrowser(t)
	ctx, closeTab := chromedp.NewContext(browser)
	t.Cleanup(closeTab)
	p := &tab{t: t, ctx: ctx}
	p.do(chromedp.Do(ctx))
	for _, lang := range []string{"en", "pl", "ur"} {
		html, err := mydata.Page(sampleData(), texts, lang, calendar.Zone("Europe/London"))
		p.do(err)
		file := filepath.Join(t.TempDir(), "my-data.html")
		p.do(os.WriteFile(file, html, 0o600))
		for _, width := range []int64{360, 1000} {
			p.run(chromedp.EmulateViewport(width, 1600))
			p.run(chromedp.Navigate("file://" + file))
			for _, dark := range []bool{false, true} {
				p.light(dark)
				name := fmt.Sprintf("mydata-%s-%d-dark-%v", lang, width, dark)
				if out := look[int](p, `document.documentElement.scrollWidth - innerWidth`); out > 0 {
					t.Errorf("%s: %d pixels too wide", name, out)
				}
				for _, faint := range look[[]string](p, faintWords) {
					t.Errorf("%s: hard to read: %s", name, faint)
				}
				if os.Getenv("SCREENSHOTS") != "" {
					p.picture(name)
				}
			}
		}
		if got := look[string](p, `document.documentElement.lang`); got != lang {
			t.Errorf("the page in %s says that it is in %q", lang, got)
		}
		if jump := look[bool](p, `[...document.querySelectorAll('h1, h2, h3, h4')].some((h, i, all) => i && h.tagName[1] - all[i - 1].tagName[1] > 1)`); jump {
			t.Errorf("%s: a heading leaves a level out", lang)
		}
		if bare := look[int](p, `[...document.querySelectorAll('section, nav')].filter((s) => !document.getElementById(s.getAttribute('aria-labelledby'))?.textContent.trim()).length + (document.querySelectorAll('h1').length - 1)`); bare != 0 {
			t.Errorf("%s: %d parts have no heading", lang, bare)
		}
	}
}

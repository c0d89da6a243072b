package mydata

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"time"

	"polyphony/care"
	"polyphony/flows"
	"polyphony/locales"
)

// shelf is a source in memory: records through JSON, as a store keeps them.
type shelf struct {
	records map[string][]byte
	trails  map[string][]flows.Entry
}

func (s *shelf) put(t *testing.T, kind care.Kind, id string, rec any) {
	t.Helper()
	body, err := json.Marshal(rec)
	if err != nil {
		t.Fatal(err)
	}
	s.records[string(kind)+":"+id] = body
}

func (s *shelf) Read(kind care.Kind, id string, into any) (bool, error) {
	body, found := s.records[string(kind)+":"+id]
	if !found {
		return false, nil
	}
	return true, json.Unmarshal(body, into)
}

func (s *shelf) Fetch(care.Kind, []string) error { return nil }

func (s *shelf) Trail(subject string) ([]flows.Entry, error) { return s.trails[subject], nil }

var noon = time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)

func wordsOf(who, text string) care.Words {
	return care.Words{Author: who, Text: text, At: noon, Media: care.Media{Kind: care.Voice, File: "file " + text}}
}

// everyKind is a circle in which Maya and Joseph have written something of
// every kind; what is Maya's says so, and so does what is Joseph's.
func everyKind(t *testing.T) *shelf {
	s := &shelf{records: map[string][]byte{}, trails: map[string][]flows.Entry{
		"contact:maya": {{At: noon, Who: "amira", What: "words.seen", Detail: "maya-note"}, {At: noon, Who: "joseph", What: "joseph.did"}},
	}}
	s.put(t, care.KindContact, "amira", care.Contact{ID: "amira", Name: "Amira", Staff: "amira", Networks: []string{"n"}})
	s.put(t, care.KindNetwork, "n", care.Network{ID: "n", Centre: "maya", Called: "Maya", Members: []care.Member{
		{Contact: "maya", Role: care.Person}, {Contact: "joseph", Role: care.Relative, Relation: "maya says my uncle"}, {Contact: "amira", Role: care.Practitioner}},
		Meetings: []string{"m"}, Plans: []string{"maya-plan", "joseph-plan"}, Request: "r",
		Absent: []care.Absent{{ID: "a", Name: "maya named Nana", Relation: "maya grandmother", How: "maya by phone", By: "maya"}, {ID: "b", Name: "joseph named Bob", By: "joseph"}}})
	meeting := care.Meeting{ID: "m", Network: "n", Day: "2026-03-10", Clock: "14:30", Zone: "Europe/London", Invited: []string{"maya", "joseph"},
		Answers: map[string]care.Answer{"maya": care.Coming, "joseph": care.NotComing}, WhyBy: "joseph", Why: "joseph reason"}
	s.put(t, care.KindRequest, "r", care.Request{ID: "r", Network: "n", By: "maya", At: noon, Also: []care.Asker{{By: "joseph", At: noon.Add(time.Hour)}}})
	for _, who := range []string{"maya", "joseph"} {
		meeting.Topics = append(meeting.Topics, care.Topic{ID: who + "-topic", Words: wordsOf(who, who+" topic")})
		s.put(t, care.KindContact, who, care.Contact{ID: who, Name: strings.ToUpper(who[:1]) + who[1:], Networks: []string{"n"}, Measures: []string{who + "-measure"},
			Draft: &care.Draft{What: "topic", Text: who + " draft", Place: who + " place", Why: who + " why", Rest: who + " rest"}})
		question := care.Question{Text: who + " question", Own: true, By: who}
		s.put(t, care.KindPlan, who+"-plan", care.Plan{ID: who + "-plan", Network: "n", Member: who, Questions: []care.Question{question},
			Silence: &care.Silence{Days: 3, Do: wordsOf(who, who+" silence")}})
		s.put(t, care.KindCheckIn, who+"-checkin", care.CheckIn{ID: who + "-checkin", Plan: who + "-plan", Network: "n", Member: who, Question: who + " question",
			Words: []care.Words{wordsOf(who, who+" answer")}})
		s.put(t, care.KindNote, who+"-note", care.Note{ID: who + "-note", Network: "n", Author: who, Words: []care.Words{wordsOf(who, who+" note")}})
		s.put(t, care.KindNote, who+"-reply", care.Note{ID: who + "-reply", Network: "n", Author: "amira", To: who, Words: []care.Words{{Author: "amira", Text: "to " + who, At: noon}}})
		s.put(t, care.KindMeasure, who+"-measure", care.Measure{ID: who + "-measure", Member: who, Name: who + " measure", Points: []care.Point{{At: noon, Value: 7}}})
		s.put(t, care.KindAlert, who+"-alert", care.Alert{ID: who + "-alert", Sender: who, Network: "n", Words: []care.Words{wordsOf(who, who+" alert"), {Author: "joseph", Text: "joseph joined"}}})
		s.put(t, care.KindVisit, who+"-visit", care.Visit{ID: who + "-visit", Person: who, Own: wordsOf(who, who+" ducks"), Wish: wordsOf(who, who+" wish"), Address: wordsOf(who, who+" address")})
		s.put(t, care.KindVolunteer, who, care.VolunteerWords{Contact: who, About: wordsOf(who, who+" about"), Secret: wordsOf(who, who+" secret")})
		s.put(t, care.KindCompany, who, care.Company{Contact: who, People: []care.Friend{{ID: "f", Name: who + " friend", Near: who + " near", Of: who}}})
		s.put(t, care.KindMine, who, care.Mine{Contact: who, Pages: 1, Items: []care.Ref{{Kind: care.KindCheckIn, ID: who + "-checkin"}, {Kind: care.KindVisit, ID: who + "-visit"}, {Kind: care.KindVisit, ID: "joseph-visit"}, {Kind: care.KindAlert, ID: who + "-alert"}}})
		s.put(t, care.KindMine, who+".0", care.Mine{Contact: who, Items: []care.Ref{{Kind: care.KindNote, ID: who + "-note"}, {Kind: care.KindNote, ID: "joseph-note"}, {Kind: care.KindMeeting, ID: "m", Part: who + "-topic"}}})
	}
	s.put(t, care.KindMeeting, "m", meeting)
	s.put(t, care.KindMine, "amira", care.Mine{Contact: "amira", Items: []care.Ref{{Kind: care.KindNote, ID: "maya-reply"}, {Kind: care.KindNote, ID: "joseph-reply"}}})
	return s
}

// ownWords collects every string of a record that is sealed under its owner.
func ownWords(v reflect.Value, owner string, into map[string]bool) {
	if v.CanInterface() {
		if o, owned := v.Interface().(interface{ Owner() string }); owned && (v.Kind() != reflect.Pointer || !v.IsNil()) {
			owner = o.Owner()
		}
	}
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			ownWords(v.Elem(), owner, into)
		}
	case reflect.Slice:
		for i := range v.Len() {
			ownWords(v.Index(i), owner, into)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			f := v.Type().Field(i)
			if f.Tag.Get("own") == "words" && f.Type.Kind() == reflect.String && v.Field(i).String() != "" {
				into[owner+"\x00"+v.Field(i).String()] = true
			} else if f.IsExported() {
				ownWords(v.Field(i), owner, into)
			}
		}
	}
}

var shapes = map[care.Kind]func() any{
	care.KindContact: func() any { return &care.Contact{} }, care.KindNetwork: func() any { return &care.Network{} },
	care.KindMeeting: func() any { return &care.Meeting{} }, care.KindPlan: func() any { return &care.Plan{} },
	care.KindCheckIn: func() any { return &care.CheckIn{} }, care.KindNote: func() any { return &care.Note{} },
	care.KindVisit: func() any { return &care.Visit{} }, care.KindVolunteer: func() any { return &care.VolunteerWords{} }, care.KindCompany: func() any { return &care.Company{} },
	care.KindMeasure: func() any { return &care.Measure{} }, care.KindAlert: func() any { return &care.Alert{} },
}

// Rule 1 and I7: everything that is sealed as somebody's own is in what is sent
// to them, on the page and in the JSON; nothing that another wrote is.
func TestAllThatIsOnesOwnIsThereAndNothingOfAnybodyElse(t *testing.T) {
	s := everyKind(t)
	d, err := Gather(s, "maya", noon)
	if err != nil {
		t.Fatal(err)
	}
	body, err := JSON(d)
	if err != nil {
		t.Fatal(err)
	}
	texts, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	html, err := Page(d, texts, "en", time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]bool{}
	for key, raw := range s.records {
		kind, _, _ := strings.Cut(key, ":")
		if shape := shapes[care.Kind(kind)]; shape != nil {
			rec := shape()
			if err := json.Unmarshal(raw, rec); err != nil {
				t.Fatal(err)
			}
			ownWords(reflect.ValueOf(rec), "", all)
		}
	}
	found := 0
	for pair := range all {
		owner, words, _ := strings.Cut(pair, "\x00")
		if owner != "maya" {
			continue
		}
		found++
		if !strings.Contains(string(body), words) {
			t.Errorf("the JSON lacks %q", words)
		}
		if !strings.HasPrefix(words, "file ") && !strings.Contains(string(html), words) {
			t.Errorf("the page lacks %q", words)
		}
	}
	if found < 15 {
		t.Fatalf("only %d strings are Maya's: the test sees too little", found)
	}
	for _, words := range []string{"my uncle", "maya grandmother", "maya by phone", "to maya", "Amira"} {
		if !strings.Contains(string(body), words) || !strings.Contains(string(html), words) {
			t.Errorf("%q is missing", words)
		}
	}
	for _, doc := range []string{string(body), string(html)} {
		if strings.Contains(strings.ReplaceAll(doc, "joseph.did", ""), "joseph ") || strings.Contains(doc, "to joseph") {
			t.Error("something that Joseph wrote is in what is Maya's")
		}
	}
	if len(d.Answers[0].Words) != 1 || d.Messages[0].Read[0].Name != "Amira" {
		t.Errorf("who read it is not said: %+v", d.Messages)
	}
}

// Rule 1: the others' side holds nothing of Maya's, not even how much there is.
func TestWhatIsSentToARelativeHoldsNothingOfThePerson(t *testing.T) {
	d, err := Gather(everyKind(t), "joseph", noon)
	if err != nil {
		t.Fatal(err)
	}
	body, _ := JSON(d)
	for _, words := range []string{"maya ", "to maya", "grandmother"} {
		if strings.Contains(strings.ReplaceAll(string(body), "maya says", "says"), words) {
			t.Errorf("%q is in what is Joseph's", words)
		}
	}
	if _, err := Gather(everyKind(t), "nobody", noon); err != ErrUnknown {
		t.Errorf("nobody is known, and the error is %v", err)
	}
}

// Every language has every sentence of the page, and says how it is written.
func TestThePageStandsInEveryLanguage(t *testing.T) {
	texts, err := locales.Load()
	if err != nil {
		t.Fatal(err)
	}
	d, err := Gather(everyKind(t), "maya", noon)
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range texts.Languages() {
		html, err := Page(d, texts, lang, time.UTC)
		if err != nil {
			t.Errorf("%s: %v", lang, err)
		}
		if !strings.Contains(string(html), `<html lang="`+lang+`" dir="`+locales.Direction(lang)+`">`) {
			t.Errorf("%s: language or direction is missing", lang)
		}
		for _, outside := range []string{"<script", "http://", "https://", "src=", "url("} {
			if strings.Contains(string(html), outside) {
				t.Errorf("%s: the page holds %s", lang, outside)
			}
		}
	}
}

package flows

import (
	"strconv"

	"polyphony/care"
	"polyphony/locales"
)

// historyPage is how many answers one page of the history shows.
const historyPage = 8

// drawHistory lists every grant and withdrawal, newest first.
func (s *step) drawHistory(page int) Reason {
	all := s.me.History
	pages := max(1, (len(all)+historyPage-1)/historyPage)
	page = min(max(page, 0), pages-1)
	key := locales.PermissionHistoryTitle
	if len(all) == 0 {
		key = locales.PermissionHistoryNone
	}
	var lines []Line
	for i := page * historyPage; i < min(len(all), (page+1)*historyPage); i++ {
		lines = append(lines, s.historyLine(all[len(all)-1-i]))
	}
	s.say(Message{Lane: Reply, Key: key, Lines: lines, Buttons: historyButtons(page, pages),
		Edit: s.ev.Message, Caption: s.ev.Caption, Guard: Guard{Purpose: PurposeReply}})
	return "permission.history"
}

func (s *step) historyLine(c care.Consent) Line {
	key := locales.PermissionHistoryNo
	if c.Granted {
		key = locales.PermissionHistoryYes
	}
	return Line{Key: key, Args: Args{"When": when(c.At), "Purpose": keyed(purposeNames[c.Purpose]),
		"Version": text(strconv.Itoa(c.Wording)), "Language": text(s.Question(c.Language, locales.CommonLanguage))}}
}

func historyButtons(page, pages int) [][]Button {
	to := func(label locales.Key, n int) Button {
		return Button{Label: label, Data: data("set", "-", 0, "history."+strconv.Itoa(n))}
	}
	var turn []Button
	if page > 0 {
		turn = append(turn, to(locales.PermissionNewer, page-1))
	}
	if page+1 < pages {
		turn = append(turn, to(locales.PermissionOlder, page+1))
	}
	back := row(Button{Label: locales.PermissionBack, Data: data("set", "-", 0, "all")})
	if len(turn) == 0 {
		return [][]Button{back}
	}
	return [][]Button{turn, back}
}

package main

import "time"

// readDrill reads when the drill of each month begins.
func (d *teamDraft) readDrill(t *teamTable) {
	drill := t.sub("drill")
	if drill == nil {
		return
	}
	w := drill.need("at", `at = "11:00", when the drill of each month begins`)
	at, err := time.Parse("15:04", w.text)
	switch {
	case w.text == "":
	case err != nil || at.Format("15:04") != w.text:
		d.fault(w.line, `drill.at %s is not a time of day: write it like "11:00".`, quoted(w.text))
	case legible(d.team.Hours) && !inHours(d.team.Hours, at):
		d.fault(w.line, "drill.at %s lies outside the promised hours.", quoted(w.text))
	default:
		d.team.Drill = w.text
	}
	drill.end()
}

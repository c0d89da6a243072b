package flows

import (
	"polyphony/locales"
)

// settings is where everything that somebody can choose for themselves is found.
func settings(s *step, _ string) Reason {
	if s.me == nil {
		return s.stranger()
	}
	if s.me.Asked != "" {
		s.me.Asked = ""
		s.putContact(s.me)
	}
	s.show(locales.SettingsTitle, nil, s.settingsButtons()...)
	return "settings.shown"
}

func (s *step) settingsButtons() [][]Button {
	var rows [][]Button
	if s.me.Staff == "" {
		rows = append(rows, row(Button{Label: locales.SettingsPermissions, Data: data("set", "-", 0, "all")}))
	}
	rows = append(rows,
		row(Button{Label: locales.SettingsZone, Args: s.zoneArgs(s.zoneOf(s.me).String()), Data: data("zone", "-", 0, "")}),
		row(Button{Label: locales.ReminderButton, Data: data("remind", "-", 0, "")}))
	if len(s.Tongues) > 1 {
		rows[len(rows)-1] = append(rows[len(rows)-1], Button{Label: locales.SettingsLanguage, Data: data("lang", "-", 0, "")})
	}
	rows = append(rows, s.elsewhere()...)
	return append(rows, row(Button{Label: locales.SettingsStop, Data: data("back", "-", 0, "stop")}))
}

// elsewheres are commands that have a button in the settings, two in a row.
var elsewheres = []struct {
	command string
	label   locales.Key
}{
	{"checkins", locales.SettingsCheckins},
	{"mine", locales.SettingsMine},
	{"mydata", locales.SettingsMydata},
	{"forget", locales.SettingsForget},
}

func (s *step) elsewhere() (rows [][]Button) {
	for _, e := range elsewheres {
		if commands[e.command].do == nil {
			continue
		}
		b := Button{Label: e.label, Data: data("go", "-", 0, e.command)}
		if n := len(rows); n > 0 && len(rows[n-1]) == 1 {
			rows[n-1] = append(rows[n-1], b)
			continue
		}
		rows = append(rows, row(b))
	}
	return rows
}

// goTap does what the command on the button does.
func goTap(s *step, p press) Reason {
	for _, e := range elsewheres {
		if do := commands[e.command].do; e.command == p.arg && do != nil && s.me != nil {
			return do(s, "")
		}
	}
	return s.refused()
}

// languageTap offers the languages, or takes one.
func languageTap(s *step, p press) Reason {
	if s.me == nil {
		return s.refused()
	}
	for _, tongue := range s.Tongues {
		if p.arg == tongue {
			s.me.Language = tongue
			s.putContact(s.me)
			s.redraw(locales.SettingsTitle, nil, s.settingsButtons()...)
			return "language.chosen"
		}
	}
	var rows [][]Button
	for _, tongue := range s.Tongues {
		rows = append(rows, row(Button{Label: locales.ListName, Args: Args{"Name": text(s.Question(tongue, locales.CommonLanguage))}, Data: data("lang", "-", 0, tongue)}))
	}
	s.redraw(locales.SettingsChooseLanguage, nil, rows...)
	return "language.offered"
}

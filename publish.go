package main

import (
	"context"

	"polyphony/bot"
	"polyphony/locales"
)

// menu is what Telegram offers everybody who types a slash. It is decoration:
// the role is checked at every event, and /help names what is for the team.
var menu = []string{"help_now", "meeting", "ask", "visit", "topic", "checkins", "circle", "company", "mine", "measure", "mydata", "volunteer", "leave", "settings", "help", "stop", "forget", "oncall"}

var menuTexts = map[string]locales.Key{
	"help_now": locales.MenuHelpNow, "oncall": locales.MenuOncall, "meeting": locales.MenuMeeting, "topic": locales.MenuTopic, "circle": locales.MenuCircle, "leave": locales.MenuLeave,
	"mine": locales.MenuMine, "measure": locales.MenuMeasure, "ask": locales.MenuAsk, "checkins": locales.MenuCheckins,
	"visit": locales.VisitMenu, "volunteer": locales.VolunteerMenu, "company": locales.MenuCompany,
	"settings": locales.MenuSettings, "mydata": locales.MenuMydata, "forget": locales.MenuForget, "help": locales.MenuHelp, "stop": locales.MenuStop,
}

// publish tells Telegram the commands and descriptions in every language.
func (a *App) publish(ctx context.Context) {
	bot.NewPublisher(bot.PublisherOptions{
		Client: a.Client, Languages: a.Texts.Languages(), Default: locales.Default, Log: a.Log,
		Commands: func(lang string) (out []bot.Command) {
			for _, name := range menu {
				out = append(out, bot.Command{Name: name, Text: a.say(lang, menuTexts[name])})
			}
			return out
		},
		About: func(lang string) (long, short string) {
			return a.say(lang, locales.AboutLong), a.say(lang, locales.AboutShort)
		},
	}).Publish(ctx)
}

package main

import (
	"context"

	"polyphony/bot"
	"polyphony/locales"
)

// menu is what Telegram offers when somebody types a slash. It is decoration:
// the role is checked at every event.
var menu = map[string][]string{
	"":      {"help_now", "meeting", "ask", "topic", "checkins", "circle", "mine", "measure", "company", "mydata", "leave", "settings", "help", "stop", "forget", "oncall"},
	"staff": {"oncall", "today", "week", "circle", "meeting", "checkins", "inbox", "handover", "counts", "mine", "mydata", "leave", "settings", "help", "stop", "help_now"},
}

var menuTexts = map[string]locales.Key{
	"help_now": locales.MenuHelpNow, "oncall": locales.MenuOncall, "meeting": locales.MenuMeeting, "topic": locales.MenuTopic, "circle": locales.MenuCircle, "leave": locales.MenuLeave, "inbox": locales.MenuInbox,
	"mine": locales.MenuMine, "measure": locales.MenuMeasure, "company": locales.MenuCompany, "ask": locales.MenuAsk, "checkins": locales.MenuCheckins, "today": locales.MenuToday, "week": locales.MenuWeek,
	"handover": locales.MenuHandover, "counts": locales.MenuCounts,
	"settings": locales.MenuSettings, "mydata": locales.MenuMydata, "forget": locales.MenuForget, "help": locales.MenuHelp, "stop": locales.MenuStop,
}

// publish tells Telegram the commands and descriptions in every language.
func (a *App) publish(ctx context.Context) {
	bot.NewPublisher(bot.PublisherOptions{
		Client: a.Client, Languages: a.Texts.Languages(), Default: locales.Default, Log: a.Log,
		Commands: func(lang, role string) (out []bot.Command) {
			for _, name := range menu[role] {
				out = append(out, bot.Command{Name: name, Text: a.say(lang, menuTexts[name])})
			}
			return out
		},
		About: func(lang string) (long, short string) {
			return a.say(lang, locales.AboutLong), a.say(lang, locales.AboutShort)
		},
	}).Publish(ctx)
}

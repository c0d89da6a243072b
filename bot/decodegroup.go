package bot

import (
	"github.com/go-telegram/bot/models"

	"polyphony/flows"
)

// group turns whatever somebody did outside a private chat into its own kind,
// which no conversation mistakes for words said in private. Channels are of no
// use, nor is what Telegram itself writes about the chat.
func group(e *flows.Event, m fields) {
	chat := m.sub("chat")
	switch {
	case private(chat):
	case isChannel(chat):
		e.Kind = flows.KindUnknown
	case e.Kind != flows.KindUnknown:
		e.Kind = flows.KindGroup
		e.Answers = answeredBot(m)
	}
}

func isChannel(chat fields) bool {
	return models.ChatType(chat.text("type")) == models.ChatTypeChannel
}

// answeredBot is the username of the bot whose message this one answers.
func answeredBot(m fields) string {
	var bot bool
	from := m.sub("reply_to_message").sub("from")
	if !from.into("is_bot", &bot) || !bot {
		return ""
	}
	return from.text("username")
}

// news fills in what Telegram writes about a group and we must know: that it was
// made with the bot in it, and that it has another number from now on. The
// latter is said in the old group and once more in the new one.
func news(e *flows.Event, m fields) {
	if chat := m.sub("chat"); private(chat) || isChannel(chat) {
		return
	}
	to, from := m.number("migrate_to_chat_id"), m.number("migrate_from_chat_id")
	switch {
	case to != 0:
		e.Kind, e.NewChat = flows.KindMigrated, to
	case from != 0:
		e.Kind, e.Chat, e.NewChat = flows.KindMigrated, from, e.Chat
	case m.has("group_chat_created"), m.has("supergroup_chat_created"):
		e.Kind = flows.KindGroupIn
	}
}

// membership fills in that the bot was put into a group or taken out of it. What
// it may do there is no news.
func membership(e *flows.Event, c fields) {
	before, after := within(c.sub("old_chat_member")), within(c.sub("new_chat_member"))
	switch {
	case isChannel(c.sub("chat")) || before == after:
	case after:
		e.Kind, e.Super = flows.KindGroupIn, models.ChatType(c.sub("chat").text("type")) == models.ChatTypeSupergroup
	default:
		e.Kind = flows.KindGroupOut
	}
}

// within reports whether a member is in the chat.
func within(member fields) bool {
	switch models.ChatMemberType(member.text("status")) {
	case models.ChatMemberTypeOwner, models.ChatMemberTypeAdministrator, models.ChatMemberTypeMember:
		return true
	case models.ChatMemberTypeRestricted:
		var in bool
		return member.into("is_member", &in) && in
	}
	return false
}

package bot

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/go-telegram/bot/models"

	"polyphony/care"
)

// fileField is a field of a message that holds one file.
type fileField struct {
	field string
	kind  care.MediaKind
}

// files are the kinds of messages that hold one file, in the order in which
// they are looked for: an animation comes along as a document too.
var files = []fileField{
	{"voice", care.Voice},
	{"video_note", care.VideoNote},
	{"video", care.Video},
	{"animation", care.Video},
	{"live_photo", care.Video},
	{"sticker", care.Sticker},
	{"audio", care.File},
	{"document", care.File},
}

// service are messages that Telegram writes about the chat. Nobody said them.
var service = []string{
	"new_chat_members", "left_chat_member", "chat_owner_left", "chat_owner_changed", "new_chat_title",
	"new_chat_photo", "delete_chat_photo", "group_chat_created", "supergroup_chat_created",
	"channel_chat_created", "message_auto_delete_timer_changed", "migrate_to_chat_id",
	"migrate_from_chat_id", "pinned_message", "successful_payment", "refunded_payment",
	"connected_website", "write_access_allowed", "proximity_alert_triggered", "boost_added",
	"chat_background_set", "checklist_tasks_done", "checklist_tasks_added",
	"direct_message_price_changed", "forum_topic_created", "forum_topic_edited",
	"forum_topic_closed", "forum_topic_reopened", "general_forum_topic_hidden",
	"general_forum_topic_unhidden", "giveaway_created", "giveaway_completed", "managed_bot_created",
	"paid_message_price_changed", "poll_option_added", "poll_option_deleted",
	"suggested_post_approved", "suggested_post_approval_failed", "suggested_post_declined",
	"suggested_post_paid", "suggested_post_refunded", "video_chat_scheduled", "video_chat_started",
	"video_chat_ended", "video_chat_participants_invited",
}

// media finds what was sent instead of text; sent is false for messages that
// nobody sent. What Telegram may invent one day is something that somebody
// sent, so that it reaches people.
func media(m fields) (what care.Media, sent bool) {
	for _, f := range files {
		if m.has(f.field) {
			return care.Media{Kind: f.kind, File: m.sub(f.field).text("file_id")}, true
		}
	}
	switch {
	case m.has("photo"):
		return care.Media{Kind: care.Photo, File: largest(m)}, true
	case m.has("venue"):
		return care.Media{Kind: care.Location, File: position(m.sub("venue"))}, true
	case m.has("location"):
		return care.Media{Kind: care.Location, File: position(m)}, true
	case slices.ContainsFunc(service, m.has):
		return care.Media{}, false
	}
	return care.Media{Kind: care.Other}, true
}

// largest is the file id of the largest of a photo's sizes.
func largest(m fields) string {
	var sizes []models.PhotoSize
	if !m.into("photo", &sizes) || len(sizes) == 0 {
		return ""
	}
	return slices.MaxFunc(sizes, func(a, b models.PhotoSize) int {
		return a.Width*a.Height - b.Width*b.Height
	}).FileID
}

// position is a place as a geo URI (RFC 5870), since a place has no file id:
// "geo:51.507400,-0.127800".
func position(m fields) string {
	if at := point(m); at != nil {
		return fmt.Sprintf("geo:%.6f,%.6f", at.Lat, at.Long)
	}
	return ""
}

// spot is where a location or venue lies, nil for anything else.
func spot(m fields) *care.Spot {
	if m.has("venue") {
		return point(m.sub("venue"))
	}
	return point(m)
}

// point reads a location that lies on earth.
func point(m fields) *care.Spot {
	var at models.Location
	if !m.into("location", &at) || math.Abs(at.Latitude) > 90 || math.Abs(at.Longitude) > 180 {
		return nil
	}
	return &care.Spot{Lat: at.Latitude, Long: at.Longitude}
}

// number is the telephone number that somebody shares of themselves, "" for
// another's: whose that is, Telegram does not prove.
func number(m fields, from int64) string {
	c := m.sub("contact")
	digits := strings.TrimPrefix(c.text("phone_number"), "+")
	if c == nil || digits == "" || from == 0 || c.number("user_id") != from {
		return ""
	}
	return "+" + digits
}

// captioned reports whether the words of a message stand under something else.
func captioned(m fields) bool {
	return m.has("photo") || slices.ContainsFunc(files, func(f fileField) bool { return m.has(f.field) })
}

// venue is the name and address that came with a place.
func venue(m fields) string {
	v := m.sub("venue")
	return strings.Trim(v.text("title")+", "+v.text("address"), ", ")
}

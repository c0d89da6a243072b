package sandbox

// The Bot API's objects, as far as the sandbox fills them.

type wireUser struct {
	ID                      int64  `json:"id"`
	IsBot                   bool   `json:"is_bot"`
	FirstName               string `json:"first_name"`
	Username                string `json:"username,omitempty"`
	LanguageCode            string `json:"language_code,omitempty"`
	CanJoinGroups           *bool  `json:"can_join_groups,omitempty"`
	CanReadAllGroupMessages *bool  `json:"can_read_all_group_messages,omitempty"`
	SupportsInlineQueries   *bool  `json:"supports_inline_queries,omitempty"`
}

type wireChat struct {
	ID        int64  `json:"id"`
	Type      string `json:"type"`
	Title     string `json:"title,omitempty"`
	Username  string `json:"username,omitempty"`
	FirstName string `json:"first_name,omitempty"`
}

type wireMessage struct {
	MessageID           int           `json:"message_id"`
	From                *wireUser     `json:"from,omitempty"`
	Date                int64         `json:"date"`
	Chat                wireChat      `json:"chat"`
	ForwardOrigin       *wireOrigin   `json:"forward_origin,omitempty"`
	ReplyToMessage      *wireMessage  `json:"reply_to_message,omitempty"`
	EditDate            int64         `json:"edit_date,omitempty"`
	HasProtectedContent bool          `json:"has_protected_content,omitempty"`
	Text                string        `json:"text,omitempty"`
	Entities            []entity      `json:"entities,omitempty"`
	Caption             string        `json:"caption,omitempty"`
	CaptionEntities     []entity      `json:"caption_entities,omitempty"`
	Document            *wireDocument `json:"document,omitempty"`
	Photo               []wirePhoto   `json:"photo,omitempty"`
	Voice               *wireVoice    `json:"voice,omitempty"`
	Sticker             *wireSticker  `json:"sticker,omitempty"`
	Location            *wireLocation `json:"location,omitempty"`
	Venue               *wireVenue    `json:"venue,omitempty"`
	Contact             *wireContact  `json:"contact,omitempty"`
	GroupChatCreated    bool          `json:"group_chat_created,omitempty"`
	MigrateToChatID     int64         `json:"migrate_to_chat_id,omitempty"`
	MigrateFromChatID   int64         `json:"migrate_from_chat_id,omitempty"`
	ReplyMarkup         *wireMarkup   `json:"reply_markup,omitempty"`
}

type wireMarkup struct {
	InlineKeyboard [][]button `json:"inline_keyboard"`
}

type wireOrigin struct {
	Type       string    `json:"type"`
	Date       int64     `json:"date"`
	SenderUser *wireUser `json:"sender_user,omitempty"`
}

type wireFile struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	FileSize     int    `json:"file_size,omitempty"`
	FilePath     string `json:"file_path,omitempty"`
}

type wireDocument struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	FileName     string `json:"file_name,omitempty"`
	MimeType     string `json:"mime_type,omitempty"`
	FileSize     int    `json:"file_size,omitempty"`
}

type wirePhoto struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	Width        int    `json:"width"`
	Height       int    `json:"height"`
	FileSize     int    `json:"file_size,omitempty"`
}

type wireVoice struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	Duration     int    `json:"duration"`
	MimeType     string `json:"mime_type,omitempty"`
	FileSize     int    `json:"file_size,omitempty"`
}

type wireSticker struct {
	FileID       string `json:"file_id"`
	FileUniqueID string `json:"file_unique_id"`
	Type         string `json:"type"`
	Width        int    `json:"width"`
	Height       int    `json:"height"`
	IsAnimated   bool   `json:"is_animated"`
	IsVideo      bool   `json:"is_video"`
	Emoji        string `json:"emoji,omitempty"`
	FileSize     int    `json:"file_size,omitempty"`
}

type wireLocation struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
}

type wireContact struct {
	PhoneNumber string `json:"phone_number"`
	FirstName   string `json:"first_name"`
	UserID      int64  `json:"user_id"`
}

type wireVenue struct {
	Location wireLocation `json:"location"`
	Title    string       `json:"title"`
	Address  string       `json:"address"`
}

type wireCallback struct {
	ID           string       `json:"id"`
	From         wireUser     `json:"from"`
	Message      *wireMessage `json:"message,omitempty"`
	ChatInstance string       `json:"chat_instance"`
	Data         string       `json:"data,omitempty"`
}

type wireMember struct {
	Status    string   `json:"status"`
	User      wireUser `json:"user"`
	UntilDate *int64   `json:"until_date,omitempty"`
}

type wireMembership struct {
	Chat          wireChat   `json:"chat"`
	From          wireUser   `json:"from"`
	Date          int64      `json:"date"`
	OldChatMember wireMember `json:"old_chat_member"`
	NewChatMember wireMember `json:"new_chat_member"`
}

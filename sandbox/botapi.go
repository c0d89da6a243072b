package sandbox

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"strings"
)

// call is one request of the bot.
type call struct {
	params
	ctx    context.Context
	method string // in lower case
	bot    int64  // the number in the token
}

// method answers one call. It takes s.mu itself.
type method func(*Server, *call) (any, error)

var methods = map[string]method{
	"getme":                  (*Server).getMe,
	"getupdates":             (*Server).getUpdates,
	"setwebhook":             (*Server).setWebhook,
	"deletewebhook":          (*Server).deleteWebhook,
	"getwebhookinfo":         (*Server).getWebhookInfo,
	"sendmessage":            (*Server).sendMessage,
	"senddocument":           (*Server).sendDocument,
	"sendphoto":              (*Server).sendPhoto,
	"sendvoice":              (*Server).sendVoice,
	"sendsticker":            (*Server).sendSticker,
	"sendlocation":           (*Server).sendLocation,
	"sendvenue":              (*Server).sendVenue,
	"sendchataction":         (*Server).sendChatAction,
	"copymessage":            (*Server).copyMessage,
	"forwardmessage":         (*Server).forwardMessage,
	"editmessagetext":        (*Server).editMessageText,
	"editmessagecaption":     (*Server).editMessageCaption,
	"editmessagereplymarkup": (*Server).editMessageReplyMarkup,
	"deletemessage":          (*Server).deleteMessage,
	"deletemessages":         (*Server).deleteMessages,
	"setmessagereaction":     (*Server).setMessageReaction,
	"answercallbackquery":    (*Server).answerCallbackQuery,
	"setmycommands":          (*Server).setMyCommands,
	"getmycommands":          (*Server).getMyCommands,
	"deletemycommands":       (*Server).deleteMyCommands,
	"setmyname":              profileSetter("name"),
	"getmyname":              profileGetter("name"),
	"setmydescription":       profileSetter("description"),
	"getmydescription":       profileGetter("description"),
	"setmyshortdescription":  profileSetter("short_description"),
	"getmyshortdescription":  profileGetter("short_description"),
	"setchatmenubutton":      (*Server).setChatMenuButton,
	"getchatmenubutton":      (*Server).getChatMenuButton,
	"getchat":                (*Server).getChat,
	"getfile":                (*Server).getFile,
}

// serveBot answers /bot<token>/<method>.
func (s *Server) serveBot(w http.ResponseWriter, r *http.Request) {
	token, name, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/bot"), "/")
	bot, err := botNumber(token)
	if err != nil {
		answerError(w, err.(*apiError))
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		answerError(w, &apiError{Code: http.StatusMethodNotAllowed, Description: "Method Not Allowed"})
		return
	}
	if s.ctx.Err() != nil {
		answerError(w, &apiError{Code: http.StatusInternalServerError, Description: "Internal Server Error: restart"})
		return
	}
	p, err := readParams(w, r)
	if err != nil {
		answerError(w, err.(*apiError))
		return
	}
	c := &call{params: p, ctx: r.Context(), method: strings.ToLower(name), bot: bot}
	s.meet(bot)
	if f := s.takeFault(c); f != nil {
		s.failCall(w, c, f)
		return
	}
	s.answerCall(w, c)
}

// meet remembers the bot's number, for what happens between its calls.
func (s *Server) meet(bot int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.botID = bot
}

func (s *Server) answerCall(w http.ResponseWriter, c *call) {
	result, err := s.do(c)
	if err == nil {
		answerOK(w, result)
		return
	}
	refused := &apiError{Code: http.StatusInternalServerError, Description: "Internal Server Error"}
	errors.As(err, &refused)
	answerError(w, refused)
}

func (s *Server) do(c *call) (any, error) {
	m, ok := methods[c.method]
	if !ok {
		return nil, &apiError{Code: http.StatusNotFound, Description: "Not Found: method not found"}
	}
	return m(s, c)
}

// botNumber is the bot's own number, the digits before the colon of its token.
func botNumber(token string) (int64, error) {
	digits, rest, ok := strings.Cut(token, ":")
	id, err := strconv.ParseInt(digits, 10, 64)
	if !ok || rest == "" || err != nil || id <= 0 || id >= 1<<54 || digits[0] == '0' || digits[0] == '+' || len(token) > 80 {
		return 0, &apiError{Code: http.StatusUnauthorized, Description: "Unauthorized: invalid token specified"}
	}
	return id, nil
}

func (s *Server) getMe(c *call) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	me := s.wireBot(c.bot)
	yes, no := true, false
	me.CanJoinGroups, me.CanReadAllGroupMessages, me.SupportsInlineQueries = &yes, &no, &no
	return me, nil
}

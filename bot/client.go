package bot

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	telegram "github.com/go-telegram/bot"
)

// Client speaks to one bot's Bot API. It is safe for concurrent use.
type Client struct {
	api    *telegram.Bot
	http   *http.Client
	server string
	token  string
}

// NewClient makes a client for the bot with this token at a Bot API server
// ("https://api.telegram.org"). It makes no call yet. The HTTP client should
// have no timeout of its own: every call brings its deadline. Redirects are not
// followed, since they would carry people's words elsewhere.
func NewClient(token, server string, hc *http.Client) (*Client, error) {
	if strings.TrimSpace(token) == "" {
		return nil, errors.New("telegram: the token is empty")
	}
	at, err := url.Parse(server)
	if err != nil || at.Host == "" || (at.Scheme != "http" && at.Scheme != "https") {
		return nil, errors.New("telegram: the server is no http or https address")
	}
	var own http.Client
	if hc != nil {
		own = *hc
	}
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	c := &Client{http: &own, server: strings.TrimRight(server, "/"), token: token}
	c.api, err = telegram.New(token,
		telegram.WithSkipGetMe(),
		telegram.WithServerURL(c.server),
		telegram.WithHTTPClient(0, &courier{http: &own}),
		// The default handler prints errors, and those may hold people's words.
		telegram.WithErrorsHandler(func(error) {}),
		telegram.WithUpdatesChannelCap(0),
	)
	if err != nil {
		return nil, fmt.Errorf("telegram: client: %w", err)
	}
	return c, nil
}

func (c *Client) address(method string) string {
	return c.server + "/bot" + c.token + "/" + method
}

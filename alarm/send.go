package alarm

import (
	"errors"
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/nicholas-fedor/shoutrrr/pkg/router"
	"github.com/nicholas-fedor/shoutrrr/pkg/types"
)

// noWayOut are services of the library that reach nobody when Telegram is away.
var noWayOut = []string{"telegram", "logger"}

var services = (&router.ServiceRouter{}).ListServices()

// sound reports whether an address names a service that can reach somebody. It
// asks nobody: some services log in as soon as they are set up.
func sound(address string) bool {
	u, err := url.Parse(address)
	if err != nil || u.Host+u.Path == "" {
		return false
	}
	service, _, _ := strings.Cut(strings.ToLower(u.Scheme), "+")
	return slices.Contains(services, service) && !slices.Contains(noWayOut, service)
}

// send hands one text to the library and waits for as long as that takes. The
// service is made anew each time, since some change themselves while sending.
func send(address, text string) (reason Reason) {
	defer func() {
		if recover() != nil {
			reason = Failed
		}
	}()
	service, err := (&router.ServiceRouter{}).Locate(address)
	if err != nil {
		return Misset
	}
	if err := service.Send(text, &types.Params{}); err != nil {
		return reasonOf(err)
	}
	return Sent
}

// reasonOf reduces an error of the library to its name. Its services have error
// types of their own, most of them wrapped as plain text, so their words are
// looked at too. Unreachable is said only when no connection was made, since it is
// tried again and again; a connection that breaks may have carried the text.
func reasonOf(err error) Reason {
	var network net.Error
	var dial *net.OpError
	switch words := strings.ToLower(err.Error()); {
	case errors.As(err, &dial) && dial.Op == "dial", has(words, "connection refused", "no such host", "dial tcp", "network is unreachable", "no route to host"):
		return Unreachable
	case errors.As(err, &network) && network.Timeout(), has(words, "client.timeout", "deadline exceeded", "i/o timeout", "timed out"):
		return Timeout
	case has(words, "status", "server response"):
		return Refused
	}
	return Failed
}

func has(words string, any ...string) bool {
	return slices.ContainsFunc(any, func(s string) bool { return strings.Contains(words, s) })
}

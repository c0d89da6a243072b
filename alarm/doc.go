// Package alarm reaches staff by ways that are not Telegram: e-mail, push
// services, a webhook. It is told a fixed, short text and nothing of what
// anybody wrote, and says for each channel how that went, by name.
//
// Every address is a secret. What the library says about a failure may hold
// the address, so it never leaves this package: it is reduced to a Reason.
package alarm

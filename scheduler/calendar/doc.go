// Package calendar answers "when?": instants of wall-clock times, the next
// time of something recurring, quiet hours, shifts. It is pure: now is an
// argument everywhere, and every question is asked in a zone.
//
// A wall-clock time that a spring change skips moves forward by what was
// skipped; one that an autumn change brings twice means the first.
package calendar

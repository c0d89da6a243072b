// Package spoken reads a meeting from one line as people type it: "next friday
// 2.30pm for an hour at the team's place", "w piątek o 14:30 na 90 minut w
// domu", "منگل شام 5 بجے گھر پر". It is pure: the words of a language, now and
// the zone are arguments. Its readings are guesses, so they are always shown
// back for a yes.
//
// How it reads:
//
//   - Weekdays alone mean the next that lies ahead, today only while the time
//     is still to come. "next tuesday" is the Tuesday of the next calendar
//     week (Monday to Sunday), "tuesday week" a week after the coming one.
//   - Dates are day, month, year in every language. Without a year the nearest
//     is meant: a date of the last 60 days is in the past (a slip), any other
//     lies ahead.
//   - An hour from 1 to 7 without a leading zero is in the afternoon (2 is
//     14:00, 2:30 is 14:30), unless the line says morning or am; 8 to 12 stay as
//     they are. "02:30" means what it says.
//   - A bare number is a time when nothing in the line is a better one, and
//     stands beside the day or by itself.
//   - 15.03 is a date when the line has a time elsewhere or no day, and a time
//     when it has a day and no time. 5/7 is a date only when there is no other
//     day, since flats are written so.
//   - What means nothing else is the place, in the writer's own spelling.
package spoken

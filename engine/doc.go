// Package engine is the step: claim an item, decide, commit. It is the one
// page that everybody should read.
//
// It knows neither Redis nor Telegram nor any conversation: it is handed a
// store, a decoder and a decide function. Whatever happens to the process
// between two lines of step, either the whole decision has landed or none of
// it, and the item is handled again (I1).
package engine

// Package mydata writes down everything that is held about one person, for that
// person: as a page to read and as JSON for other machines (rule 1).
//
// [Gather] reads records as they stand now and keeps what is the person's own:
// what they wrote, what they chose, what was done with it, and what the team
// answered them. What others wrote is theirs: neither its text nor its number
// is here.
package mydata

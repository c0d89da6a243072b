package main

// CLI is the whole command line.
type CLI struct {
	Serve   ServeCmd   `cmd:"" help:"Run the companion."`
	Sandbox SandboxCmd `cmd:"" help:"Try it on this machine: a Telegram of our own with a chat page and a clock that can be pushed. Nothing is kept."`
	Doctor  DoctorCmd  `cmd:"" help:"Look at everything that serve needs, and say what is wrong."`
	Invite  InviteCmd  `cmd:"" help:"Make a single-use link for somebody."`
	Team    TeamCmd    `cmd:"" help:"Check or apply the team file."`
	Parked  ParkedCmd  `cmd:"" help:"Updates that could not be handled and were put aside."`
	Urgency UrgencyCmd `cmd:"" help:"Read texts for signs of danger: one JSON object a line from standard input, one a line to standard output."`
	Export  ExportCmd  `cmd:"" help:"Write out everything that is held about one person, as JSON."`
	Access  AccessCmd  `cmd:"" help:"Say who of the staff saw what of one person, and when; never what is in it."`
	Backup  BackupCmd  `cmd:"" help:"Make an encrypted backup of everything, while the companion runs."`
	Restore RestoreCmd `cmd:"" help:"Put a backup into an empty data directory."`
	Version VersionCmd `cmd:"" help:"Say which version this is."`
}

// ServeCmd runs the companion.
type ServeCmd struct{ Config }

// SandboxCmd runs the companion together with a stand-in for Telegram.
type SandboxCmd struct {
	Listen   string `env:"SANDBOX_LISTEN" default:"127.0.0.1:8090" placeholder:"ADDRESS" help:"Where the chat page and the stand-in's Bot API are served. Keep it on this machine: it asks nobody who they are."`
	Open     bool   `help:"Open the chat page in a browser."`
	NoApp    bool   `help:"Serve the stand-in alone: another process is the companion."`
	Story    string `placeholder:"NAME" help:"Begin with a story that has already been told so far. Empty: a team that nobody has written to."`
	TeamFile string `env:"TEAM_FILE" placeholder:"FILE" help:"The team file. Empty: the example team."`
	LogLevel Level  `env:"LOG_LEVEL" default:"warn" placeholder:"LEVEL" help:"debug, info, warn or error."`
}

// DoctorCmd looks at everything that serve needs.
type DoctorCmd struct {
	Config
	NewKey    bool `xor:"key" help:"Print a fresh MASTER_KEY and stop."`
	RotateKey bool `xor:"key" help:"Take the next step of changing the key: print the next MASTER_KEY and say what to do with it. docs/operations/keys.md is the whole way. Exit code 3: not yet."`
	Reseal    bool `xor:"key" help:"Seal everything anew that an older key of MASTER_KEY sealed, while the companion runs. Can be stopped and begun again."`
	CheckKey  bool `xor:"key" help:"Read a MASTER_KEY from standard input, as from the safe, and say whether it opens what MASTER_KEY does. Shows fingerprints only."`
}

// InviteCmd makes a single-use link, bound to a role.
type InviteCmd struct {
	Config
	As      string `required:"" enum:"person,relative,practitioner,coordinator,volunteer" placeholder:"ROLE" help:"${enum}."`
	Staff   string `placeholder:"ID" help:"Whose link it is, as in the team file. For practitioners, coordinators and volunteers."`
	Network string `placeholder:"ID" help:"The circle to join. For a person without one, a new circle begins."`
	Name    string `placeholder:"NAME" help:"First name of whom it is meant for."`
}

// TeamCmd checks or applies the team file.
type TeamCmd struct {
	Check  TeamCheckCmd  `cmd:"" help:"Say everything that is wrong with a team file. Needs nothing but the file."`
	Apply  TeamApplyCmd  `cmd:"" help:"Check the team file, show what would change, and make it so."`
	Revoke TeamRevokeCmd `cmd:"" help:"End somebody's part in the team at once: no cards, no inbox, nothing that they hold."`
}

// TeamCheckCmd says what is wrong with a team file.
type TeamCheckCmd struct {
	File string `arg:"" optional:"" env:"TEAM_FILE" default:"team.toml" help:"The team file."`
}

// TeamApplyCmd makes a team file the one that holds.
type TeamApplyCmd struct {
	Config
	File string `arg:"" optional:"" help:"The team file. Empty: TEAM_FILE."`
	Yes  bool   `short:"y" help:"Apply without asking."`
}

// ParkedCmd is about updates that could not be handled.
type ParkedCmd struct {
	List   ParkedListCmd   `cmd:"" help:"List them: id, when, reason; never what is in them."`
	Replay ParkedReplayCmd `cmd:"" help:"Hand them to the companion once more."`
}

// ParkedListCmd lists parked updates.
type ParkedListCmd struct{ Config }

// ParkedReplayCmd puts parked updates back at the end of their queues.
type ParkedReplayCmd struct {
	Config
	ID  []string `arg:"" optional:"" help:"Ids as listed."`
	All bool     `help:"All of them."`
}

// UrgencyCmd reads texts for signs of danger.
type UrgencyCmd struct {
	UrgencyFile string `env:"URGENCY_FILE" placeholder:"FILE" help:"Phrases of danger of the team's own, in addition to ours."`
	Explain     bool   `help:"Say for people what was seen, phrase by phrase and weight by weight. A line that is no JSON object is read as a text."`
	Table       bool   `help:"Measure: each line has a label too (urgent, soon, ordinary), perhaps a category. A table, what was missed, and the speed."`
}

// ExportCmd writes out everything that is held about one person.
type ExportCmd struct {
	Config
	Contact string `arg:"" help:"The person's contact id."`
	Out     string `short:"o" default:"-" placeholder:"FILE" help:"Where to write it. -: standard output."`
}

// VersionCmd says which version this is.
type VersionCmd struct {
	Licences bool `help:"Say whose work it holds, and under which terms." env:"LICENCES"`
}

package main

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/alecthomas/kong"
)

// parse reads a command line with nothing in the environment but env.
func parse(t *testing.T, env map[string]string, args ...string) CLI {
	t.Helper()
	cli, err := tryParse(t, env, args...)
	if err != nil {
		t.Fatal(err)
	}
	return cli
}

func tryParse(t *testing.T, env map[string]string, args ...string) (CLI, error) {
	t.Helper()
	var cli CLI
	parser, err := NewParser(&cli)
	if err != nil {
		t.Fatal(err)
	}
	for _, flag := range allFlags(parser.Model.Node) {
		for _, name := range flag.Envs {
			unset(t, name)
		}
	}
	for key, value := range env {
		t.Setenv(key, value)
	}
	_, err = parser.Parse(args)
	return cli, err
}

// unset takes a variable away until the test ends.
func unset(t *testing.T, key string) {
	t.Setenv(key, "")
	if err := os.Unsetenv(key); err != nil {
		t.Fatal(err)
	}
}

func allFlags(n *kong.Node) []*kong.Flag {
	flags := slices.Clone(n.Flags)
	for _, child := range n.Children {
		flags = append(flags, allFlags(child)...)
	}
	return flags
}

func TestEveryFlagIsAnEnvironmentVariableToo(t *testing.T) {
	parser, err := NewParser(&CLI{})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, flag := range allFlags(parser.Model.Node) {
		if len(flag.Envs) == 0 && flag.Name != "help" {
			t.Errorf("--%s has no environment variable", flag.Name)
		}
		for _, name := range flag.Envs {
			seen[name] = true
		}
	}
	for _, name := range []string{"TELEGRAM_TOKEN", "TELEGRAM_API_URL", "REDIS_URL", "PUBLIC_URL", "WEBHOOK_SECRET", "LISTEN", "MASTER_KEY",
		"TEAM_FILE", "URGENCY_FILE", "DEPLOYMENT", "DATA_DIR", "REPLICA", "PACE_OVERALL", "PACE_CHAT", "ACCEPT_DURABILITY", "REDIS_REPLICAS", "LOG_LEVEL", "BOT_NAME", "WORKERS", "POLL"} {
		if !seen[name] {
			t.Errorf("%s sets nothing", name)
		}
	}
}

func TestSettingsThatNobodyTouchedAreTheDocumentedOnes(t *testing.T) {
	c := parse(t, nil, "serve").Serve.Config
	if c.Listen != ":8080" || c.Deployment != "polyphony" || c.TelegramAPIURL != telegramAPI || c.TeamFile != "team.toml" || c.DataDir != "data" {
		t.Errorf("%+v", c)
	}
	if c.PaceOverall.Value != 30 || c.PaceChat.Value != 1 || c.Workers.Value != 16 || c.Poll.Value != 250*time.Millisecond || c.LogLevel.Value != 0 {
		t.Errorf("%+v", c)
	}
	hostname, _ := os.Hostname()
	if c.Replica != hostname {
		t.Errorf("replica %q, want the host's name", c.Replica)
	}
	if faults := c.Faults(); len(faults) > 0 {
		t.Errorf("faults without any setting: %q", faults)
	}
}

func TestAReplicaIsNamedAfterItsMachine(t *testing.T) {
	if c := parse(t, map[string]string{"FLY_MACHINE_ID": "e784079b449483"}, "serve").Serve; c.Replica != "e784079b449483" {
		t.Errorf("replica %q", c.Replica)
	}
	both := map[string]string{"FLY_MACHINE_ID": "e784079b449483", "REPLICA": "blue"}
	if c := parse(t, both, "serve").Serve; c.Replica != "blue" {
		t.Errorf("replica %q", c.Replica)
	}
}

func TestAFlagWinsOverItsEnvironmentVariable(t *testing.T) {
	if c := parse(t, map[string]string{"LISTEN": ":1"}, "serve", "--listen", ":2").Serve; c.Listen != ":2" {
		t.Errorf("listen %q", c.Listen)
	}
}

var soundEnv = map[string]string{
	"TELEGRAM_TOKEN": canaryToken, "MASTER_KEY": canaryKeyset, "REDIS_URL": "rediss://user:pass@redis.internal:6379/0",
	"PUBLIC_URL": "https://companion.example.org", "WEBHOOK_SECRET": canaryWebhook, "ACCEPT_DURABILITY": "everysec",
}

func TestSoundSettingsHaveNoFaults(t *testing.T) {
	c := parse(t, soundEnv, "serve").Serve
	if faults := c.Faults(NeedTelegram, NeedStore, NeedTeam); len(faults) > 0 {
		t.Errorf("%q", faults)
	}
}

func TestAllMissingSettingsAreNamedAtOnce(t *testing.T) {
	c := parse(t, map[string]string{"TEAM_FILE": "", "DATA_DIR": ""}, "serve").Serve
	got := strings.Join(c.Faults(NeedTelegram, NeedStore, NeedTeam), "\n")
	for _, name := range []string{"TELEGRAM_TOKEN", "MASTER_KEY", "TEAM_FILE", "DATA_DIR"} {
		if !strings.Contains(got, name+" is not set") {
			t.Errorf("%s is not missed in:\n%s", name, got)
		}
	}
}

func TestAllWrongSettingsAreNamedAtOnceAndNoSecretWithThem(t *testing.T) {
	wrong := map[string]string{
		"TELEGRAM_TOKEN": "canary of a token", "TELEGRAM_API_URL": telegramAPI, "BOT_NAME": "@polyphony", "REDIS_URL": "redis://u:canary@host:port:x",
		"PUBLIC_URL": "http://companion.example.org", "WEBHOOK_SECRET": "canary", "LISTEN": "8080", "DEPLOYMENT": "Two {words}", "REDIS_MEMORY": "lots", "REPLICA": "",
		"ACCEPT_DURABILITY": "none", "REDIS_REPLICAS": "some", "PACE_OVERALL": "NaN", "PACE_CHAT": "fast", "WORKERS": "0", "POLL": "1h", "LOG_LEVEL": "loud",
	}
	got := parse(t, wrong, "serve").Serve.Faults()
	for name := range wrong {
		if name == "TELEGRAM_API_URL" {
			continue
		}
		if !slices.ContainsFunc(got, func(f string) bool { return strings.HasPrefix(f, name+" ") }) {
			t.Errorf("%s is not named", name)
		}
	}
	if all := strings.Join(got, "\n"); strings.Contains(all, "canary") {
		t.Errorf("a secret is shown:\n%s", all)
	}
	if len(got) != len(wrong)-1 {
		t.Errorf("%d faults for %d wrong settings: %q", len(got), len(wrong)-1, got)
	}
}

func TestWebhookAndItsSecretComeTogether(t *testing.T) {
	for _, env := range []map[string]string{{"PUBLIC_URL": "https://companion.example.org"}, {"WEBHOOK_SECRET": canaryWebhook}} {
		if got := parse(t, env, "serve").Serve.Faults(); len(got) != 1 {
			t.Errorf("%v: %q", env, got)
		}
	}
}

func TestAStandInForTelegramIsHeldToLess(t *testing.T) {
	c := parse(t, map[string]string{"TELEGRAM_API_URL": "http://127.0.0.1:8090", "TELEGRAM_TOKEN": "sandbox",
		"PUBLIC_URL": "http://127.0.0.1:8080", "WEBHOOK_SECRET": canaryWebhook}, "serve").Serve
	if got := c.Faults(NeedTelegram); len(got) > 0 {
		t.Errorf("%q", got)
	}
}

func TestEveryKindOfRedisAddressIsUnderstood(t *testing.T) {
	for address, ok := range map[string]bool{
		"redis://localhost:6379": true, "rediss://u:p@host:6380/1": true, "unix:///var/run/redis.sock": true,
		"redis://a:26379?master_name=main&addr=b:26379": true, "redis://a:6379?addr=b:6379&addr=c:6379": true,
		"localhost:6379": false, "http://localhost": false, "redis://a?no_such_option=1": false, "redis://%zz": false,
	} {
		connect, err := redisFrom(Secret(address))
		if (err == nil) != ok {
			t.Errorf("%s: %v", address, err)
		}
		if ok {
			if err := connect().Close(); err != nil {
				t.Errorf("%s: closing: %v", address, err)
			}
		}
	}
}

// Where one Redis may take over for another, a replica must have heard before
// anything leaves the house (I1), unless an operator accepts otherwise.
func TestAReplicaMustHaveHeardWhereOneMayTakeOver(t *testing.T) {
	for _, c := range []struct {
		address, replicas string
		want              int
	}{
		{"redis://a:6379", "", 0}, {"", "", 0}, {"redis://a:6379", "2", 2},
		{"redis://a:26379?master_name=main", "", 1}, {"redis://a:6379?addr=b:6379", "", 1},
		{"redis://a:26379?master_name=main", "0", 0}, {"redis://a:26379?master_name=main", "6", -1}, {"redis://a:6379", "-1", -1},
	} {
		env := map[string]string{"REDIS_URL": c.address, "REDIS_REPLICAS": c.replicas}
		if got := parse(t, env, "serve").Serve.heard(); got != c.want {
			t.Errorf("%s with %q: %d, want %d", c.address, c.replicas, got, c.want)
		}
	}
}

func TestASecretNeverPrintsItself(t *testing.T) {
	for _, verb := range []string{"%s", "%v", "%+v", "%#v", "%q", "%x", "%X", "%d", "%T %v"} {
		args := []any{Secret("canary-secret"), Secret("canary-secret")}
		out := fmt.Sprintf(verb, args[:strings.Count(verb, "%")]...) + fmt.Sprintf(verb, []any{canaryConfig, &canaryConfig}[:strings.Count(verb, "%")]...)
		for _, leak := range []string{"canary-secret", fmt.Sprintf("%x", "canary-secret"), fmt.Sprintf("%X", "canary-secret"), canaryToken, canaryWebhook} {
			if strings.Contains(out, leak) {
				t.Errorf("%s: %s", verb, out)
			}
		}
	}
	out, err := json.Marshal(canaryConfig)
	if err != nil || strings.Contains(string(out), canaryToken) || strings.Contains(string(out), "canary") {
		t.Errorf("JSON: %s, %v", out, err)
	}
	if got := Secret("canary-secret").Reveal(); got != "canary-secret" {
		t.Errorf("revealed %q", got)
	}
}

func TestHelpNamesEverySubcommandAndNoSecret(t *testing.T) {
	for key, value := range soundEnv {
		t.Setenv(key, value)
	}
	var out strings.Builder
	for _, args := range [][]string{{"--help"}, {"serve", "--help"}} {
		parser, err := NewParser(&CLI{}, kong.Writers(&out, &out), kong.Exit(func(int) {}))
		if err != nil {
			t.Fatal(err)
		}
		_, _ = parser.Parse(args) // help ends the program, which here goes on
	}
	for _, command := range []string{"serve", "sandbox", "doctor", "invite", "team check", "team apply", "parked list", "parked replay", "urgency", "export", "version"} {
		if !strings.Contains(out.String(), "\n  "+command) {
			t.Errorf("%s is not in the help", command)
		}
	}
	if strings.Contains(out.String(), canaryToken) || strings.Contains(out.String(), canaryWebhook) || strings.Contains(out.String(), "CANARYKEY") {
		t.Error("a secret is in the help")
	}
}

func TestAnInvitationSaysWhatItLacks(t *testing.T) {
	for line, want := range map[string]string{
		"--as relative":                           "--network",
		"--as relative --network n1":              "",
		"--as relative --network n1 --staff ben":  "--staff",
		"--as person":                             "--name",
		"--as person --name Sam":                  "",
		"--as practitioner":                       "--staff",
		"--as coordinator --staff dora":           "",
		"--as practitioner --staff b --network n": "--network",
		"--as volunteer --staff rose":             "",
	} {
		got := strings.Join(parse(t, soundEnv, append([]string{"invite"}, strings.Fields(line)...)...).Invite.Faults(), "\n")
		if (want == "") != (got == "") || !strings.HasPrefix(got, want) {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
	if _, err := tryParse(t, soundEnv, "invite", "--as", "clinician"); err == nil {
		t.Error("a role that is none was taken")
	}
}

func TestAReplayNamesWhatItReplays(t *testing.T) {
	for line, ok := range map[string]bool{"": false, "u:1 u:2": true, "--all": true, "--all u:1": false} {
		got := parse(t, soundEnv, append([]string{"parked", "replay"}, strings.Fields(line)...)...).Parked.Replay.Faults()
		if (len(got) == 0) != ok {
			t.Errorf("%q: %q", line, got)
		}
	}
}

func TestTheSandboxStaysOnThisMachineUnlessTold(t *testing.T) {
	c := parse(t, map[string]string{"LISTEN": ":8080"}, "sandbox", "--open").Sandbox
	if c.Listen != "127.0.0.1:8090" || !c.Open || len(c.Faults()) > 0 {
		t.Errorf("%+v %q", c, c.Faults())
	}
	wrong := parse(t, map[string]string{"SANDBOX_LISTEN": "here", "LOG_LEVEL": "loud"}, "sandbox").Sandbox
	if got := wrong.Faults(); len(got) != 2 {
		t.Errorf("%q", got)
	}
}

func TestATeamFileIsCheckedWithoutAnySetting(t *testing.T) {
	if c := parse(t, nil, "team", "check", "other.toml").Team.Check; c.File != "other.toml" {
		t.Errorf("%+v", c)
	}
	if c := parse(t, map[string]string{"TEAM_FILE": "mine.toml"}, "team", "check").Team.Check; c.File != "mine.toml" {
		t.Errorf("%+v", c)
	}
	if c := parse(t, map[string]string{"TEAM_FILE": "mine.toml"}, "team", "apply", "-y").Team.Apply; c.TeamFile != "mine.toml" || !c.Yes {
		t.Errorf("%+v", c)
	}
}

package main

import (
	"context"
	_ "embed"
	"fmt"
	"strings"
	"time"

	"polyphony/care"
	"polyphony/sandbox"
)

//go:embed team.example.toml
var exampleTeam []byte

// castScript is how the cast of the sandbox came together: a conversation like
// any other, played before the page opens.
//
//go:embed testdata/cast.txt
var castScript string

// castPeople are there when the sandbox opens. Staff bear the names of the
// example team.
var castPeople = []sandbox.Person{
	{Name: "Maya", Username: "maya_person", Language: "en"},
	{Name: "Joseph", Username: "joseph_relative", Language: "en"},
	{Name: "Amira", Username: "amira_practitioner", Language: "en"},
	{Name: "Ben", Username: "ben_practitioner", Language: "en"},
	{Name: "Dora", Username: "dora_coordinator", Language: "en"},
	{Name: "Sam", Username: "sam_volunteer", Language: "en"},
}

// castStart is when the story begins: a Monday morning at nine.
var castStart = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// gather applies the team, lets the staff of the cast join, and plays how the
// circle came together.
func gather(ctx context.Context, app *App, server *sandbox.Server, team care.Team, play sandbox.Player) error {
	if err := app.ApplyTeam(ctx, team); err != nil {
		return err
	}
	for _, name := range []string{"amira", "ben", "dora"} {
		member, ok := team.StaffByID(name)
		if !ok {
			return fmt.Errorf("the team file has no %s", name)
		}
		link, err := app.Invite(ctx, care.Invitation{Role: member.Role, Staff: member.ID, Name: member.Name})
		if err != nil {
			return err
		}
		if err := play.Settle(ctx); err != nil { // the link works once its event has been handled
			return err
		}
		person, _ := server.Named(member.Name)
		if _, err := server.Opens(ctx, person.ID, link); err != nil {
			return err
		}
	}
	script, err := sandbox.ParseScript(strings.NewReader(castScript))
	if err != nil {
		return fmt.Errorf("cast: %w", err)
	}
	_, err = script.Play(ctx, &play)
	return err
}

// Why a message was sent, in words. The companion names its reasons by what the message says, as in "reminder.today".

const REASONS = [
  ['help.lines', 'Crisis lines: they go out at once to whoever asks for help, before anything else.'],
  ['help.still_nobody', 'Nobody has taken it yet, and whoever asked is told so.'],
  ['help.seen', 'Somebody has taken it, and whoever asked is told who.'],
  ['help.closed', 'Somebody has finished it, and whoever asked is told who.'],
  ['help.told', 'Whoever asked for help is told who knows of it.'],
  ['help.', 'About a call for help.'],
  ['card.', 'A card for whoever is on call. It changes where it stands.'],
  ['meeting.planned', 'A meeting was planned, and everybody invited is told once.'],
  ['meeting.moved', 'The meeting has moved, and everybody invited is told once.'],
  ['meeting.cancelled', 'The meeting was cancelled, and everybody invited is told once.'],
  ['meeting.thanks', 'The answer to a tap.'],
  ['meeting.', 'The meeting as it now stands, with everybody’s answers.'],
  ['reminder.', 'A reminder of a meeting, as the team or its reader chose, never at night.'],
  ['topic.', 'What somebody would like to talk about. Only they see this.'],
  ['check.proposal', 'A check-in was suggested. Nothing starts before a yes.'],
  ['check.ask', 'The check-in that was agreed.'],
  ['check.', 'About a check-in.'],
  ['inbox.new', 'Somebody wrote something for the team. It comes without a sound.'],
  ['inbox.', 'What somebody wrote, for the team.'],
  ['note.', 'What was written goes to the team, and its author is told when people read it.'],
  ['plan.', 'A meeting that is being planned. Only the planner sees it.'],
  ['change.', 'Something about a meeting has changed, and everybody invited is told once.'],
  ['series.', 'About a meeting that comes back.'],
  ['request.', 'Somebody asked for a meeting, and the team must offer one within 24 hours.'],
  ['offer.', 'About offering a meeting.'],
  ['first.', 'The first meeting of a new circle, which should be within 24 hours.'],
  ['after.', 'A meeting is over.'],
  ['agenda.', 'What the team asked to see: its meetings, and who has not answered.'],
  ['group.', 'About the circle’s own group. There it says day and time, and nothing else.'],
  ['telling.', 'Somebody without Telegram is told by a person, who promised it.'],
  ['closing.', 'About a circle that closes.'],
  ['zone.', 'About the time where somebody is.'],
  ['circle.', 'About who belongs to the circle.'],
  ['consent.', 'About what was agreed to.'],
  ['invite.', 'A link that invites one person, once.'],
  ['member.', 'About somebody’s place in the circle.'],
  ['leave.', 'About leaving a circle.'],
  ['which.', 'Somebody with several circles says which one is meant.'],
  ['join.', 'About joining.'],
];

/** A reason in words; one that is not known here stays as it is named. */
export const reasonWords = (why) => REASONS.find(([start]) => why.startsWith(start))?.[1] || why.replaceAll(/[._]/g, ' ');

/** A tap that was answered with nothing to read: no news to anybody. */
export const isSilent = (entry) => entry.why === 'tap.answered';

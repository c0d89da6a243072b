// Does a step of the story, and recognises one that somebody did by hand.

import { act } from './acts.js';

const PATIENCE_MS = 6000;
const LOOK_MS = 200;
const FIRST = 'Do the steps before this one first.';
const LINK = /https:\/\/(?:t|telegram)\.me\/[^\s<>"']+/g;

/** Does step.do as step.who. Rejects with a sentence when the page has nothing to do it with. */
export async function perform(step, world) {
  const what = step.do || {};
  if (what.advance || what.to || what.next) return world.clock.go(what);
  const phone = world.phones.of(step.who);
  if (!phone) throw new Error(`Nobody called ${step.who} is here yet. ${FIRST}`);
  world.phones.reveal(phone);
  if (what.says) return run(phone, 'says', { text: what.says });
  if (what.sends) return run(phone, 'sends', { kind: what.sends });
  if (what.taps) return run(phone, 'taps', await patiently(() => tapOf(phone, what.taps), `“${what.taps}” is not on this phone. ${FIRST}`));
  if (what.opens) return run(phone, 'opens', { link: await patiently(() => linkOf(what.opens, world), `There is no link to open yet. ${FIRST}`) });
  if (what.blocks !== undefined) return phone.block(true);
  if (what.unblocks !== undefined) return phone.block(false);
  throw new Error('This step is one to do by hand.');
}

async function run(phone, verb, body) {
  // What is tapped should be in sight, and so should what becomes of it.
  if (verb === 'taps') phone.log.known.get(body.message_id)?.node.scrollIntoView({ block: 'nearest' });
  phone.log.beginTurn();
  try {
    const answer = await act(phone.person, verb, body);
    phone.seen(true);
    phone.refresh();
    if (verb === 'taps') phone.answered(answer);
  } catch (problem) {
    problem.shown = true;
    throw problem;
  }
}

/** Looks again for a while: what is needed may still be on its way. */
async function patiently(find, sorry) {
  for (let waited = 0; ; waited += LOOK_MS) {
    const found = find();
    if (found) return found;
    if (waited >= PATIENCE_MS) throw new Error(sorry);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}

function tapOf(phone, wanted) {
  const text = typeof wanted === 'string' ? wanted : wanted.button;
  const same = (key) => key.text === text || key.data === text || plain(key.text) === plain(text);
  const message = phone.log.messages.findLast((one) => one.buttons?.flat().some(same));
  const key = message?.buttons.flat().find(same);
  if (key) return { message_id: message.message_id, button: key.data || key.text };
  const quick = phone.keys.texts().find((known) => same({ text: known }));
  return quick && { message_id: 0, button: quick };
}

const plain = (text) => String(text).replace(/[^\p{L}\p{N}]+/gu, ' ').trim().toLowerCase();

/** The link itself, or the newest one in the chat of whoever is named. */
function linkOf(wanted, world) {
  if (/^https?:/.test(wanted)) return wanted;
  const named = world.phones.of(wanted);
  for (const phone of named ? [named] : world.phones.all.values()) {
    for (const message of [...phone.log.messages].reverse()) {
      const found = linksIn(message).at(-1);
      if (found) return found;
    }
  }
  return null;
}

function linksIn(message) {
  const fromButtons = (message.buttons || []).flat().map((key) => key.url).filter(Boolean).join(' ');
  return `${message.html || message.text || ''} ${fromButtons}`.replaceAll('&amp;', '&').match(LINK) || [];
}

/** Whether what was done is what the step asks for. */
export function matches(step, done, world) {
  const what = step.do || {};
  if (done.verb === 'clock') return Boolean(what.advance || what.to || what.next);
  if (world.phones.of(step.who)?.person.id !== done.person.id) return false;
  if (done.verb === 'says' && what.says) return what.says === done.body.text;
  // A key of the reply keyboard is a message, whichever way it was pressed.
  if (done.verb === 'says' && what.taps) return plain(what.taps) === plain(done.body.text);
  if (done.verb === 'taps' && what.taps) return what.taps === done.body.button || plain(what.taps) === plain(done.label);
  return Boolean(what[done.verb]) && (done.verb !== 'sends' || what.sends === done.body.kind);
}

// One message as it looks in a chat: bubble, attachment, time, and the buttons under it.

import { el, uid, hidden } from './dom.js';
import { safeNodes } from './safehtml.js';
import { attachment } from './attachment.js';
import { inlineKeys } from './inlinekeys.js';
import { clockTime, fullMoment, moment } from './when.js';
import { languageOf } from './words.js';

/**
 * Builds a message. `acts` holds what its parts do: tap(message, button), command(text), open(link), file(document); in a
 * `group` everybody sees who said it.
 * `opened` names spoilers that were open before an edit.
 */
export function bubble(message, person, acts, opened) {
  const author = message.me ? person.name : message.from === 'bot' ? 'Polyphony' : message.from;
  const who = el('span', { class: acts.group ? 'author' : 'sr', dir: 'auto', id: uid('who') }, acts.group ? author : `${author}: `);
  const words = wordsOf(message, person, acts, opened);
  const box = el('div', { class: 'bubble' }, who, attachment(message, acts), words);
  const keys = message.buttons?.length ? inlineKeys(message, acts, person.language) : null;
  return el('div', {
    class: `msg ${message.me ? 'mine' : 'theirs'}${keys ? ' keyed' : ''}`,
    role: 'article',
    tabindex: '-1',
    test: 'message',
    data: { message: message.message_id },
    'aria-labelledby': `${who.id} ${words.id}`,
  }, box, keys);
}

function wordsOf(message, person, acts, opened) {
  const language = languageOf(message.text || '', person.language);
  const context = { language, reader: person.language, opened, links: message.me ? null : { command: acts.command, open: acts.open } };
  const body = safeNodes(message.html || '', context);
  return el('div', { class: 'words', id: uid('words'), dir: 'auto', lang: language }, quoteOf(message), body, metaOf(message));
}

function quoteOf(message) {
  const quoted = message.reply_to?.text;
  return quoted ? el('blockquote', { class: 'quoted' }, quoted) : null;
}

function metaOf(message) {
  const at = moment(message.date);
  const marks = [];
  if (message.reaction) marks.push(message.reaction);
  if (message.edited) marks.push('edited');
  if (message.silent) marks.push('no sound');
  if (message.protected) marks.push('no forwarding');
  const time = at && el('time', { datetime: at.toISOString(), title: fullMoment(at) }, clockTime(at));
  return el('span', { class: 'meta', dir: 'ltr', lang: 'en-GB' }, hidden(' '), marks.length ? `${marks.join(', ')}, ` : '', time);
}

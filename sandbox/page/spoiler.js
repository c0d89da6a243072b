// Words that stay covered until the reader uncovers them.

import { el, button, uid } from './dom.js';

/** From this many letters on there is room on the cover to say what it is. */
const ROOMY = 26;

/** A covered piece of a message. It stays open across redraws when its words are in `context.opened`. */
export function spoiler(words, context) {
  const inside = el('span', { class: 'spoiler-words', id: uid('spoiler'), dir: 'auto' }, words);
  const cover = el('span', { class: 'spoiler-cover' }, el('span', {}, 'Show hidden words'));
  const roomy = inside.textContent.length > ROOMY ? ' roomy' : '';
  const box = button('', { class: `spoiler${roomy}`, test: 'spoiler', 'aria-controls': inside.id }, cover, inside);
  box.addEventListener('click', () => uncover(box, box.getAttribute('aria-expanded') !== 'true'));
  uncover(box, Boolean(context.opened?.has(inside.textContent)));
  return box;
}

function uncover(box, open) {
  const [cover, inside] = box.children;
  box.setAttribute('aria-expanded', String(open));
  cover.hidden = open;
  inside.setAttribute('aria-hidden', String(!open));
}

/** The texts of the spoilers that are open in a message, so that an edit does not cover them again. */
export function openSpoilers(message) {
  const open = message.querySelectorAll('.spoiler[aria-expanded="true"] .spoiler-words');
  return new Set([...open].map((node) => node.textContent));
}

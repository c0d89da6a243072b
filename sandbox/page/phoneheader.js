// The head of a phone: face, name, what they are in the story, language, and a menu.

import { el, button } from './dom.js';
import { menuFor } from './menu.js';
import { initials, languageName, roleOf } from './words.js';

export function phoneHeader(phone, titleID) {
  const { person } = phone;
  const more = button('More', { class: 'plain', test: 'phone-menu', 'aria-label': `More for ${person.name}` });
  const header = el('header', { class: 'phone-head' },
    el('div', { class: 'facing' }, el('span', { class: 'face', 'aria-hidden': 'true' }, initials(person.name)), phone.badge),
    el('div', { class: 'whose' },
      el('h2', { id: titleID, dir: 'auto' }, person.name),
      el('p', {}, `${roleOf(person)}, ${languageName(person.language)}`)),
    more);
  menuFor(more, header, () => items(phone), `More for ${person.name}`);
  return header;
}

function items(phone) {
  return [
    { label: 'Open an invitation link', test: 'open-link', act: () => phone.world.pasteLink(phone) },
    phone.blocked
      ? { label: 'Unblock Polyphony', test: 'menu-unblock', act: () => phone.block(false) }
      : { label: 'Block Polyphony', test: 'menu-block', act: () => phone.block(true) },
    { label: 'Put this phone away', test: 'put-away', act: () => phone.world.putAway(phone) },
  ];
}

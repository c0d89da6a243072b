// The keyboard of whole sentences above the composer, as the newest message that brought one left it.

import { el, button } from './dom.js';
import { withDiscs } from './discs.js';
import { languageOf } from './words.js';

export class ReplyKeys {
  constructor(person, press) {
    this.person = person;
    this.press = press; // press(text, gives): gives is what the key sends instead of its text
    this.gives = {};
    this.sign = '';
    this.el = el('div', { class: 'replykeys', role: 'group', 'aria-label': `Quick answers for ${person.name}`, test: 'reply-keyboard', hidden: true });
  }

  update(messages) {
    const at = messages.findLastIndex((message) => message.keyboard !== null && message.keyboard !== undefined);
    const brought = messages[at];
    const used = brought?.keyboard_one_time && messages.slice(at).some((message) => message.me);
    const rows = used ? [] : brought?.keyboard || [];
    this.gives = brought?.keyboard_gives || {};
    const sign = JSON.stringify([rows, this.gives]);
    if (sign === this.sign) return;
    this.sign = sign;
    this.el.hidden = !rows.length;
    this.el.replaceChildren(...rows.map((row) => el('div', { class: 'keys-row' }, row.map((key) => this.key(key)))));
  }

  /** What the keys say, in order. */
  texts() {
    return [...this.el.querySelectorAll('button')].map((node) => node.textContent);
  }

  key(text) {
    return button(withDiscs(text), { class: 'replykey', test: 'reply-button', dir: 'auto', lang: languageOf(text, this.person.language), on: { click: () => this.press(text, this.gives[text]) } });
  }
}

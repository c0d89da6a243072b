// A group as everybody in it sees it. It can be read, not written in: people act on their own phones.

import { el, hidden, uid } from './dom.js';
import { get } from './api.js';
import { notice } from './toast.js';
import { Phone } from './phone.js';
import { initials } from './words.js';

export class GroupPhone extends Phone {
  /** `group` as the API gives it; `names` are its members'. `world` as for a phone. */
  constructor(group, face, names, world) {
    super({ id: group.id, name: group.name, language: 'en', group, names }, face, world);
  }

  build() {
    const title = uid('group');
    this.badge = el('span', { class: 'badge', hidden: true });
    this.typing = el('div', { hidden: true });
    this.blank = el('div', { class: 'blank' }, el('p', {}, 'Nothing has been said here yet.'));
    this.who = el('p', {});
    this.header = el('header', { class: 'phone-head' },
      el('div', { class: 'facing' }, el('span', { class: 'face', 'aria-hidden': 'true' }, initials(this.person.name)), this.badge),
      el('div', { class: 'whose' }, el('h2', { id: title, dir: 'auto' }, this.person.name), this.who));
    this.el = el('section', { class: `phone group face-${this.face}`, test: `group-${this.person.id}`, 'aria-labelledby': title },
      this.header,
      el('div', { class: 'log-place' }, this.log.el, this.blank, this.log.pill, this.toasts.el),
      el('p', { class: 'group-note' }, 'A group, as everybody in it sees it. Here it can only be read.'));
    this.log.el.setAttribute('aria-label', `What is said in ${this.person.name}`);
    this.knows(this.person);
  }

  /** What is opened from here is opened by somebody; nothing else can be done. */
  messageActs() {
    const { url, copy, open, file, reached } = super.messageActs();
    const nothing = () => {};
    return { url, copy, open, file, reached, tap: nothing, select: nothing, group: true };
  }

  /** Takes over who is in the group now. */
  knows(person) {
    this.person = person;
    const members = [...person.names, ...(person.group.bot ? ['Polyphony'] : [])];
    this.who.replaceChildren(hidden('Group of '), members.join(', '));
    this.who.title = members.join(', ');
  }

  async load() {
    try {
      this.show(await get(`/api/groups/${this.person.id}/chat`));
    } catch (problem) {
      notice(problem);
    }
  }

  show(messages) {
    const theirs = this.log.update(messages);
    this.blank.hidden = messages.length > 0;
    if (theirs.length) this.arrived(theirs);
  }

  /** There is nothing to write in, so one enters at the newest message. */
  enter() {
    this.log.roving.active?.focus({ preventScroll: true });
  }
}

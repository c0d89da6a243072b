// All the phones: who is there, which one is chosen on a narrow screen, and links opened across them.

import { get } from './api.js';
import { act } from './acts.js';
import { narrow, still, coalesce } from './dom.js';
import { Phone } from './phone.js';
import { GroupPhone } from './groupphone.js';
import { Switcher } from './switcher.js';
import { askLink, openAs } from './openas.js';
import { notice } from './toast.js';

const FACES = 8;

export class Phones {
  constructor(place, switcherPlace) {
    this.place = place;
    this.all = new Map();
    this.groups = new Map();
    this.chosen = null;
    this.switcher = new Switcher(switcherPlace, (phone) => this.reveal(phone, true));
    narrow.addEventListener('change', () => this.layOut());
    this.sight = new IntersectionObserver((entries) => this.sighted(entries), { root: place, threshold: 0.6 });
    this.refresh = coalesce(() => this.load());
  }

  /** Everybody's phone, and after them the groups. */
  each() {
    return [...this.all.values(), ...this.groups.values()];
  }

  people() {
    return [...this.all.values()].map((phone) => phone.person);
  }

  /** The phone of that person, by id, username or name. */
  of(who) {
    const key = String(who ?? '').toLowerCase();
    return [...this.all.values()].findLast(({ person }) => [String(person.id), person.username, person.name].some((name) => name?.toLowerCase() === key))
      || [...this.all.values()].find(({ person }) => key && person.name.toLowerCase().split(' ')[0] === key);
  }

  async load() {
    try {
      const people = await get('/api/people');
      const present = new Map(people.map((person) => [person.id, person.name]));
      for (const [id, phone] of this.all) if (present.get(id) !== phone.person.name) this.drop(id, phone);
      for (const person of people) this.all.get(person.id)?.knows(person);
      await Promise.all(people.filter((person) => !this.all.has(person.id)).map((person) => this.add(person)));
      await this.loadGroups(present);
    } catch (problem) {
      notice(problem);
    }
    this.layOut();
  }

  async loadGroups(names) {
    const groups = await get('/api/groups');
    const present = new Set(groups.map((group) => group.id));
    for (const [id, phone] of this.groups) if (!present.has(id)) this.drop(id, phone, this.groups);
    await Promise.all(groups.map((group) => {
      const known = this.groups.get(group.id);
      const members = group.members.map((id) => names.get(id));
      if (known) return known.knows({ ...known.person, group, names: members });
      return this.show(new GroupPhone(group, this.groups.size % FACES, members, this.world()), this.groups);
    }));
  }

  add(person) {
    return this.show(new Phone(person, this.all.size % FACES, this.world()), this.all);
  }

  /** What a phone can ask of the page. */
  world() {
    return {
      openLink: (link) => this.openLink(link),
      pasteLink: (of) => this.pasteLink(of),
      putAway: (of) => this.putAway(of),
      unreadChanged: () => this.switcher.update(narrow.matches ? this.chosen : null),
    };
  }

  show(phone, among) {
    among.set(phone.person.id, phone);
    this.chosen ??= phone;
    phone.el.hidden = narrow.matches && phone !== this.chosen; // a small screen never shows them squeezed side by side
    this.place.append(phone.el);
    this.switcher.add(phone);
    this.sight.observe(phone.el);
    return phone.refresh();
  }

  sighted(entries) {
    for (const { target, isIntersecting } of entries) {
      const phone = this.each().find((one) => one.el === target);
      if (phone) this.switcher.inView(phone, isIntersecting);
    }
  }

  drop(id, phone, among = this.all) {
    this.sight.unobserve(phone.el);
    phone.el.remove();
    this.switcher.remove(phone);
    among.delete(id);
    if (this.chosen === phone) this.chosen = null;
  }

  refreshAll() {
    return Promise.all(this.each().map((phone) => phone.refresh()));
  }

  /** Time is pushed: what comes now answers nothing that was done before, and words that pass by have passed. */
  turnsEnd() {
    for (const phone of this.each()) phone.turnEnds();
  }

  layOut() {
    const phones = this.each();
    if (!this.chosen || this.chosen.away) this.chosen = phones.find((phone) => !phone.away) || phones[0] || null;
    for (const phone of phones) {
      phone.attention.selected = narrow.matches && phone === this.chosen;
      phone.el.hidden = narrow.matches ? phone !== this.chosen : phone.away === true;
      if (!phone.el.hidden && phone.log.place.low) phone.log.place.sink();
    }
    if (narrow.matches && this.chosen?.unread) this.chosen.log.showNew();
    if (narrow.matches) this.chosen?.seen();
    this.switcher.update(narrow.matches ? this.chosen : null);
  }

  /** Brings a phone into view; `enter` also puts the cursor into its composer, on screens with a real keyboard. */
  reveal(phone, enter = false) {
    if (!phone) return;
    phone.away = false;
    this.chosen = phone;
    this.layOut();
    if (narrow.matches) return;
    phone.el.scrollIntoView({ behavior: still() ? 'auto' : 'smooth', block: 'nearest', inline: 'center' });
    if (enter) phone.enter();
  }

  putAway(phone) {
    phone.away = true;
    this.layOut();
    this.switcher.tabs.get(phone).tab.focus();
  }

  async openLink(link) {
    const person = await openAs(link, this.people());
    if (person) await this.openFor(person, link);
  }

  async pasteLink(phone) {
    const link = await askLink(phone.person);
    if (link) await this.openFor(phone.person, link);
  }

  async openFor(person, link) {
    if (!this.all.has(person.id)) await this.refresh();
    try {
      await act(person, 'opens', { link });
    } catch {
      return;
    }
    const phone = this.all.get(person.id);
    phone?.refresh();
    this.reveal(phone, true);
  }
}

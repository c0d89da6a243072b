// All the phones: who is there, which one is chosen on a narrow screen, and links opened across them.

import { get } from './api.js';
import { act } from './acts.js';
import { narrow, still, coalesce } from './dom.js';
import { Phone } from './phone.js';
import { Switcher } from './switcher.js';
import { askLink, openAs } from './openas.js';
import { notice } from './toast.js';

const FACES = 8;

export class Phones {
  constructor(place, switcherPlace) {
    this.place = place;
    this.all = new Map();
    this.chosen = null;
    this.switcher = new Switcher(switcherPlace, (phone) => this.reveal(phone, true));
    narrow.addEventListener('change', () => this.layOut());
    this.sight = new IntersectionObserver((entries) => this.sighted(entries), { root: place, threshold: 0.6 });
    this.refresh = coalesce(() => this.load());
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
    } catch (problem) {
      notice(problem);
    }
    this.layOut();
  }

  add(person) {
    const phone = new Phone(person, this.all.size % FACES, {
      openLink: (link) => this.openLink(link),
      pasteLink: (of) => this.pasteLink(of),
      putAway: (of) => this.putAway(of),
      unreadChanged: () => this.switcher.update(narrow.matches ? this.chosen : null),
    });
    this.all.set(person.id, phone);
    this.place.append(phone.el);
    this.switcher.add(phone);
    this.sight.observe(phone.el);
    return phone.refresh();
  }

  sighted(entries) {
    for (const { target, isIntersecting } of entries) {
      const phone = [...this.all.values()].find((one) => one.el === target);
      if (phone) this.switcher.inView(phone, isIntersecting);
    }
  }

  drop(id, phone) {
    this.sight.unobserve(phone.el);
    phone.el.remove();
    this.switcher.remove(phone);
    this.all.delete(id);
    if (this.chosen === phone) this.chosen = null;
  }

  refreshAll() {
    return Promise.all([...this.all.values()].map((phone) => phone.refresh()));
  }

  /** Time is pushed: what comes now answers nothing that was done before, and words that pass by have passed. */
  turnsEnd() {
    for (const phone of this.all.values()) phone.turnEnds();
  }

  layOut() {
    const phones = [...this.all.values()];
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
    if (enter) phone.composer.field.focus({ preventScroll: true });
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

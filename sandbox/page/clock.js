// The clock of the sandbox: what time it is there, and ways to push it.

import { el, button, uid, coalesce, say } from './dom.js';
import { get, post } from './api.js';
import { tell } from './acts.js';
import { notice } from './toast.js';
import { away, clockTime, fromField, longDay, moment, shortDay, shortMoment, toField, year, ZONE } from './when.js';

const POLL_MS = 20000;

export class Clock {
  /** `does`: pushing() before time is pushed, pushed() after it. */
  constructor(place, does) {
    this.place = place;
    this.does = does;
    this.busy = false;
    this.build();
    this.refresh = coalesce(() => this.load());
    setInterval(() => document.visibilityState === 'visible' && !this.busy && this.refresh(), POLL_MS);
  }

  build() {
    const folded = uid('push');
    this.date = el('span');
    this.year = el('span', { class: 'clock-year' });
    this.day = el('span', { class: 'clock-day' }, this.date, this.year);
    this.time = el('span', { class: 'clock-time' });
    this.zone = el('span', { class: 'clock-zone' }, ZONE);
    this.now = el('p', { class: 'clock-now', test: 'clock-now' }, this.day, ' ', this.time, ' ', this.zone);
    this.fold = button('Push time', {
      class: 'quiet clock-fold', test: 'clock-fold', 'aria-expanded': 'false', 'aria-controls': folded, on: { click: () => this.unfold() },
    });
    this.hour = this.push('+1 hour', 'clock-hour', () => ({ advance: '1h' }));
    this.dayOn = this.push('+1 day', 'clock-day', () => ({ advance: '24h' }));
    this.nextWhen = el('span', { class: 'next-when' });
    this.next = this.push('To the next thing', 'clock-next', () => ({ next: true }), this.nextWhen);
    this.status = el('p', { class: 'sr', role: 'status', test: 'clock-busy' });
    this.controls = el('div', { class: 'clock-push', id: folded }, this.hour, this.dayOn, this.next, this.jumpForm());
    this.place.append(this.now, this.fold, this.controls, this.status);
  }

  push(label, test, what, ...extra) {
    return button(el('span', {}, label), { class: 'push', test, on: { click: () => this.go(what()).catch(() => {}) } }, ...extra);
  }

  jumpForm() {
    this.field = el('input', {
      type: 'datetime-local', test: 'clock-field', required: true, 'aria-label': `Jump to a date and time in ${ZONE}`,
    });
    const jump = button('Jump', { class: 'push', type: 'submit', test: 'clock-jump' });
    return el('form', { class: 'jump', on: { submit: (event) => this.jump(event) } }, this.field, jump);
  }

  jump(event) {
    event.preventDefault();
    const to = fromField(this.field.value);
    if (to) this.go({ to: to.toISOString() }).catch(() => {});
  }

  unfold() {
    const open = this.place.classList.toggle('open');
    this.fold.setAttribute('aria-expanded', String(open));
  }

  /** Pushes the clock; everything that comes due has been handled when the promise resolves. */
  async go(body) {
    if (this.busy || (body.next && !this.due)) return;
    this.isBusy(true);
    this.does.pushing();
    try {
      this.show(await post('/api/clock', body));
      tell({ verb: 'clock', body });
    } catch (problem) {
      notice(problem);
      throw problem;
    } finally {
      this.isBusy(false);
      this.refresh();
      this.does.pushed();
    }
  }

  isBusy(busy) {
    this.busy = busy;
    this.place.classList.toggle('busy', busy);
    this.place.setAttribute('aria-busy', String(busy));
    for (const node of this.controls.querySelectorAll('button')) node.setAttribute('aria-disabled', String(busy));
    if (!busy) this.offerNext();
    say(this.zone, busy ? 'Time is passing…' : ZONE);
    say(this.status, busy ? 'Time is passing' : '');
  }

  async load() {
    try {
      this.show(await get('/api/clock'));
    } catch (problem) {
      notice(problem);
    }
  }

  show({ now, next }) {
    const at = moment(now);
    if (!at) return;
    this.at = at;
    this.due = moment(next?.due ?? next);
    say(this.date, longDay(at));
    say(this.year, ` ${year(at)}`);
    say(this.time, clockTime(at));
    this.field.min = toField(at);
    if (document.activeElement !== this.field) this.field.value = toField(at);
    this.offerNext();
  }

  offerNext() {
    const { at, due } = this;
    this.next.setAttribute('aria-disabled', String(this.busy || !due));
    say(this.nextWhen, due ? `${shortDay(due) === shortDay(at) ? `today, ${clockTime(due)}` : shortMoment(due)}, ${away(at, due)}` : 'nothing is waiting');
  }
}

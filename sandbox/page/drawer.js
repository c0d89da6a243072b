// Backstage: what waits to be sent, what waits for its time, and what was sent and why.

import { el, button, uid, coalesce } from './dom.js';
import { get, getText } from './api.js';
import { addPerson } from './newperson.js';
import { Faults } from './faults.js';
import { show } from './dialogs.js';
import { notice, Toasts } from './toast.js';
import { away, moment, shortMoment } from './when.js';
import { isSilent, reasonWords } from './reasons.js';
import { laneName, languageOf } from './words.js';

const FEW = 6;
const PAGE = 40;

export class Drawer {
  constructor(panel, world) {
    this.panel = panel;
    this.world = world;
    this.toasts = new Toasts();
    this.queued = this.section('Waiting to be sent', 'drawer-queued');
    this.timers = this.section('Waiting for their time', 'drawer-timers');
    this.sent = this.section('Sent, and why', 'drawer-sent');
    this.faults = new Faults(world);
    panel.body.append(this.actions(), this.sent.el, this.timers.el, this.queued.el, this.faults.el);
    this.refresh = coalesce(() => this.load());
  }

  actions() {
    const copy = button('Copy as test script', { class: 'quiet', test: 'copy-script', on: { click: () => this.copy() } });
    const add = button('Add a person', { class: 'quiet', test: 'add-person', on: { click: () => this.add() } });
    return el('div', { class: 'drawer-acts' }, add, copy, this.toasts.el);
  }

  section(title, test) {
    const heading = el('h3', { id: uid('section') }, title);
    const list = el('ul', { class: 'rows', test });
    return { el: el('section', { class: 'drawer-section', tabindex: '-1', 'aria-labelledby': heading.id }, heading, list), list, limit: FEW };
  }

  async load() {
    if (!this.panel.isOpen) return;
    try {
      const [drawer] = await Promise.all([get('/api/drawer'), this.faults.refresh()]);
      this.show(drawer);
    } catch (problem) {
      notice(problem);
    }
  }

  show({ queued, timers, sent }) {
    const byTime = (field) => (a, b) => moment(a[field]) - moment(b[field]);
    const recent = (sent || []).filter((row) => !isSilent(row)).sort(byTime('at')).reverse();
    this.fill(this.queued, queued || [], (row) => this.message(row, row.due), 'Nothing waits to be sent.');
    this.fill(this.timers, [...(timers || [])].sort(byTime('due')), (row) => this.timer(row), 'No timer waits.');
    this.fill(this.sent, recent, (row) => this.message(row, row.at), 'Nothing has been sent yet.');
  }

  /** The first rows of a section, and a button for more of them. */
  fill(section, rows, draw, empty) {
    const held = section.list.contains(document.activeElement);
    const nodes = rows.slice(0, section.limit).map(draw);
    if (!nodes.length) nodes.push(el('li', { class: 'nothing' }, empty));
    const left = rows.length - section.limit;
    const more = left > 0 && button(`Show more (${left})`, { class: 'plain', on: { click: () => this.more(section) } });
    section.list.replaceChildren(...nodes, ...(more ? [el('li', {}, more)] : []));
    if (held) (more || section.el).focus();
  }

  more(section) {
    section.limit += PAGE;
    this.refresh();
  }

  message(row, time) {
    const at = moment(time);
    const text = row.text || '';
    const phone = this.world.phones.of(row.to);
    const head = el('p', { class: 'row-head' },
      el('b', { dir: 'auto' }, phone?.person.name || String(row.to)),
      el('span', { class: 'lane' }, laneName(row.lane)),
      at && el('time', { datetime: at.toISOString() }, shortMoment(at)));
    return el('li', { class: `row lane-${row.lane}` }, head,
      row.why && el('p', { class: 'row-why', title: row.why }, reasonWords(row.why)),
      text && el('p', { class: 'row-text', dir: 'auto', lang: languageOf(text, phone?.person.language) }, text));
  }

  timer(row) {
    const due = moment(row.due);
    const now = this.world.clock.at;
    return el('li', { class: 'row' },
      el('p', { class: 'row-why' }, row.what),
      due && el('p', { class: 'row-head' }, el('time', { datetime: due.toISOString() }, shortMoment(due)), now && el('span', {}, away(now, due))));
  }

  async add() {
    const person = await addPerson();
    if (!person) return;
    await this.world.phones.refresh();
    this.world.phones.reveal(this.world.phones.of(person.id), true);
  }

  async copy() {
    let script;
    try {
      script = await getText('/api/script');
      await navigator.clipboard.writeText(script);
      this.toasts.show('Copied. It can be pasted into a test as it is.');
    } catch (problem) {
      if (script === undefined) notice(problem);
      else showScript(script);
    }
  }
}

/** For browsers that do not let a page write to the clipboard. */
function showScript(script) {
  const field = el('textarea', {
    class: 'script', rows: '16', readonly: '', 'aria-label': 'Test script', test: 'script', data: { first: '' },
    on: { focus: () => field.select() },
  });
  field.value = script;
  return show({ title: 'The test script so far', test: 'script-dialog', wide: true, body: () => [el('p', {}, 'Copy it from here.'), field] });
}

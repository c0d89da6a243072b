// A chat's messages. Each redraw keeps the nodes of unchanged messages, so that place, focus, open spoilers and what a
// screen reader has read all stay as they are.

import { el, button, still } from './dom.js';
import { bubble } from './bubble.js';
import { openSpoilers } from './spoiler.js';
import { rememberFocus } from './keepfocus.js';
import { Roving } from './roving.js';
import { Place } from './place.js';
import { dayKey, longDay, moment } from './when.js';
import { count } from './words.js';

const SHOWN = 150;
const GROUP_MINUTES = 10;
/** After this long a message is old news: its later edits are not read out. */
const NEWS_MS = 3000;
/** What comes this soon after somebody did something is the answer to it. */
const TURN_MS = 4000;

export class Log {
  /** `acts` as for bubble(), and `select(message)` for a message that was tapped on. */
  constructor(person, acts) {
    this.person = person;
    this.acts = acts;
    this.messages = [];
    this.known = new Map();
    this.days = new Map();
    this.shown = SHOWN;
    this.firstNew = null;
    this.drawn = false;
    this.turn = null;
    this.el = el('div', {
      class: 'log', role: 'log', test: 'chat-log', 'aria-live': 'off', 'aria-relevant': 'additions',
      'aria-label': `Chat of ${person.name} with Polyphony`,
    });
    this.pill = button('', { class: 'pill', test: 'new-messages', hidden: true, on: { click: () => this.toNew() } });
    this.mark = el('div', { class: 'mark', test: 'unread-mark', 'aria-live': 'off' }, 'New');
    this.earlier = button('Earlier messages', { class: 'quiet earlier', on: { click: () => this.more() } });
    this.roving = new Roving(this.el, (id) => this.acts.select(this.find(id)));
    this.place = new Place(this.el, () => this.pillOff());
  }

  find(id) {
    return this.messages.find((message) => String(message.message_id) === String(id));
  }

  /** Draws the chat as it now is. Returns the messages from the companion that were not there before. */
  update(messages) {
    if (this.begunAnew(messages)) this.forget();
    const first = !this.drawn;
    const before = new Set(this.messages.map((message) => message.message_id));
    const fresh = first ? [] : messages.filter((message) => !before.has(message.message_id));
    const theirs = fresh.filter((message) => !message.me);
    this.messages = messages;
    if (fresh.length && !this.inTurn) this.place.giveBack();
    const stay = this.place.hold(fresh.some((message) => message.me));
    const answering = [this.find(this.turn?.about), messages.at(-1)].filter(Boolean);
    const nodes = answering.map(({ message_id: id }) => this.known.get(id)?.node);
    this.draw(first);
    stay();
    if (first) this.goLive();
    this.keepTurn(theirs[0] || answering.find((_, i) => nodes[i] && !nodes[i].isConnected));
    if (this.place.atEnd()) this.pillOff();
    return theirs;
  }

  /** Somebody does something here, `about` a message: the answer is read from its beginning, also where it takes that message's place. */
  beginTurn(about) {
    this.turn = { at: performance.now(), id: null, about };
  }

  get inTurn() {
    return Boolean(this.turn) && performance.now() - this.turn.at < TURN_MS;
  }

  /**
   * An answer that is longer than the screen stays where it begins: crisis lines come before what is said after them,
   * and a question before its buttons.
   */
  keepTurn(answer) {
    const { turn, place } = this;
    if (!this.inTurn || !answer || answer.me) return;
    turn.id ??= answer.message_id;
    const node = this.known.get(turn.id)?.node;
    if (node && place.low && node.offsetTop < this.el.scrollTop) place.lend(node);
  }

  /** Whether this is another chat than before: the sandbox was started again, and its numbers too. */
  begunAnew(messages) {
    const [old] = this.messages;
    return old && !messages.some((message) => message.message_id === old.message_id && message.date === old.date);
  }

  forget() {
    this.messages = [];
    this.known = new Map();
    this.firstNew = null;
    this.drawn = false;
  }

  /** Only what arrives after the history is read out, so the log becomes live once the history is in. */
  goLive() {
    this.drawn = true;
    setTimeout(() => this.el.setAttribute('aria-live', 'polite'));
  }

  /** Marks where the unread messages begin; null takes the mark away. */
  markNew(id) {
    this.firstNew = id;
    const stay = this.place.hold(false);
    this.draw(true);
    stay();
  }

  /** Says that messages arrived below what is seen. */
  offer(number) {
    if (this.place.low || this.place.atEnd() || !number) return;
    this.waiting = (this.waiting || 0) + number;
    this.pill.textContent = `↓ ${this.waiting}`;
    this.pill.setAttribute('aria-label', `${count(this.waiting, 'new message')} below`);
    this.pill.hidden = false;
  }

  pillOff() {
    this.waiting = 0;
    this.pill.hidden = true;
    this.acts.reached();
  }

  toNew() {
    const { mark, el: log } = this;
    // A mark that is in sight already was read from: then it is the end that is wanted.
    const ahead = mark.isConnected && mark.offsetTop >= log.scrollTop + log.clientHeight;
    const target = ahead ? mark : log.lastElementChild;
    this.pillOff();
    target?.scrollIntoView({ block: ahead ? 'start' : 'end', behavior: still() ? 'auto' : 'smooth' });
    (ahead ? mark.nextElementSibling : target)?.focus({ preventScroll: true });
  }

  /** Shows the first unread message at the top when there is more than a screen of them. */
  showNew() {
    if (this.mark.isConnected && this.el.scrollHeight - this.mark.offsetTop > this.el.clientHeight) this.place.show(this.mark);
  }

  more() {
    this.shown += SHOWN;
    const height = this.el.scrollHeight;
    this.draw(true);
    this.el.scrollTop += this.el.scrollHeight - height;
  }

  draw(quietly) {
    const focus = rememberFocus(this.el);
    const wanted = this.arrange(this.messages.slice(-this.shown), quietly);
    let cursor = this.el.firstChild;
    for (const node of wanted) {
      if (node === cursor) cursor = cursor.nextSibling;
      else this.el.insertBefore(node, cursor);
    }
    while (cursor) {
      const gone = cursor;
      cursor = cursor.nextSibling;
      gone.remove();
    }
    this.roving.refresh();
    focus();
  }

  arrange(messages, quietly) {
    const nodes = messages.length < this.messages.length ? [this.earlier] : [];
    const seen = new Map();
    let last = null;
    let lastNode = null;
    for (const message of messages) {
      const at = moment(message.date);
      const newDay = at && (!last || dayKey(at) !== dayKey(last.at));
      if (newDay) nodes.push(this.day(at));
      if (message.message_id === this.firstNew) nodes.push(this.mark);
      const node = this.node(message, quietly);
      const joined = last && !newDay && message.message_id !== this.firstNew && last.from === message.from && at - last.at < GROUP_MINUTES * 60000;
      node.classList.toggle('first', !joined);
      node.classList.add('last');
      if (joined) lastNode.classList.remove('last');
      nodes.push(node);
      seen.set(message.message_id, this.known.get(message.message_id));
      last = { at: at || last?.at, from: message.from };
      lastNode = node;
    }
    this.known = seen;
    return nodes;
  }

  node(message, quietly) {
    const sign = JSON.stringify(message);
    const old = this.known.get(message.message_id);
    if (old?.sign === sign) return old.node;
    const node = bubble(message, this.person, this.acts, old && openSpoilers(old.node));
    if (old || quietly) node.setAttribute('aria-live', 'off');
    else setTimeout(() => node.setAttribute('aria-live', 'off'), NEWS_MS);
    if (old) node.classList.add('changed');
    else if (!quietly) node.classList.add('arrived');
    this.known.set(message.message_id, { sign, node });
    return node;
  }

  day(at) {
    const key = dayKey(at);
    if (!this.days.has(key)) this.days.set(key, el('div', { class: 'day', 'aria-live': 'off' }, el('span', {}, longDay(at))));
    return this.days.get(key);
  }
}

// One person's phone: whose it is, the chat, quick answers, and where they write.

import { el, button, uid, hidden, coalesce } from './dom.js';
import { get } from './api.js';
import { act } from './acts.js';
import { Log } from './log.js';
import { Tools } from './tools.js';
import { Composer } from './composer.js';
import { ReplyKeys } from './replykeys.js';
import { Toasts, notice } from './toast.js';
import { alertWords } from './dialogs.js';
import { openFile } from './viewer.js';
import { phoneHeader } from './phoneheader.js';
import { Attention } from './attention.js';
import { inHand } from './inhand.js';

const TYPING_MS = 5000;

export class Phone {
  /** `world`: openLink(link, phone), pasteLink(phone), putAway(phone), unreadChanged(). */
  constructor(person, face, world) {
    this.person = person;
    this.face = face;
    this.world = world;
    this.unread = 0;
    this.blocked = Boolean(person.blocked);
    this.toasts = new Toasts();
    this.log = new Log(person, this.messageActs());
    this.tools = new Tools(this);
    this.keys = new ReplyKeys(person, (text, gives) => (gives ? this.give(text) : this.say(text)).catch(() => {}));
    this.build();
    this.attention = new Attention(this.el, () => this.seen());
    this.refresh = coalesce(() => this.load());
  }

  build() {
    const title = uid('phone');
    this.badge = el('span', { class: 'badge', hidden: true });
    const dots = [1, 2, 3].map(() => el('span', { class: 'dot' }));
    this.typing = el('div', { class: 'typing', test: 'typing', hidden: true }, hidden('Polyphony is writing'), dots);
    this.blank = el('div', { class: 'blank' },
      el('p', {}, 'Nothing here yet. A link from the team opens this chat; or begin without one.'),
      button('Start', { class: 'quiet', test: 'start', on: { click: () => this.say('/start').catch(() => {}) } }));
    this.blockedBar = el('div', { class: 'blocked', test: 'blocked', hidden: !this.blocked },
      el('p', {}, 'Polyphony is blocked on this phone.'),
      button('Unblock', { class: 'strong', test: 'unblock', on: { click: () => this.block(false) } }));
    this.el = el('section', { class: `phone face-${this.face}`, test: `phone-${this.person.id}`, 'aria-labelledby': title });
    this.composer = new Composer(this.person, this.composerActs(), this.el);
    this.header = phoneHeader(this, title);
    inHand(this.el, this.composer.field);
    this.el.append(this.header,
      el('div', { class: 'log-place' }, this.log.el, this.blank, this.log.pill, this.toasts.el),
      this.typing, this.keys.el, this.blockedBar, this.composer.el);
    this.showBlocked();
  }

  messageActs() {
    return {
      tap: (message, key) => this.tap(message, key),
      url: (url) => this.url(url),
      copy: (text) => this.copy(text),
      command: (command) => this.say(command).catch(() => {}),
      open: (link) => this.world.openLink(link, this),
      file: openFile,
      select: (message) => message && this.tools.toggle(message),
      reached: () => this.attention?.here() && this.seen(),
    };
  }

  composerActs() {
    return {
      say: (text, replyTo) => this.say(text, replyTo),
      edit: (id, text) => this.does('edits', { message_id: id, text }),
      send: (kind) => this.does('sends', { kind }).catch(() => {}),
      commands: () => get(`/api/people/${this.person.id}/commands`),
    };
  }

  async does(verb, body, label) {
    this.log.beginTurn(body.message_id);
    this.toasts.clear(); // what was answered before is over, and would lie over what comes now
    const answer = await act(this.person, verb, body, label);
    this.refresh();
    return answer;
  }

  say(text, replyTo) {
    return this.does('says', replyTo ? { text, reply_to: replyTo } : { text });
  }

  /** A key that sends a number or a place: a telephone asks once more before it does. */
  give(text) {
    return this.does('taps', { message_id: 0, button: text }, text);
  }

  /** An answer to a tap that came over the stream; the answer to a tap made here is shown by whoever tapped. */
  told(text) {
    if (!this.tapping) this.toasts.show(text);
  }

  async tap(message, key) {
    this.tapping = true;
    try {
      const answer = await this.does('taps', { message_id: message.message_id, button: key.data || key.text }, key.text);
      this.answered(answer, () => this.standOn(message, key));
    } catch {
      // act() has shown what went wrong.
    } finally {
      this.tapping = false;
    }
  }

  /** Puts the cursor where one writes. */
  enter() {
    this.composer.field.focus({ preventScroll: true });
  }

  turnEnds() {
    this.log.turn = null;
    this.toasts.clear();
  }

  /** Shows what a tap was answered with: a few words, or an alert that must be closed. */
  answered(answer, back = () => {}) {
    const alert = typeof answer?.alert === 'string' ? answer.alert : answer?.alert && answer.answer;
    if (alert) this.alert(alert).then(back);
    else this.toasts.show(answer?.answer);
  }

  /** Back to the button that was tapped, when the message was redrawn while an alert lay over it. */
  standOn(message, key) {
    if (document.activeElement !== document.body) return;
    const node = this.log.known.get(message.message_id)?.node;
    const same = [...(node?.querySelectorAll('.key') || [])].find((one) => one.dataset.button === (key.data || key.text));
    (same || node)?.focus({ preventScroll: true });
  }

  alert(text) {
    return alertWords(`Polyphony, on the phone of ${this.person.name}`, text);
  }

  url(url) {
    if (/^https:\/\/(t|telegram)\.me\//i.test(url)) this.world.openLink(url, this);
    else if (/^https?:/i.test(url)) window.open(url, '_blank', 'noopener,noreferrer');
  }

  async copy(text) {
    await navigator.clipboard.writeText(text).then(() => this.toasts.show('Copied.'), () => this.toasts.show(text));
  }

  async load() {
    try {
      this.show(await get(`/api/people/${this.person.id}/chat`));
    } catch (problem) {
      notice(problem);
    }
  }

  show(messages) {
    const own = (all) => all.findLast((message) => message.me)?.message_id;
    const wrote = own(messages) !== own(this.log.messages);
    const theirs = this.log.update(messages);
    this.keys.update(messages);
    this.composer.expect(messages.at(-1));
    this.blank.hidden = messages.length > 0;
    if (wrote) this.seen(true);
    if (theirs.length) this.arrived(theirs);
  }

  arrived(theirs) {
    this.isTyping(false);
    this.log.offer(theirs.length);
    if (this.attention.here() && this.log.place.low) return;
    if (!this.unread) this.log.markNew(theirs[0].message_id);
    this.unread += theirs.length;
    this.showUnread();
    this.el.classList.remove('rung');
    void this.el.offsetWidth; // so that the soft ring begins anew
    this.el.classList.add('rung');
  }

  /** The messages have been seen; after writing oneself the "New" mark goes as well. */
  seen(wrote = false) {
    if (wrote && this.log.firstNew) this.log.markNew(null);
    if (!this.unread || (!wrote && !this.log.place.low)) return;
    this.unread = 0;
    this.showUnread();
  }

  showUnread() {
    this.badge.hidden = !this.unread;
    this.badge.replaceChildren(String(this.unread), hidden(' new'));
    this.world.unreadChanged();
  }

  isTyping(now) {
    clearTimeout(this.typingEnd);
    this.typing.hidden = !now;
    if (now) this.typingEnd = setTimeout(() => this.isTyping(false), TYPING_MS);
  }

  async block(blocked) {
    try {
      await this.does(blocked ? 'blocks' : 'unblocks');
      this.blocked = blocked;
      this.showBlocked();
    } catch {
      // act() has shown what went wrong.
    }
  }

  /** Takes over what is known of the person now. */
  knows(person) {
    this.person = person;
    if (this.blocked === Boolean(person.blocked)) return;
    this.blocked = Boolean(person.blocked);
    this.showBlocked();
  }

  showBlocked() {
    this.blockedBar.hidden = !this.blocked;
    this.el.classList.toggle('is-blocked', this.blocked);
  }
}

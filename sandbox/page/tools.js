// What can be done with a message that was chosen: reply to it, correct one's own, ask why it was sent.

import { el, button } from './dom.js';
import { get } from './api.js';
import { isSilent, reasonWords } from './reasons.js';
import { moment } from './when.js';

/** A record this far from a message is another message's. */
const NEAR_MS = 2000;

export class Tools {
  constructor(phone) {
    this.phone = phone;
    this.el = el('div', { class: 'tools', test: 'message-tools', 'aria-live': 'off' });
  }

  toggle(message) {
    const node = this.phone.log.known.get(message.message_id)?.node;
    if (!node) return;
    if (this.el.parentNode === node) return this.el.remove();
    this.el.replaceChildren(...this.offers(message));
    node.append(this.el);
    this.el.scrollIntoView({ block: 'nearest' });
  }

  offers(message) {
    const { composer } = this.phone;
    const done = (act) => () => {
      this.el.remove();
      act();
    };
    const offer = (label, test, click) => button(label, { class: 'plain', test, on: { click } });
    const offers = [offer('Reply', 'reply', done(() => composer.replyTo(message)))];
    if (message.me && message.kind === 'text') offers.push(offer('Correct', 'edit', done(() => composer.correct(message))));
    if (!message.me) offers.push(offer('Why was this sent?', 'why', (event) => this.why(message, event.currentTarget)));
    return offers;
  }

  async why(message, asked) {
    const reason = await this.reason(message).catch(() => null);
    const words = reason?.why ? `${reason.lane === 'urgent' ? 'Urgent. ' : ''}${reasonWords(reason.why)}` : 'That was too long ago: only the last messages are remembered.';
    asked.replaceWith(el('p', { class: 'why', role: 'status', test: 'why-words' }, words));
  }

  /** The record of sending to this person that lies nearest to when the message came, or was last changed. */
  async reason(message) {
    const { sent } = await get('/api/drawer');
    const { id, name } = this.phone.person;
    const at = moment(message.edited_at || message.date);
    const distance = (entry) => Math.abs(moment(entry.at) - at);
    return (sent || [])
      .filter((entry) => [String(id), name].includes(String(entry.to)) && !isSilent(entry) && distance(entry) < NEAR_MS)
      .sort((a, b) => distance(a) - distance(b))[0];
  }
}

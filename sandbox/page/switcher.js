// Everybody at a glance, with what is unread. On a narrow screen it chooses the phone; on a wide one it brings it into view.

import { el, button, hidden, say } from './dom.js';
import { initials, count } from './words.js';

export class Switcher {
  constructor(place, choose) {
    this.choose = choose;
    this.tabs = new Map();
    this.list = el('ul', {});
    place.append(this.list);
  }

  add(phone) {
    const { person } = phone;
    const badge = el('span', { class: 'badge', hidden: true });
    const tab = button('', { class: `tab face-${phone.face}`, test: `switcher-${person.id}`, on: { click: () => this.choose(phone) } },
      el('span', { class: 'face', 'aria-hidden': 'true' }, initials(person.name)), el('span', { class: 'tab-name', dir: 'auto' }, person.name),
      person.group ? hidden(', group') : null, badge);
    this.tabs.set(phone, { tab, badge });
    this.list.append(el('li', {}, tab));
  }

  remove(phone) {
    this.tabs.get(phone)?.tab.parentNode.remove();
    this.tabs.delete(phone);
  }

  /** Shows whose phone is in sight in the row. */
  inView(phone, seen) {
    this.tabs.get(phone)?.tab.classList.toggle('in-view', seen);
  }

  /** Shows which phone is chosen (null on a wide screen), which are put away, and what is unread. */
  update(chosen) {
    for (const [phone, { tab, badge }] of this.tabs) {
      if (phone === chosen) tab.setAttribute('aria-current', 'true');
      else tab.removeAttribute('aria-current');
      tab.classList.toggle('away', phone.away === true);
      tab.title = phone.away ? 'Put away. Press to bring it back.' : '';
      badge.hidden = !phone.unread;
      say(badge, phone.unread ? String(phone.unread) : '');
      if (phone.unread) badge.setAttribute('aria-label', count(phone.unread, 'new message'));
    }
    if (chosen) this.tabs.get(chosen)?.tab.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }
}

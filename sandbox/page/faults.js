// Things that can be made to go wrong, to see what Polyphony then does.

import { el, button, uid } from './dom.js';
import { del, get, post } from './api.js';
import { notice } from './toast.js';

/** Until put right. */
const ALWAYS = -1;

/** What each preset asks of the sandbox, and its words. `chat` says that it is about one person's chat. */
const PRESETS = [
  {
    test: 'fault-slow', label: 'Telegram is slow', words: 'Each message takes five seconds.',
    fault: { method: 'sendMessage', delay: '5s', times: ALWAYS },
  },
  {
    test: 'fault-429', label: 'Too many messages', words: 'Telegram asks to wait for a minute.',
    fault: { method: 'sendMessage', status: 429, retry_after: 60, times: 1 },
  },
  {
    test: 'fault-down', label: 'Telegram is down', words: 'The next twenty calls fail.',
    fault: { method: '*', status: 502, times: 20 },
  },
  {
    test: 'fault-lost', label: 'Answer lost', words: 'The next message arrives, but Polyphony never hears so.',
    fault: { method: 'sendMessage', after_accept: true, times: 1 },
  },
  {
    test: 'fault-blocked', label: 'Cannot be reached', words: 'This person’s account refuses all messages.', chat: true,
    fault: { method: 'sendMessage', status: 403, times: ALWAYS },
  },
];

export class Faults {
  constructor(world) {
    this.world = world;
    const heading = el('h3', { id: uid('section') }, 'Make something go wrong');
    this.who = el('select', { 'aria-label': 'Whose account', test: 'fault-who' });
    this.now = el('ul', { class: 'rows', test: 'faults' });
    const right = () => this.put(() => del('/api/faults'));
    this.clear = button('Put everything right', { class: 'strong', test: 'fault-clear', hidden: true, on: { click: right } });
    const presets = el('ul', { class: 'presets' }, PRESETS.map((preset) => this.preset(preset)));
    this.el = el('section', { class: 'drawer-section', 'aria-labelledby': heading.id }, heading, presets, this.now, this.clear);
  }

  preset(preset) {
    return el('li', { class: 'preset' },
      el('div', {}, el('b', {}, preset.label), el('p', {}, preset.words), preset.chat && this.who),
      button('Start', { class: 'quiet', test: preset.test, 'aria-label': `Start: ${preset.label}`, on: { click: () => this.start(preset) } }));
  }

  start({ fault, chat }) {
    return this.put(() => post('/api/faults', chat ? { ...fault, chat_id: Number(this.who.value) } : fault));
  }

  async put(change) {
    try {
      await change();
      await this.refresh();
    } catch (problem) {
      notice(problem);
    }
  }

  async refresh() {
    this.people();
    const faults = (await get('/api/faults')) || [];
    this.clear.hidden = !faults.length;
    this.now.replaceChildren(...faults.map((fault) => el('li', { class: 'row' }, el('p', { class: 'row-why' }, this.words(fault)))));
  }

  people() {
    const people = this.world.phones.people();
    if (this.who.length === people.length) return;
    this.who.replaceChildren(...people.map((person) => el('option', { value: String(person.id) }, person.name)));
  }

  words(fault) {
    const whose = fault.chat_id ? ` for ${this.world.phones.of(fault.chat_id)?.person.name || fault.chat_id}` : '';
    const left = fault.times < 0 ? 'until put right' : `${fault.times} more`;
    return `${name(fault)}${whose} (${left})`;
  }
}

/** The words of the preset that a fault came from, or what a fault set by a program does. */
function name(fault) {
  const same = (preset) => ['method', 'status', 'delay', 'after_accept'].every((part) => (preset.fault[part] || '') === (fault[part] || ''));
  const known = PRESETS.find(same);
  if (known) return known.label;
  const which = !fault.method || fault.method === '*' ? 'Every call' : fault.method;
  if (fault.status) return `${which}: fails with ${fault.status}`;
  return fault.delay ? `${which}: takes ${fault.delay}` : `${which}: connection cut`;
}

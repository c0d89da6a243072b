// The stream of what changed. It names what to fetch again; the words themselves come from the API.

import { el } from './dom.js';

const lost = el('p', { class: 'lost', test: 'lost', role: 'status' }, 'The sandbox has stopped. Start it again with “make try”; this page finds it by itself.');

/** Calls `hear(event)` for each event, and `back()` whenever the stream (re)opens after a break. */
export function listen({ hear, back }) {
  const stream = new EventSource('/api/events');
  let broken = false;
  stream.addEventListener('message', ({ data }) => {
    const event = parse(data);
    if (event) hear(event);
  });
  stream.addEventListener('error', () => {
    broken = true;
    document.body.prepend(lost);
  });
  stream.addEventListener('open', () => {
    lost.remove();
    if (broken) back();
    broken = false;
  });
}

function parse(data) {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}

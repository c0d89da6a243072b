// A small menu that opens from a button: arrow keys move, Escape closes, focus goes back to the button.

import { el, button } from './dom.js';

/** Makes `opener` open a menu. `items()` gives [{label, test, act}] anew each time; `host` is where it is put. */
export function menuFor(opener, host, items, label) {
  let menu = null;
  opener.setAttribute('aria-haspopup', 'menu');
  opener.setAttribute('aria-expanded', 'false');

  const close = (back) => {
    if (!menu) return;
    menu.remove();
    menu = null;
    opener.setAttribute('aria-expanded', 'false');
    document.removeEventListener('pointerdown', outside, true);
    if (back) opener.focus();
  };
  const outside = (event) => {
    if (!menu.contains(event.target) && !opener.contains(event.target)) close(false);
  };
  const choose = (item) => {
    close(true);
    item.act();
  };
  const open = () => {
    const nodes = items().map((item) => button(item.label, {
      class: 'menu-item', role: 'menuitem', tabindex: '-1', test: item.test, on: { click: () => choose(item) },
    }));
    menu = el('div', { class: 'menu', role: 'menu', 'aria-label': label, on: { keydown: (event) => key(event, nodes, close) } }, nodes);
    menu.addEventListener('focusout', (event) => {
      if (event.relatedTarget && !menu?.contains(event.relatedTarget)) close(false);
    });
    host.append(menu);
    opener.setAttribute('aria-expanded', 'true');
    document.addEventListener('pointerdown', outside, true);
    nodes[0]?.focus();
  };
  opener.addEventListener('click', () => (menu ? close(true) : open()));
}

function key(event, nodes, close) {
  const at = nodes.indexOf(document.activeElement);
  const next = {
    ArrowDown: nodes[(at + 1) % nodes.length],
    ArrowUp: nodes.at(at - 1),
    Home: nodes[0],
    End: nodes.at(-1),
  }[event.key];
  if (next) {
    event.preventDefault();
    next.focus();
  } else if (event.key === 'Escape') {
    event.stopPropagation();
    close(true);
  }
}

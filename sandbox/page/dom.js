// Small helpers to build the page. Names and words always go in as text, never as markup.

let counter = 0;

/** Between two runs of the same job. */
const BREATH_MS = 80;

/** A fresh id, for aria references. */
export const uid = (prefix) => `${prefix}-${++counter}`;

/**
 * Builds an element. Props: `class`, `test` (data-test), `on` (events), `data`, properties for booleans, and
 * attributes for the rest; null and undefined are left out. Children: nodes, strings, or nothing.
 */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) set(node, name, value);
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function set(node, name, value) {
  if (value === null || value === undefined) return;
  if (name === 'class') node.className = value;
  else if (name === 'test') node.dataset.test = value;
  else if (name === 'data') Object.assign(node.dataset, value);
  else if (name === 'on') for (const [type, hear] of Object.entries(value)) node.addEventListener(type, hear);
  else if (typeof value === 'boolean' && !name.startsWith('aria-')) node[name] = value;
  else node.setAttribute(name, value);
}

/** A real button that says what it does. */
export function button(label, props = {}, ...extra) {
  return el('button', { type: 'button', ...props }, label, ...extra);
}

/** Words for screen readers only. */
export const hidden = (words) => el('span', { class: 'sr' }, words);

/** Text that appears in place of what was there. */
export function say(node, words) {
  if (node.textContent !== words) node.textContent = words;
}

/** Whether the reader asked for little movement. */
export const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** The width below which one phone fills the page. */
export const narrow = matchMedia('(max-width: 720px)');

/**
 * Wraps an asynchronous job so that calls during a run lead to one more run afterwards, never to two at once:
 * a push of a week brings hundreds of events, and each only says that something changed.
 */
export function coalesce(job) {
  let running = false;
  let again = false;
  return async function run() {
    if (running) {
      again = true;
      return;
    }
    running = true;
    try {
      do {
        again = false;
        await job();
        if (again) await new Promise((resolve) => setTimeout(resolve, BREATH_MS));
      } while (again);
    } finally {
      running = false;
    }
  };
}

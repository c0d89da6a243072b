// An edit replaces a message's nodes. Whoever was standing on a button that is still there keeps standing on it. Where
// another question has taken its place they stand on the message: it is read out, and Tab goes on to its first button.

/** Remembers what has the focus inside `root`; the function returned puts it back if its node was replaced. */
export function rememberFocus(root) {
  const node = document.activeElement;
  const message = node && root.contains(node) ? node.closest('[data-message]') : null;
  if (!message) return () => {};
  const id = message.dataset.message;
  const spot = node === message ? () => null : placeOf(node, message);
  return () => {
    if (node.isConnected) return;
    const now = root.querySelector(`[data-message="${CSS.escape(id)}"]`);
    if (now) (spot(now) || now).focus({ preventScroll: true });
  };
}

const keysOf = (message) => [...message.querySelectorAll('.key')];
const othersOf = (message) => [...message.querySelectorAll('button:not(.key), a')];
const words = (nodes) => nodes.map((node) => node.textContent).join('\n');

/** How to find a place again in the message as it then is; null where it is gone. */
function placeOf(node, message) {
  if (!node.matches('.key')) {
    const at = othersOf(message).indexOf(node);
    return (now) => othersOf(now).find((other) => other.textContent === node.textContent) || othersOf(now)[at];
  }
  const at = keysOf(message).indexOf(node);
  const before = words(keysOf(message));
  return (now) => {
    const keys = keysOf(now);
    return keys.find((key) => key.dataset.button === node.dataset.button)
      || (words(keys) === before && keys[at])
      || keys.find((key) => turn(key) && turn(key) === turn(node));
  };
}

/** The sign of a button that turns a page, which the next page has as well. */
const turn = (key) => /^[\u2039\u00ab]|[\u203a\u00bb]$/.exec(key.textContent)?.[0];

// An edit replaces a message's nodes. Whoever was standing on one of its buttons keeps standing on it.

/** Remembers what has the focus inside `root`; the function returned puts it back if its node was replaced. */
export function rememberFocus(root) {
  const node = document.activeElement;
  const message = node && root.contains(node) ? node.closest('[data-message]') : null;
  if (!message) return () => {};
  const id = message.dataset.message;
  const places = [...message.querySelectorAll('button, a')];
  const place = { data: node.dataset.button, words: node.textContent, at: places.indexOf(node), own: node === message };
  return () => {
    if (node.isConnected) return;
    const now = root.querySelector(`[data-message="${CSS.escape(id)}"]`);
    if (now) restore(now, place);
  };
}

function restore(message, place) {
  const places = [...message.querySelectorAll('button, a')];
  const same = places.find((node) => place.data && node.dataset.button === place.data)
    || places.find((node) => node.textContent === place.words)
    || places[place.at];
  (place.own ? message : same || message).focus({ preventScroll: true });
}

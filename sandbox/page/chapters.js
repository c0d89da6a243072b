// A chapter of the story is a run of steps with one title: something that takes several acts, as planning a meeting does.

/** The chapters of `steps`, in order: {title, text, from, to} where from and to count steps, to is not included. */
export function chaptersOf(steps) {
  const chapters = [];
  steps.forEach((step, at) => {
    const last = chapters.at(-1);
    if (last && last.title === step.title) last.to = at + 1;
    else chapters.push({ title: step.title, text: step.text, from: at, to: at + 1 });
  });
  return chapters;
}

/** Whoever acts in these steps, each named once. */
export const actorsOf = (steps) => [...new Set(steps.map((step) => step.who).filter(Boolean))];

const UNITS = { d: 'day', h: 'hour', m: 'minute', s: 'second' };

/** A span such as "1d6h" in words: "1 day and 6 hours". */
export function spanWords(span) {
  const parts = [...String(span).matchAll(/(\d+)\s*([dhms])/g)].map(([, number, unit]) => `${Number(number)} ${UNITS[unit]}${Number(number) === 1 ? '' : 's'}`);
  return parts.join(' and ') || String(span);
}

/** What a step asks of whoever does it by hand. */
export function actWords({ who, do: what = {} }) {
  if (what.advance) return `Let ${spanWords(what.advance)} pass`;
  if (what.to || what.next) return 'Push the clock';
  if (what.says) return `${who} writes “${what.says}”`;
  if (what.taps) return `${who} taps “${what.taps}”`;
  if (what.opens) return `${who} opens the link`;
  if (what.sends) return `${who} sends a ${what.sends}`;
  return `${who} acts`;
}

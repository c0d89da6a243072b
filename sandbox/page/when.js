// Dates as the team reads them: wall-clock time in London, always with the weekday.

export const ZONE = 'Europe/London';

const format = (options) => new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, ...options });
const timeFormat = format({ hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
const dayFormat = format({ weekday: 'long', day: 'numeric', month: 'long' });
const dayYearFormat = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
const yearFormat = format({ year: 'numeric' });
const shortFormat = format({ weekday: 'short', day: 'numeric', month: 'short' });
const keyFormat = format({ year: 'numeric', month: '2-digit', day: '2-digit' });
const partsFormat = format({
  year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23',
});

/** A Date from what the API gives: RFC 3339 text, or seconds since 1970. Null when there is none. */
export function moment(value) {
  if (value === null || value === undefined || value === '' || value === 0 || value === false) return null;
  const date = typeof value === 'number' ? new Date(value < 1e11 ? value * 1000 : value) : new Date(value);
  return Number.isNaN(date.getTime()) ? null : date;
}

export const clockTime = (date) => timeFormat.format(date);
export const year = (date) => yearFormat.format(date);
export const longDay = (date) => dayFormat.format(date);
export const longDate = (date) => dayYearFormat.format(date);
export const shortDay = (date) => shortFormat.format(date).replace(',', '');
export const shortMoment = (date) => `${shortDay(date)}, ${clockTime(date)}`;
/** Everything, for a tooltip. */
export const fullMoment = (date) => `${longDate(date)}, ${clockTime(date)} (London)`;
/** The same for two instants of one London day. */
export const dayKey = (date) => keyFormat.format(date);

function parts(date) {
  return Object.fromEntries(partsFormat.formatToParts(date).map(({ type, value }) => [type, Number(value) || value]));
}

/** Milliseconds that London is ahead of UTC at that instant. */
function offset(date) {
  const p = parts(date);
  return Date.UTC(p.year, p.month - 1, p.day, Number(p.hour), Number(p.minute), Number(p.second)) - Math.floor(date.getTime() / 1000) * 1000;
}

/** The value of a datetime-local field for that instant, in London. */
export function toField(date) {
  return new Date(date.getTime() + offset(date)).toISOString().slice(0, 16);
}

/** The instant that a datetime-local value means in London; null when it means none. */
export function fromField(value) {
  const wall = Date.parse(`${value}Z`);
  if (Number.isNaN(wall)) return null;
  const guess = wall - offset(new Date(wall));
  return new Date(wall - offset(new Date(guess)));
}

/** How far away, in words: "in 5 minutes", "in 3 days", "now". */
export function away(from, to) {
  const minutes = Math.round((to - from) / 60000);
  if (minutes <= 0) return 'now';
  const [count, unit] = minutes < 60 ? [minutes, 'minute'] : minutes < 48 * 60 ? [Math.round(minutes / 60), 'hour'] : [Math.round(minutes / 1440), 'day'];
  return `in ${count} ${unit}${count === 1 ? '' : 's'}`;
}

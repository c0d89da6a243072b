// Reads just enough of a calendar file (RFC 5545) to show what a calendar would make of it.

import { el } from './dom.js';
import { shortMoment, fullMoment } from './when.js';

/** A description list for each event in the file. */
export function calendarEntry(text) {
  const events = text.split(/BEGIN:VEVENT/).slice(1).map(fields);
  const method = /^METHOD:(.+)$/m.exec(text)?.[1].trim();
  if (!events.length) return [el('p', {}, 'A calendar file without an event.')];
  return events.map((event) => el('dl', { class: 'facts' }, facts(event, method)));
}

function fields(text) {
  const lines = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/);
  const found = {};
  for (const line of lines) {
    const match = /^([A-Z-]+)((?:;[^:]*)?):(.*)$/.exec(line);
    if (match && !(match[1] in found)) found[match[1]] = { params: match[2], value: unescape(match[3]) };
  }
  return found;
}

const unescape = (value) => value.replace(/\\n/gi, '\n').replace(/\\([,;\\])/g, '$1');

function facts(event, method) {
  const cancelled = event.STATUS?.value === 'CANCELLED' || method === 'CANCEL';
  const again = Number(event.SEQUENCE?.value) > 0;
  const rows = [
    ['What', event.SUMMARY?.value],
    ['Begins', time(event.DTSTART)],
    ['Ends', time(event.DTEND)],
    ['Where', event.LOCATION?.value],
    ['Notes', event.DESCRIPTION?.value],
    ['State', cancelled ? 'Cancelled: calendars take it out' : again ? 'Changed: calendars replace the earlier one' : 'New'],
  ];
  return rows.filter(([, value]) => value).flatMap(([name, value]) => [el('dt', {}, name), el('dd', { dir: 'auto' }, value)]);
}

function time(field) {
  const match = /^(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)\d\d(Z)?)?/.exec(field?.value || '');
  if (!match) return field?.value;
  const [, year, month, day, hour = '00', minute = '00', utc] = match;
  if (utc) return fullMoment(new Date(`${year}-${month}-${day}T${hour}:${minute}:00Z`));
  const zone = /TZID=([^;:]+)/.exec(field.params)?.[1];
  // A wall-clock time: shown as written, with the zone beside it.
  const wall = new Date(`${year}-${month}-${day}T12:00:00Z`);
  return `${shortMoment(wall).split(',')[0]} ${year}, ${hour}:${minute}${zone ? ` (${zone})` : ''}`;
}

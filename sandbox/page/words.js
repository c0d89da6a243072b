// What the page says about people, languages and lanes.

const ROLES = [
  [/relative|family|network|friend|mother|father|sister|brother|carer/i, 'Relative'],
  [/coord/i, 'Coordinator'],
  [/volunteer|peer/i, 'Peer volunteer'],
  [/practitioner|team|nurse|doctor|clinic|staff/i, 'Practitioner'],
  [/person|centre|center/i, 'At the centre'],
];

/** A role guessed from a username such as "farah_relative"; else the username. */
export function roleOf(person) {
  const found = ROLES.find(([pattern]) => pattern.test(person.username || ''));
  if (found) return found[1];
  return person.username ? `@${person.username}` : 'Somebody new';
}

const names = new Intl.DisplayNames(['en-GB'], { type: 'language', fallback: 'code' });

export function languageName(code) {
  try {
    return names.of(code || 'en');
  } catch {
    return code;
  }
}

/** Languages offered for a new person; any other code works as well. */
export const LANGUAGES = ['en', 'ur', 'pl', 'bn', 'pa', 'ro', 'lt', 'so', 'tr', 'ar', 'fr', 'pt', 'es', 'gu', 'ta'];

/** Up to two letters for a face. */
export function initials(name) {
  const words = String(name || '?').trim().split(/\s+/);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0]];
  return letters.map((word) => [...word][0] || '').join('').toLocaleUpperCase();
}

const LANES = { urgent: 'Urgent', reply: 'Answer', bulk: 'Can wait' };
export const laneName = (lane) => LANES[lane] || lane || 'Answer';

const ARABIC_LANGUAGES = new Set(['ur', 'ar', 'fa', 'ps', 'sd', 'ckb', 'ku', 'pnb']);
const ARABIC = /[\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff\ufe70-\ufeff]/gu;
const LATIN = /\p{Script=Latin}/gu;

/** Which Arabic-script language a reader of that language most likely sees. */
export const arabicFor = (language) => (ARABIC_LANGUAGES.has(short(language)) ? short(language) : 'ur');

const short = (language) => String(language || 'en').split(/[-_]/)[0];

/** The language to mark a text with, so that screen readers and fonts treat it right. */
export function languageOf(text, reader) {
  const arabic = (text.match(ARABIC) || []).length;
  const latin = (text.match(LATIN) || []).length;
  if (arabic > latin) return arabicFor(reader);
  return ARABIC_LANGUAGES.has(short(reader)) && latin ? 'en' : short(reader);
}

export const isArabic = (language) => ARABIC_LANGUAGES.has(short(language));

/** "1 message", "2 messages". */
export const count = (number, noun) => `${number} ${noun}${number === 1 ? '' : 's'}`;

// The sandbox's JSON API. Every failure is an Error whose message is a sentence that can be shown.

async function call(method, path, body) {
  const request = { method, cache: 'no-store' };
  if (body !== undefined) {
    request.headers = { 'Content-Type': 'application/json' };
    request.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(path, request);
  } catch {
    throw new Error('The sandbox does not answer. Is it still running?');
  }
  const text = await response.text();
  const answer = parse(text);
  if (!response.ok) throw new Error(answer?.error || `The sandbox answered ${response.status}.`);
  return answer;
}

function parse(text) {
  if (!text) return {};
  try {
    return JSON.parse(text);
  } catch {
    return { error: text.slice(0, 200) };
  }
}

export const get = (path) => call('GET', path);
export const post = (path, body = {}) => call('POST', path, body);
export const del = (path) => call('DELETE', path);

/** A file's or the script's text, as it is. */
export async function getText(path) {
  const response = await fetch(path, { cache: 'no-store' });
  if (!response.ok) throw new Error('That could not be opened.');
  return response.text();
}

/** Where a document of a chat is fetched from. */
export const fileURL = (id) => `/api/files/${encodeURIComponent(id)}`;

// What people do. Everything goes through here, so that the story can notice what was done by hand.

import { post } from './api.js';
import { notice } from './toast.js';

const ears = new Set();

/** `hear({person, verb, body, label})` is called after each thing that somebody did; `label` is what a tapped button said. */
export const onAct = (hear) => ears.add(hear);

/** Does something as that person. Shows what went wrong and rejects, so that callers can give words back. */
export async function act(person, verb, body = {}, label = '') {
  try {
    const answer = await post(`/api/people/${person.id}/${verb}`, body);
    tell({ person, verb, body, label });
    return answer;
  } catch (problem) {
    notice(problem);
    throw problem;
  }
}

export function tell(done) {
  for (const hear of ears) hear(done);
}

/** Policy answers as the first release wrote them, in `intorch.yaml` and in the settings of its sessions. */
const FORMER: ReadonlyMap<unknown, string> = new Map([
  ['put_aside', 'hold_effort'],
  ['hand_back', 'return_to_author'],
]);

/** Returns today's word for a policy answer; anything else stays as it is. */
export function todaysAnswer<Answer>(answer: Answer): Answer | string {
  return FORMER.get(answer) ?? answer;
}

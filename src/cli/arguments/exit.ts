import type { Question } from '../../domain/integration/question.ts';
import type { IntegrationState, SessionOutcome } from '../../domain/integration/state.ts';

/** What each exit status means; help prints this table. Errors define theirs in the catalogue. */
export const EXIT_STATUSES: Readonly<Record<number, string>> = {
  0: 'done',
  1: 'an integration or pipeline failed, ended early, or is held unverified',
  2: 'usage error',
  3: 'a decision is needed and nobody is there to ask',
  65: 'a file is invalid',
  69: 'a program or service is missing',
  70: 'a bug',
  75: 'another session holds the lock',
  130: 'interrupted; progress is saved',
};

const BY_OUTCOME: Readonly<Record<SessionOutcome, number>> = {
  LANDED: 0,
  HELD_FOR_REVIEW: 0,
  NOTHING_TO_DO: 0,
  ROLLED_BACK: 0,
  SUPERSEDED: 1,
  STOPPED: 1,
  FAILED: 1,
};

/** Returns the exit status of a run that ended in the given state with the given question open. */
export function exitStatusOf(state: IntegrationState, question: Question | null): number {
  // Held without a command that finishes it: it is not verified.
  if (state.end?.outcome === 'HELD_FOR_REVIEW' && state.end.command === null) return 1;
  if (state.end !== null) return BY_OUTCOME[state.end.outcome];
  if (state.trouble !== null) return 1;
  return question === null ? 130 : 3;
}

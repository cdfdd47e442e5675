import type { Sha } from '../../shared/ids.ts';
import type { IntegrationState } from '../state.ts';

type Ended = Pick<IntegrationState, 'end'>;

/** Returns the target's new tip after landing; null: nothing has landed. */
export function landedCommit({ end }: Ended): Sha | null {
  return end?.outcome === 'LANDED' ? end.commit : null;
}

/** Returns the one command that finishes a landing held for review; null where there is none. */
export function landingCommand({ end }: Ended): string | null {
  return end?.outcome === 'HELD_FOR_REVIEW' ? end.command : null;
}

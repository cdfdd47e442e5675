/** Brings a session back: the newest usable checkpoint, the journal after it, and what git says. */
import type { Event } from '../domain/integration/event.ts';
import { reconcile } from '../domain/integration/reconcile.ts';
import type { IntegrationState } from '../domain/integration/state.ts';
import { transition } from '../domain/integration/transition.ts';
import type { Instant } from '../domain/shared/ids.ts';
import type { CheckpointFile } from '../ports/stores.ts';
import { gatherFacts } from './facts.ts';
import type { EnginePorts } from './ports.ts';

export interface Recovered {
  readonly state: IntegrationState;
  readonly sequence: number;
  /** Newer checkpoints that could not be used, with the reason. */
  readonly refused: readonly CheckpointFile[];
  /** When the session last did something, before it was taken up again. */
  readonly last_sign_of_life: Instant;
}

/** Gives the state of a session as it was left; null when no checkpoint of it can be used. */
export async function recover(
  ports: Pick<EnginePorts, 'checkpoints' | 'journal'>,
): Promise<Recovered | null> {
  const { envelope, refused } = await ports.checkpoints.load();
  if (envelope === null) return null;
  const later = await ports.journal.since(envelope.sequence);
  const state = later.reduce((so_far, { event }) => transition(so_far, event), envelope.state);
  const sequence = later.at(-1)?.sequence ?? envelope.sequence;
  return { state, sequence, refused, last_sign_of_life: later.at(-1)?.event.at ?? envelope.saved_at };
}

/**
 * Gives the events that bring a recovered state up to date: what git says differently, and, when something is left to do and nobody
 * said to go on, the offer to resume.
 */
export async function takeUp(
  ports: EnginePorts,
  recovered: Recovered,
  ask: boolean,
): Promise<readonly Event[]> {
  const { state, last_sign_of_life } = recovered;
  if (state.stage === 'FINISHED') return [];
  const facts = await gatherFacts(ports, state);
  const events = reconcile(state, facts);
  const at = facts.at;
  const begun = state.stage !== 'PLANNING' && state.stage !== 'READY';
  const offer: readonly Event[] =
    begun && state.resume_offer === null ? [{ type: 'resume_offered', last_sign_of_life, at }] : [];
  if (ask) return [...events, ...offer];
  // Whoever says to go on wants to see whether what failed outside works now.
  const retry: readonly Event[] = state.trouble === null ? [] : [{ type: 'retry_requested', at }];
  const goOn: readonly Event[] = state.paused ? [{ type: 'went_on', at }] : [];
  return [...events, ...retry, ...goOn];
}

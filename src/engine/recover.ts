/** Brings a session back: the newest usable checkpoint, the journal after it, and what git says. */
import { sameSettings } from '../domain/config/same-settings.ts';
import type { GateSettings } from '../domain/config/settings.ts';
import type { Event } from '../domain/integration/event.ts';
import { reconcile } from '../domain/integration/reconcile.ts';
import { isSaid } from '../domain/integration/selectors/findings.ts';
import type { Finding, IntegrationState } from '../domain/integration/state.ts';
import { transition } from '../domain/integration/transition.ts';
import type { Instant } from '../domain/shared/ids.ts';
import { counted } from '../domain/shared/text.ts';
import type { CheckpointFile } from '../ports/stores.ts';
import { gatherFacts } from './integration/facts.ts';
import type { EnginePorts } from './integration/ports.ts';

export interface Recovered {
  readonly state: IntegrationState;
  readonly sequence: number;
  /** Newer checkpoints that could not be used, with the reason. */
  readonly refused: readonly CheckpointFile[];
  /** Journalled events that could not be used and were moved out of the way; null: there were none. */
  readonly set_aside: Awaited<ReturnType<EnginePorts['journal']['setAside']>>;
  /** When the session last did something, before it was taken up again. */
  readonly last_sign_of_life: Instant;
}

/** How a session is taken up, and what is known of its settings. */
export interface TakingUp {
  /** The operator is offered to go on, and nothing runs before. */
  readonly ask: boolean;
  /** What intorch.yaml says now that the session does not go by. */
  readonly differences: readonly Omit<Finding, 'at'>[];
  /** Other gates that may be taken over; null: there are none. */
  readonly gates_now: readonly GateSettings[] | null;
}

/** Gives the state of a session as it was left; null when no checkpoint of it can be used. */
export async function recover(
  ports: Pick<EnginePorts, 'checkpoints' | 'journal' | 'clock'>,
): Promise<Recovered | null> {
  const { envelope, refused } = await ports.checkpoints.load();
  if (envelope === null) return null;
  let { state, sequence, saved_at: last_sign_of_life } = envelope;
  for (const { event, sequence: next } of await ports.journal.since(sequence)) {
    const after = stateAfter(state, event);
    if (after === null) break;
    state = after;
    sequence = next;
    last_sign_of_life = event.at;
  }
  // Only who holds the session lock recovers: what is not usable now would be in the way of what is written next.
  const set_aside = await ports.journal.setAside(sequence, ports.clock.now());
  return { state, sequence, refused, set_aside, last_sign_of_life };
}

/** Gives null for an event of a known type that is damaged inside: what it does to the state cannot be told. */
function stateAfter(state: IntegrationState, event: Event): IntegrationState | null {
  try {
    return transition(state, event);
  } catch {
    return null;
  }
}

/**
 * Gives the events that bring a recovered state up to date: what git says differently, and, when something is left to do and nobody
 * said to go on, the offer to resume.
 */
export async function takeUp(
  ports: EnginePorts,
  recovered: Recovered,
  { ask, differences, gates_now }: TakingUp,
): Promise<readonly Event[]> {
  const { state, last_sign_of_life, set_aside } = recovered;
  if (state.stage === 'FINISHED') return [];
  const facts = await gatherFacts(ports, state);
  const at = facts.at;
  const own = [
    ...(set_aside === null ? [] : [lostEvents(set_aside)]),
    ...differences.filter((each) => !isSaid(state.findings, each)),
  ];
  const events = [
    ...own.map((finding): Event => ({ type: 'difference_found', finding: { ...finding, at }, at })),
    ...reconcile(state, facts),
  ];
  const begun = state.stage !== 'PLANNING' && state.stage !== 'READY';
  const offer: readonly Event[] =
    begun && (state.resume_offer === null || !sameSettings(state.resume_offer.gates_now, gates_now))
      ? [{ type: 'resume_offered', last_sign_of_life, gates_now, at }]
      : [];
  if (ask) return [...events, ...offer];
  // Whoever says to go on wants to see whether what failed outside works now.
  const retry: readonly Event[] = state.trouble === null ? [] : [{ type: 'retry_requested', at }];
  const goOn: readonly Event[] = state.paused ? [{ type: 'went_on', at }] : [];
  return [...events, ...retry, ...goOn];
}

/** What they reported on and git shows is found there; decisions that were only in them are asked again. */
function lostEvents({ count, because }: NonNullable<Recovered['set_aside']>): Omit<Finding, 'at'> {
  return {
    kind: 'journal_unusable',
    subject: 'journal',
    severity: 'MEDIUM',
    checkpoint_says: because,
    git_says: `${counted(count, 'event')} set aside; git is believed, and decisions that were in them are asked again`,
  };
}

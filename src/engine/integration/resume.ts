/** Brings a recovered integration up to date: what git says differently, and the offer to resume where nobody said so. */

import { sameSettings } from '../../domain/config/same-settings.ts';
import type { GateSettings } from '../../domain/config/settings.ts';
import type { Event } from '../../domain/integration/event.ts';
import { reconcile } from '../../domain/integration/reconcile.ts';
import { landingCommand } from '../../domain/integration/selectors/ending.ts';
import { isSaid } from '../../domain/integration/selectors/findings.ts';
import { hasBegun } from '../../domain/integration/selectors/progress.ts';
import type { Finding, IntegrationState } from '../../domain/integration/state.ts';
import { counted } from '../../domain/shared/text.ts';
import type { SetAside } from '../../ports/stores.ts';
import type { Recovered } from '../recover.ts';
import { gatherFacts } from './facts.ts';
import { hindranceTo } from './perform-survey.ts';
import type { EnginePorts } from './ports.ts';
import { mendTip } from './refs/mend-tip.ts';

/**
 * - `ask`: the operator is offered to resume, and nothing runs before;
 * - `go_on`: what failed outside is tried again, and a pause is over;
 * - `as_it_is`: what it waited for, it waits for.
 */
export type HowToResume = 'ask' | 'go_on' | 'as_it_is';

/** How a session is resumed, and what is known of its settings. */
export interface Resuming {
  readonly how: HowToResume;
  /** Settings in intorch.yaml now that the session does not use. */
  readonly differences: readonly Omit<Finding, 'at'>[];
  /** Changed gates that the operator may adopt; null: there are none. */
  readonly gates_now: readonly GateSettings[] | null;
}

/** Returns the events that bring a recovered state up to date. One that is finished is asked about where its result waits to be landed. */
export async function resumeEvents(
  ports: EnginePorts,
  recovered: Recovered<IntegrationState>,
  { how, differences, gates_now }: Resuming,
): Promise<readonly Event[]> {
  const { state, last_sign_of_life, set_aside } = recovered;
  if (state.stage === 'FINISHED') return how === 'ask' ? heldOffer(ports, recovered) : [];
  await mendTip(ports, state);
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
  const offer: readonly Event[] =
    hasBegun(state) && (state.resume_offer === null || !sameSettings(state.resume_offer.gates_now, gates_now))
      ? [{ type: 'resume_offered', last_sign_of_life, gates_now, at }]
      : [];
  if (how === 'ask') return [...events, ...offer];
  if (how === 'as_it_is') return events;
  // Whoever says to resume wants to see whether what failed outside works now.
  const retry: readonly Event[] = state.trouble === null ? [] : [{ type: 'retry_requested', at }];
  const goOn: readonly Event[] = state.paused ? [{ type: 'went_on', at }] : [];
  return [...events, ...retry, ...goOn];
}

async function heldOffer(
  ports: EnginePorts,
  { state, last_sign_of_life }: Recovered<IntegrationState>,
): Promise<readonly Event[]> {
  const { target_base: from, integration_tip: to } = state;
  if (landingCommand(state) === null || from === null || to === null) return [];
  const hindrance = await hindranceTo(ports, state, { from, to });
  return [{ type: 'resume_offered', last_sign_of_life, gates_now: null, hindrance, at: ports.clock.now() }];
}

/** Reports lost events. Git still shows what some of them did; decisions that were only in them are asked again. */
function lostEvents({ count, because }: SetAside): Omit<Finding, 'at'> {
  return {
    kind: 'journal_unusable',
    subject: 'journal',
    severity: 'MEDIUM',
    checkpoint_says: because,
    git_says: `${counted(count, 'event')} set aside; git is believed, and decisions that were in them are asked again`,
  };
}

import type { NewSession } from '../../domain/integration/new-session.ts';
import { judgedSoFar } from '../../domain/integration/selectors/groups/red-share.ts';
import { gateDurations } from '../../domain/integration/selectors/groups/suite-time.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import type { Repository } from '../repository/compose.ts';
import { isIntegration, readIntegration } from '../repository/integration-kind.ts';

/** Reads the previous session; null when there is none or it cannot be read. */
export async function lastIntegration(repository: Repository): Promise<IntegrationState | null> {
  const last = (await repository.sessions.list()).find(isIntegration);
  if (last === undefined) return null;
  return (await readIntegration(repository.stored, last.id)).found?.state ?? null;
}

/** How long each gate took up to the previous session, and how many efforts were red; empty without one. */
export function seenIn(
  last: IntegrationState | null,
): Pick<NewSession, 'gate_durations_ms' | 'judged_before'> {
  return last === null ? {} : { gate_durations_ms: gateDurations(last), judged_before: judgedSoFar(last) };
}

import type { NewSession } from '../../domain/integration/new-session.ts';
import { judgedSoFar } from '../../domain/integration/selectors/groups/red-share.ts';
import { gateDurations } from '../../domain/integration/selectors/groups/suite-time.ts';
import type { Repository } from '../repository/compose.ts';
import { isIntegration, readIntegration } from '../repository/integration-kind.ts';

/** Reads how long each gate took up to the previous session, and how many efforts were red; empty when there is none or it cannot be read. */
export async function lastSeen(
  repository: Repository,
): Promise<Pick<NewSession, 'gate_durations_ms' | 'judged_before'>> {
  const last = (await repository.sessions.list()).find(isIntegration);
  if (last === undefined) return {};
  const { found } = await readIntegration(repository.stored, last.id);
  if (found === null) return {};
  return { gate_durations_ms: gateDurations(found.state), judged_before: judgedSoFar(found.state) };
}

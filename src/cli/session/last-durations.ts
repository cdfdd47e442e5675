import { gateDurations } from '../../domain/integration/selectors/estimate.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import type { Repository } from '../repository/compose.ts';
import { isIntegration, readIntegration } from '../repository/integration-kind.ts';

/** Reads the previous session; null when there is none or it cannot be read. */
export async function lastIntegration(repository: Repository): Promise<IntegrationState | null> {
  const last = (await repository.sessions.list()).find(isIntegration);
  if (last === undefined) return null;
  return (await readIntegration(repository.stored, last.id)).found?.state ?? null;
}

/** Reads how long each gate took in the previous session; empty when there is none or it cannot be read. */
export async function lastDurations(repository: Repository): Promise<Readonly<Record<string, number>>> {
  const last = await lastIntegration(repository);
  return last === null ? {} : gateDurations(last);
}

import { gateDurations } from '../../domain/integration/selectors/estimate.ts';
import type { Repository } from '../repository/compose.ts';
import { isIntegration, readIntegration } from '../repository/integration-kind.ts';

/** Reads how long each gate took in the previous session; empty when there is none or it cannot be read. */
export async function lastDurations(repository: Repository): Promise<Readonly<Record<string, number>>> {
  const last = (await repository.sessions.list()).find(isIntegration);
  if (last === undefined) return {};
  const { found } = await readIntegration(repository.stored, last.id);
  return found === null ? {} : gateDurations(found.state);
}

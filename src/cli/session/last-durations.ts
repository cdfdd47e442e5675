import { gateDurations } from '../../domain/integration/selectors/estimate.ts';
import type { Repository } from '../repository/compose.ts';

/** Gives what each gate took in the session before; empty where there is none, or it cannot be read. */
export async function lastDurations(repository: Repository): Promise<Readonly<Record<string, number>>> {
  const [last] = await repository.sessions.list();
  if (last === undefined) return {};
  const checkpoints = await repository.checkpoints(last.id);
  const { envelope } = await checkpoints.load();
  return envelope === null ? {} : gateDurations(envelope.state);
}

import type { SessionRecord } from '../../ports/stores.ts';
import type { Repository } from '../repository/compose.ts';
import { isIntegration } from '../repository/integration-kind.ts';

/** Finds the newest unfinished session; null when there is none. */
export async function unfinishedSession(
  repository: Pick<Repository, 'sessions'>,
): Promise<SessionRecord | null> {
  const sessions = await repository.sessions.list();
  const newest = sessions.find(isIntegration);
  return newest === undefined || newest.finished ? null : newest;
}

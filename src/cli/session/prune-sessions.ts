/** Removes old sessions with all that they left: refs, rows, checkpoints, logs and reports. What holds somebody's work stays. */
import { checkpointRef, sessionRefs } from '../../adapters/checkpoint-mirror.ts';
import { forgetSession } from '../../adapters/sqlite/session-store.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import type { Settings } from '../../domain/config/settings.ts';
import { isMergedHere } from '../../domain/integration/selectors/effort-status.ts';
import {
  editedByHand,
  keptBecause,
  outdated,
  type PruningFacts,
} from '../../domain/integration/selectors/pruning.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import { asIntorchError } from '../../domain/shared/errors.ts';
import { branchRef, type RefName, type SessionId, type Sha } from '../../domain/shared/ids.ts';
import type { Objects } from '../../ports/git.ts';
import { objectsOf, type Repository } from '../repository/compose.ts';
import { readIntegration } from '../repository/integration-kind.ts';

/** What became of one session that is old enough, or will. */
export interface PrunedSession {
  readonly id: SessionId;
  /** Why it is old enough. */
  readonly because: string;
  /** Why it stays all the same; null: it is removed. */
  readonly kept: string | null;
  /** How many refs it has. */
  readonly refs: number;
}

/** Looks at the old sessions, oldest last, and removes them unless it is `only_looking`. Only who holds the session lock removes any. */
export async function pruneSessions(
  repository: Repository,
  { sessions: limits, conflicts }: Pick<Settings, 'sessions' | 'conflicts'>,
  only_looking = false,
): Promise<readonly PrunedSession[]> {
  const old = outdated(await repository.sessions.list(), limits, systemClock.now());
  if (old.size === 0) return [];
  const objects = objectsOf(repository, { conflicts });
  const pruned: PrunedSession[] = [];
  try {
    for (const [id, because] of old) {
      const refs = await repository.history.refs([sessionRefs(id), checkpointRef(id)]);
      const kept = await reasonToKeep(repository, objects, id, refs).catch(
        (thrown) => `it cannot be looked at: ${asIntorchError(thrown).message}`,
      );
      if (kept === null && !only_looking) await remove(repository, objects, id, refs);
      pruned.push({ id, because, kept, refs: refs.size });
    }
  } finally {
    await objects.close();
  }
  return pruned;
}

/** Removes old sessions before a new one starts. A failure goes to `say`, and stops nothing. */
export async function pruneAtStart(repository: Repository, say: (thrown: unknown) => void): Promise<void> {
  // Whoever starts a session with settings that cannot be used reports them.
  const settings = await repository.settings().catch(() => null);
  if (settings !== null) await pruneSessions(repository, settings).catch(say);
}

async function reasonToKeep(
  repository: Repository,
  objects: Objects,
  id: SessionId,
  refs: ReadonlyMap<RefName, Sha>,
): Promise<string | null> {
  const { found } = await readIntegration(repository.stored, id);
  if (found === null) return 'it cannot be read';
  return keptBecause(found.state, await factsOf(repository, objects, found.state, refs));
}

async function factsOf(
  { history }: Repository,
  objects: Objects,
  state: IntegrationState,
  refs: ReadonlyMap<RefName, Sha>,
): Promise<PruningFacts> {
  const [target, branch] = [branchRef(state.target), branchRef(state.integration_branch)];
  const heads = await history.refs([target, branch]);
  const { integration_tip: tip } = state;
  const base = heads.get(target) ?? null;
  const own = `${sessionRefs(state.session_id)}`;
  // Evidence is made from efforts, and what a person adds to it is looked for as edits; mirrored checkpoints have it as parents.
  const isWork = (ref: string) => ref.startsWith(own) && !ref.startsWith(`${own}evidence/`);
  const works = [...refs].filter(([ref]) => isWork(ref));
  let only_here: RefName | null = null;
  for (const [ref, commit] of works) if (await history.isOnlyIn([commit])) only_here ??= ref;
  return {
    is_in_target: tip !== null && base !== null && (await history.isAncestor(tip, base)),
    branch_stands: heads.has(branch) && heads.get(branch) === refs.get(`${own}tip` as RefName),
    only_here,
    edited_here: await lostEdit(objects, state),
  };
}

/** Finds a file that was edited by hand and is in none of the merges that stand. */
async function lostEdit(objects: Objects, state: IntegrationState): Promise<string | null> {
  const merges = state.efforts_included.filter(isMergedHere).map(({ merge_commit }) => merge_commit);
  for (const { path, blob } of editedByHand(state)) {
    const entries = await Promise.all(merges.map((commit) => objects.readEntries(commit, [path])));
    if (!entries.some((entry) => entry.get(path)?.blob === blob)) return path;
  }
  return null;
}

/** Refs go first and the folder last: what is cut off in between is found and removed the next time. */
async function remove(
  { sessions, directory }: Repository,
  objects: Objects,
  id: SessionId,
  refs: ReadonlyMap<RefName, Sha>,
): Promise<void> {
  await objects.updateRefs([...refs].map(([ref, expected]) => ({ ref, to: null, expected })));
  await forgetSession(directory, id);
  await sessions.remove(id);
}

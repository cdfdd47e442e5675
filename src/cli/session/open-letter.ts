/** Opens what another machine saved: judged by where this machine stands, merged again, and with the settings here. */
import { createSessionFiles } from '../../adapters/session-files.ts';
import type { StoredSettings } from '../../adapters/sessions.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import { settingsFor, withPlacesOf } from '../../domain/config/foreign-settings.ts';
import { sameSettings } from '../../domain/config/same-settings.ts';
import { letterRefusal } from '../../domain/integration/differences/letter.ts';
import type { Event } from '../../domain/integration/event.ts';
import { isInTarget } from '../../domain/integration/selectors/effort-status.ts';
import { participants } from '../../domain/integration/selectors/progress.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import { transition } from '../../domain/integration/transition.ts';
import type { Envelope } from '../../domain/shared/codec.ts';
import { asIntorchError } from '../../domain/shared/errors.ts';
import { branchRef, type EffortName, type RefName, type Sha } from '../../domain/shared/ids.ts';
import { remergeRefusal } from '../../engine/integration/merging/merged-again.ts';
import { tipRef } from '../../engine/integration/refs/session-refs.ts';
import type { Recovered } from '../../engine/recover.ts';
import type { History } from '../../ports/git.ts';
import { objectsOf, type Repository } from '../repository/compose.ts';

/** Checks whether a branch holds a commit, here or on the remote; `ref` is another name that it may have here. */
export type HoldsCommit = (commit: Sha, branch: string, ref?: RefName) => Promise<boolean>;

interface Opening {
  /** The session as it is stored here; null: it was never here. */
  readonly known: IntegrationState | null;
  readonly isHeld: HoldsCommit;
}

/** Returns the state that this machine goes on with, or why it does not. What the operator has to agree to is in it, as a question. */
export async function openLetter(
  repository: Repository,
  { host, state }: Envelope<IntegrationState>,
  { known, isHeld }: Opening,
): Promise<{ readonly state: IntegrationState } | { readonly refused: string }> {
  const { history } = repository;
  const settings = settingsFor(state.settings, known?.settings ?? (await repository.settings()));
  const refused =
    letterRefusal(state, {
      settings,
      target: known?.target ?? (await repository.targetOf(settings)),
      branch_at: await history.resolve(branchRef(state.integration_branch)),
      left_at: await history.resolve(tipRef(state)),
      base_is_known: state.target_base === null || (await isHeld(state.target_base, state.target)),
    }) ?? (await mergedOtherwise(repository, { ...state, settings: withPlacesOf(settings, state.settings) }));
  if (refused !== null) return { refused };
  const unknown: EffortName[] = [];
  for (const effort of participants(state))
    if (!isInTarget(effort) && !(await isHeld(effort.tip, effort.branch, effort.ref)))
      unknown.push(effort.name);
  return {
    state: transition(state, { type: 'letter_opened', host, settings, unknown, at: systemClock.now() }),
  };
}

/**
 * Returns the event that opens a state which only a checkpoint holds, where its settings are not those that the session began with here:
 * a folder in the working tree takes files from any branch. null: they are, or the session is known by its journal.
 */
export function openingOf(
  { state, from }: Pick<Recovered<IntegrationState>, 'state' | 'from'>,
  stored: StoredSettings | null,
): Event | null {
  if (from.by !== 'checkpoint' || stored === null) return null;
  const { settings } = stored;
  return sameSettings(withPlacesOf(settings, state.settings), settings)
    ? null
    : { type: 'letter_opened', host: from.host, settings, unknown: [], at: systemClock.now() };
}

async function mergedOtherwise(repository: Repository, state: IntegrationState): Promise<string | null> {
  const objects = objectsOf(repository, state.settings);
  const files = createSessionFiles(repository.sessions.directory(state.session_id));
  try {
    return await remergeRefusal({ history: repository.history, objects, files }, state);
  } catch (thrown) {
    return `it cannot be merged again: ${asIntorchError(thrown).message}`;
  } finally {
    await objects.close();
  }
}

/** Creates the check for one remote. The remote is asked only for what no branch here holds. */
export function branchesHolding(history: History, remote: string): HoldsCommit {
  let local: Promise<ReadonlyMap<RefName, Sha>> | null = null;
  let there: Promise<ReadonlyMap<RefName, Sha>> | null = null;
  const reaches = async (commit: Sha, tip: Sha | undefined) =>
    tip !== undefined && (tip === commit || (await history.isAncestor(commit, tip)));
  return async (commit, branch, ref) => {
    const head = `refs/heads/${branch}` as RefName;
    local ??= history.refs(['refs/heads/', 'refs/remotes/']);
    const names = [head, `refs/remotes/${remote}/${branch}` as RefName, ...(ref === undefined ? [] : [ref])];
    for (const name of names) if (await reaches(commit, (await local).get(name))) return true;
    there ??= history.remoteRefs(remote, 'refs/heads/');
    const tip = (await there).get(head);
    if (tip === undefined || tip === commit) return tip === commit;
    if ((await history.resolve(tip)) === null) await history.fetchObjects(remote, [head]);
    return reaches(commit, tip);
  };
}

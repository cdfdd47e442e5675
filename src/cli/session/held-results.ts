/** Verified results that nobody landed yet: the next start shows the newest, and no session makes their branches again unasked. */
import { isNumberedByItself, ofNextWave } from '../../domain/config/free-wave.ts';
import { integrationBranchName } from '../../domain/config/integration-branch.ts';
import type { Settings } from '../../domain/config/settings.ts';
import { verifiedResult } from '../../domain/integration/rules.ts';
import { landingCommand } from '../../domain/integration/selectors/ending.ts';
import type { IntegrationState } from '../../domain/integration/state.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import { type BranchName, branchRef, type SessionId } from '../../domain/shared/ids.ts';
import { EVERY_SESSION, sessionOfTip } from '../../engine/integration/refs/session-refs.ts';
import type { Repository } from '../repository/compose.ts';
import { isIntegration, readIntegration } from '../repository/integration-kind.ts';

/** Finds the newest session if it ended with a result that is held and can still land as it was verified; else null. */
export async function heldSession(repository: Repository): Promise<IntegrationState | null> {
  const newest = (await repository.sessions.list()).find(isIntegration);
  if (newest?.finished !== true) return null;
  const { found } = await readIntegration(repository.stored, newest.id);
  if (found === null || landingCommand(found.state) === null) return null;
  const { target, target_base } = found.state;
  return (await repository.history.resolve(branchRef(target))) === target_base ? found.state : null;
}

/**
 * Returns the settings for a new session: those of the next wave whose branch holds no verified result outside of the target.
 * @throws RESULT_HELD where the operator chose the name of the branch, and the result on it is held
 */
export async function settingsAround(
  repository: Repository,
  wanted: Settings,
  session: SessionId,
  target: BranchName,
): Promise<Settings> {
  for (let settings = wanted; ; settings = ofNextWave(settings)) {
    const branch = integrationBranchName(settings, session);
    const holder = await holderOf(repository, branch, target);
    if (holder === null) return settings;
    if (isNumberedByItself(wanted)) continue;
    // Who started over, or came to another end, was asked.
    const command = landingCommand(holder);
    if (command === null) return settings;
    throw new IntorchError(
      'RESULT_HELD',
      `${branch} holds the verified result of ${holder.session_id}, which is not in ${target}`,
      { remedy: `Land it with: ${command}; or give the new session another naming.wave` },
    );
  }
}

/** Returns the session whose verified result a branch stands at, while the target does not have it; null: there is none. */
async function holderOf(
  { history, stored }: Repository,
  branch: BranchName,
  target: BranchName,
): Promise<IntegrationState | null> {
  const tip = await history.resolve(branchRef(branch));
  const base = await history.resolve(branchRef(target));
  if (tip === null || base === null || (await history.isAncestor(tip, base))) return null;
  for (const [ref, at] of await history.refs([EVERY_SESSION])) {
    const id = at === tip ? sessionOfTip(ref) : null;
    const { found } = id === null ? { found: null } : await readIntegration(stored, id);
    if (found !== null && verifiedResult(found.state) === tip) return found.state;
  }
  return null;
}

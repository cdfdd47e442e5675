/** Looks before a session is made: wrong names end at once, and where there is nothing to do, nothing is begun. */
import { tmpdir } from 'node:os';
import { gitObjects } from '../../adapters/git/git-objects.ts';
import { systemClock } from '../../adapters/system-clock.ts';
import { integrationBranchName } from '../../domain/config/integration-branch.ts';
import type { Settings } from '../../domain/config/settings.ts';
import { sessionIdAt } from '../../domain/integration/new-session.ts';
import { shellWord } from '../../domain/shared/shell-word.ts';
import { counted, safeJson, sanitize } from '../../domain/shared/text.ts';
import { type Idle, idleBecause } from '../../engine/integration/planning/work-to-do.ts';
import type { History } from '../../ports/git.ts';
import type { Io } from '../arguments/io.ts';
import { targetOf } from '../repository/target-of.ts';

/** A line names no more branches than this. */
const MOST_NAMED = 20;

/** Returns why a session with these settings would have nothing to do; null: it would. @throws WRONG_USE, TARGET_MISSING */
export async function nothingToDo(
  history: History,
  settings: Settings,
  env: Io['env'],
): Promise<Idle | null> {
  const target = await targetOf(history, settings);
  const integration_branch = integrationBranchName(settings, sessionIdAt(settings, systemClock.now()));
  const objects = async () =>
    gitObjects({
      git_dir: (await history.repository()).common_dir,
      scratch_dir: tmpdir(),
      trusted_drivers: [],
      owned_refs: [],
      env,
    });
  return idleBecause({ history, objects }, settings, { target, integration_branch });
}

/** Formats it for people, with a command to go on with: `command` is what would integrate, `intorch run`. */
export function idleText({ because, branches }: Idle, command: string): string {
  const named = branches.slice(0, MOST_NAMED);
  const more = branches.length - named.length;
  const lines =
    named.length === 0
      ? ['See the branches: git branch --all. See what was integrated: intorch report']
      : [
          `Branches to pick from: ${named.join(', ')}${more === 0 ? '' : ` and ${counted(more, 'other')}`}`,
          `Integrate them: ${command} --efforts ${shellWord(named.join(','))}`,
        ];
  return `${sanitize([`Nothing to do: ${because}`, ...lines.map((line) => `  ${line}`)].join('\n'))}\n`;
}

/** Formats it for scripts, as the summary of a run that made no session. */
export function idleJson({ because, branches }: Idle): string {
  const outcome = 'NOTHING_TO_DO';
  return `${safeJson({ type: 'summary', session_id: null, outcome, because, landed: false, branches, exit_status: 0 })}\n`;
}

import { kindOf } from '../../../domain/conflict/conflict-kind.ts';
import type { ConflictedPath } from '../../../domain/conflict/merge-report.ts';
import type { FolderInTheWay } from '../../../domain/conflict/options/file-collision.ts';
import { effortNamed } from '../../../domain/integration/selectors/progress.ts';
import type { IntegrationState } from '../../../domain/integration/state.ts';
import type { EffortName, Sha } from '../../../domain/shared/ids.ts';
import type { MergeOutcome } from '../../../ports/git.ts';
import type { EnginePorts } from '../ports.ts';

/** Lists the merge's files in the folder where a conflicted file should be; null: there are none, or the folder has conflicts itself. */
export async function folderInTheWay(
  { history, objects }: Pick<EnginePorts, 'history' | 'objects'>,
  state: IntegrationState,
  about: {
    readonly effort: EffortName;
    readonly onto: Sha;
    readonly conflicted: ConflictedPath;
    readonly outcome: MergeOutcome;
  },
): Promise<FolderInTheWay | null> {
  const { conflicted, outcome } = about;
  if (kindOf(conflicted, outcome.messages) !== 'directory_file') return null;
  const folder = `${(conflicted.current ?? conflicted.incoming)?.path ?? conflicted.path}/`;
  if (outcome.conflicted.some(({ path }) => path.startsWith(folder))) return null;
  const effort = effortNamed(state, about.effort);
  const tip = conflicted.current === null ? about.onto : effort.tip;
  // Base has no such folder, or the other side deleted it: the files left in it are those that this side changed.
  const changed = await history.changedPaths(effort.merge_base, tip);
  const below = changed.map(({ path }) => path).filter((path) => path.startsWith(folder));
  const there = [...(await objects.readEntries(outcome.tree, below)).values()];
  if (there.length === 0) return null;
  const blobs = there.filter(({ mode }) => mode.startsWith('100')).map(({ blob }) => blob);
  const texts = await objects.readBlobs([...new Set(blobs)]);
  const textOf = (blob: Sha) => {
    const text = texts.get(blob);
    return text === undefined || text.includes('\0') ? null : text;
  };
  return { files: there.map(({ path, blob }) => ({ path, text: textOf(blob) })) };
}

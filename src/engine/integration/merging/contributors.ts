/** Finds who may have written the current side of a conflicted path: the target, and the efforts that are in. */
import type { Contributor } from '../../../domain/conflict/authors.ts';
import type { ConflictedPath } from '../../../domain/conflict/merge-report.ts';
import { effortNamed } from '../../../domain/integration/selectors/progress.ts';
import { effortsSharing } from '../../../domain/integration/selectors/side-names.ts';
import type { IntegrationState } from '../../../domain/integration/state.ts';
import type { EffortName, Sha } from '../../../domain/shared/ids.ts';
import type { MergingPorts } from '../ports.ts';

interface Work {
  readonly name: string;
  readonly from: Sha;
  readonly to: Sha;
}

/** Returns whoever changed the path since the effort began, each with the file before and after. */
export async function contributorsTo(
  ports: MergingPorts,
  state: IntegrationState,
  { effort: name, conflicted }: { readonly effort: EffortName; readonly conflicted: ConflictedPath },
): Promise<readonly Contributor[]> {
  const { path } = conflicted;
  const effort = effortNamed(state, name);
  const { target, target_base } = state;
  const works: readonly Work[] = [
    ...(target_base === null ? [] : [{ name: target, from: effort.merge_base, to: target_base }]),
    ...effortsSharing(state, { effort: name, path }).map((other) => {
      const { merge_base, tip } = effortNamed(state, other);
      return { name: other, from: merge_base, to: tip };
    }),
  ];
  const found = await Promise.all(works.map((work) => contributor(ports, work, path)));
  return found.filter((one) => one !== null);
}

/** Null: it did not change the file. */
async function contributor(
  { objects }: MergingPorts,
  { name, from, to }: Work,
  path: string,
): Promise<Contributor | null> {
  const [before, after] = await Promise.all(
    [from, to].map(async (commit) => (await objects.readEntries(commit, [path])).get(path)),
  );
  if (before?.blob === after?.blob && before?.mode === after?.mode) return null;
  const files = [before, after].flatMap((entry) => (entry?.mode.startsWith('100') ? [entry.blob] : []));
  const texts = await objects.readBlobs([...new Set(files)]);
  const textOf = (entry: typeof before) => (entry === undefined ? null : (texts.get(entry.blob) ?? null));
  return { name, base: textOf(before), text: textOf(after) };
}

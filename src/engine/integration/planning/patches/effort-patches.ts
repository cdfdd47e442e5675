/** This folder: what the lines and messages of efforts say of each other, and of what landed. */
import type { Effort } from '../../../../domain/integration/state.ts';
import type { FilePatch } from '../../../../domain/landed/patch.ts';
import type { Sha } from '../../../../domain/shared/ids.ts';
import type { Looked, PlanPorts } from '../look-at-branch.ts';

/** Messages of more commits of one effort are not read. */
const MOST_MESSAGES = 200;

/** An effort that would be merged, with the lines that it changes. */
export interface Patched extends Looked {
  readonly change: readonly FilePatch[];
}

/** What the efforts say, line by line and commit by commit: read once, by one process each, for all that is asked about them. */
export interface EffortPatches {
  readonly patched: readonly Patched[];
  readonly messages: ReadonlyMap<Sha, string>;
}

/** Reads the patches of the efforts that would be merged, and the messages of their commits. */
export async function effortPatches(
  { history }: PlanPorts,
  looked: readonly Looked[],
): Promise<EffortPatches> {
  const open = looked.filter(({ effort, changed }) => effort.status === 'PENDING' && changed.length > 0);
  if (open.length === 0) return { patched: [], messages: new Map() };
  const spans = await Promise.all(open.map(({ effort }) => spansOf(history, effort)));
  const [answers, messages] = await Promise.all([
    history.spanPatches(spans.flat()),
    history.messages([...new Set(open.flatMap(({ own }) => [...own.keys()].slice(0, MOST_MESSAGES)))]),
  ]);
  const left = [...answers];
  return {
    patched: open.map((each, index) => ({
      ...each,
      change: left.splice(0, spans[index]?.length ?? 0).flat(),
    })),
    messages,
  };
}

/** What an effort brings: all since its merge base, or the commits that are chosen of it. */
async function spansOf({ parents }: PlanPorts['history'], { merge_base, tip, commits_chosen }: Effort) {
  if (commits_chosen === null) return [{ from: merge_base, to: tip }];
  const befores = await Promise.all(commits_chosen.map(parents));
  return commits_chosen.flatMap((to, index) => {
    const from = befores[index]?.[0];
    return from === undefined ? [] : [{ from, to }];
  });
}

/** Makes the tree that the choices add up to, proves that no marker is left in it, and publishes the merge. */
import type { Conflict } from '../domain/conflict/conflict.ts';
import type { ActionOf } from '../domain/integration/action.ts';
import type { Outcome } from '../domain/integration/event.ts';
import { effortNamed } from '../domain/integration/progress.ts';
import { chosenOption } from '../domain/integration/remembering.ts';
import { parseDiff3, composeFile } from '../domain/conflict/hunks.ts';
import { IntorchError } from '../domain/shared/errors.ts';
import type { ConflictedPath, TreeChange } from '../ports/git.ts';
import { currentName, diff3Text, sideTexts } from './conflict-texts.ts';
import { commitMerge } from './merge-commit.ts';
import { mergeStep } from './merge-step.ts';
import type { Performing } from './perform.ts';

export async function resolveConflict({ effort: name, onto }: ActionOf<'resolve_conflict'>, performing: Performing): Promise<Outcome> {
  const { ports, state } = performing;
  const effort = effortNamed(state, name);
  const step = await mergeStep(ports, state, effort, onto);
  const conflicts = state.conflicts_detected.filter((conflict) => conflict.effort === name);
  if (step.outcome === null) return { type: 'effort_merge_failed', effort: name, because: 'the conflict is gone when looked at again' };
  const changes: TreeChange[] = [];
  for (const conflicted of step.outcome.conflicted) {
    const conflict = conflicts.find(({ path }) => path === conflicted.path);
    if (conflict === undefined) return { type: 'effort_merge_failed', effort: name, because: `${conflicted.path} conflicts, and was not asked about` };
    changes.push(...(await resolvedFile(performing, conflicted, conflict)));
  }
  const tree = await ports.objects.writeTree(step.outcome.tree, changes);
  const marked = await leftMarkers(performing, tree, changes, step.outcome.conflicted);
  if (marked.length > 0) {
    return { type: 'effort_merge_failed', effort: name, because: `conflict markers would stand in ${marked.join(', ')}` };
  }
  return commitMerge(ports, state, effort, { tip: onto, step, tree, conflicts });
}

async function resolvedFile({ ports, state }: Performing, conflicted: ConflictedPath, conflict: Conflict): Promise<readonly TreeChange[]> {
  const { path } = conflicted;
  if (conflict.edited !== null) return [{ path, entry: { mode: conflict.edited.mode, blob: conflict.edited.blob } }];
  const chosen = conflict.hunks.map((hunk) => {
    const option = chosenOption(hunk);
    if (option === null) throw new IntorchError('BUG', `${path} is being resolved with an open hunk`);
    return option;
  });
  const first = chosen[0];
  if (conflict.hunks.every((hunk) => hunk.lines === null)) {
    const stages = [conflicted.base, conflicted.current, conflicted.incoming].flatMap((entry) => (entry === null ? [] : [entry.path]));
    const gone = [...new Set(stages)].filter((stage) => stage !== path).map((stage): TreeChange => ({ path: stage, entry: null }));
    const entry = first?.blob && first.mode ? { mode: first.mode, blob: first.blob } : null;
    return [...gone, { path, entry }];
  }
  const texts = await sideTexts(ports, conflicted);
  const names = { current: currentName(state, path), incoming: conflict.effort };
  const diff3 = await diff3Text(ports, conflicted, texts, names);
  if (diff3 === null) throw new IntorchError('BUG', `${path} cannot be read as text any more`);
  const pieces = await ports.objects.readBlobs(chosen.flatMap((option) => option.blob ?? []));
  const text = composeFile(
    parseDiff3(diff3.text, diff3.marker_size),
    chosen.map((option) => (option.blob === null ? '' : (pieces.get(option.blob) ?? ''))),
  );
  const [blob] = await ports.objects.writeBlobs([text]);
  const mode = chosen.find((option) => option.mode !== null)?.mode ?? conflicted.current?.mode ?? '100644';
  return blob === undefined ? [] : [{ path, entry: { mode, blob } }];
}

/** Markers are looked for in the resulting tree, not in exit codes; a side that has them in its own text keeps them. */
async function leftMarkers(
  { ports }: Performing,
  tree: Parameters<Performing['ports']['objects']['pathsWithMarkers']>[0],
  changes: readonly TreeChange[],
  conflicted: readonly ConflictedPath[],
): Promise<readonly string[]> {
  const paths = changes.flatMap((change) => (change.entry === null ? [] : [change.path]));
  const marked = await ports.objects.pathsWithMarkers(tree, paths);
  const own = async (path: string) => {
    const sides = conflicted.find((candidate) => candidate.path === path);
    const texts = sides === undefined ? null : await sideTexts(ports, sides);
    return texts !== null && [texts.current, texts.incoming].some((text) => text !== null && /^<{7} /m.test(text));
  };
  const checked = await Promise.all(marked.map(async (path) => ((await own(path)) ? [] : [path])));
  return checked.flat();
}

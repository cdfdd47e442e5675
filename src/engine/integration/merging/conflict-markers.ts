/** Conflict markers that are content: lines of a text about git, or of a test fixture, that a side had before the merge. */
import { newMarkerLines } from '../../../domain/conflict/facts/markers.ts';
import type { ConflictedPath } from '../../../domain/conflict/merge-report.ts';
import type { IntegrationState } from '../../../domain/integration/state.ts';
import { matchesGlob } from '../../../domain/shared/glob.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import type { EnginePorts } from '../ports.ts';

/**
 * Reads a conflicted file as each side has it, from the sides' own trees. The stages will not do: for a file that both sides renamed and
 * changed, git puts its own markers there.
 */
export async function textsOfSides(
  { objects }: Pick<EnginePorts, 'objects'>,
  { path, base, current, incoming }: ConflictedPath,
  tips: readonly Sha[],
): Promise<readonly string[]> {
  const paths = [...new Set([path, ...[base, current, incoming].flatMap((entry) => entry?.path ?? [])])];
  const found = await Promise.all(tips.map((tip) => objects.readEntries(tip, paths)));
  const entries = [...found.flatMap((side) => [...side.values()]), ...(base === null ? [] : [base])];
  return textsIn({ objects }, entries);
}

/** Finds those of the paths that have marker lines in a tree which none of their sides' texts has. */
export async function pathsWithNewMarkers(
  { objects }: Pick<EnginePorts, 'objects'>,
  tree: Sha,
  paths: readonly string[],
  sides: () => Promise<(path: string) => readonly string[]>,
): Promise<readonly string[]> {
  const marked = await objects.pathsWithMarkers(tree, paths);
  if (marked.length === 0) return [];
  const [entries, own] = await Promise.all([objects.readEntries(tree, marked), sides()]);
  const texts = await objects.readBlobs([...entries.values()].map(({ blob }) => blob));
  return marked.filter((path) => {
    const blob = entries.get(path)?.blob;
    const text = blob === undefined ? undefined : texts.get(blob);
    return text === undefined || newMarkerLines(text, own(path)).length > 0;
  });
}

/**
 * Finds conflict markers in everything that would land. It leaves out markers that the target already has, and files where the settings
 * declare them content.
 */
export async function markersToLand(
  ports: EnginePorts,
  { target_base, settings }: Pick<IntegrationState, 'target_base' | 'settings'>,
  commit: Sha,
): Promise<readonly string[]> {
  if (target_base === null) return [];
  const changed = await ports.history.changedPaths(target_base, commit);
  const paths = changed
    .filter((change) => !change.binary && change.status !== 'D')
    .map(({ path }) => path)
    .filter((path) => !settings.conflicts.markers_in.some((glob) => matchesGlob(glob, path)));
  const tree = await ports.objects.treeOf(commit);
  return pathsWithNewMarkers(ports, tree, paths, async () => {
    const there = await ports.objects.readEntries(target_base, paths);
    const texts = await ports.objects.readBlobs([...there.values()].map(({ blob }) => blob));
    return (path) => [texts.get(there.get(path)?.blob as Sha) ?? ''];
  });
}

/** Reads the regular files among tree entries. */
async function textsIn(
  { objects }: Pick<EnginePorts, 'objects'>,
  entries: readonly { readonly mode: string; readonly blob: Sha }[],
): Promise<readonly string[]> {
  const files = entries.filter(({ mode }) => mode.startsWith('100'));
  const texts = await objects.readBlobs([...new Set(files.map(({ blob }) => blob))]);
  return [...texts.values()];
}

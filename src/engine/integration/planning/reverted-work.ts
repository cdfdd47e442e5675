/** Looks for work in the target that was merged and reverted, as far as efforts are that work, or stand on it. */

import type { RevertedEffort } from '../../../domain/integration/plan-facts/reverted-efforts.ts';
import {
  type FileVersion,
  type Lacking,
  stillReverted,
  whollyGone,
} from '../../../domain/integration/plan-facts/reverted-lines.ts';
import {
  type RevertedWork,
  revertsOf,
  standingReverts,
} from '../../../domain/integration/plan-facts/reverts.ts';
import type { Effort } from '../../../domain/integration/state.ts';
import { type CommitGraph, commitGraph } from '../../../domain/shared/commit-graph.ts';
import type { EffortName, Sha } from '../../../domain/shared/ids.ts';
import type { Looked, PlanPorts } from './look-at-branch.ts';

/** Work that changes more files than these is not compared. */
const MOST_PATHS = 1_000;
/** A longer file is not compared. */
const MOST_CHARACTERS = 1_000_000;

/** An effort whose commits the target has, or whose own stand on some of the target's. */
interface AskedEffort extends Pick<Looked, 'joins'> {
  readonly effort: Pick<Effort, 'name' | 'tip'>;
}

/** Finds the efforts whose content in the target is not there any more. */
export async function revertedWork(
  ports: PlanPorts,
  target: Sha,
  asked: readonly AskedEffort[],
): Promise<ReadonlyMap<EffortName, RevertedEffort>> {
  if (asked.length === 0) return new Map();
  const [parents, reverts] = await Promise.all([
    ports.history.newestCommits(target),
    ports.history.reverts(
      target,
      asked.flatMap(({ joins }) => joins),
    ),
  ]);
  const graph = commitGraph(parents);
  const standing = standingReverts(graph, reverts);
  const found = asked.map(
    async ({ effort, joins }): Promise<readonly [EffortName, RevertedEffort] | null> => {
      const [own] = joins;
      if (own === undefined) return null;
      const work = revertsOf(graph, standing, joins);
      const lacking =
        work === null ? null : await lackingAfter(ports, work, { own, tip: effort.tip, target });
      if (work !== null && lacking !== null) return [effort.name, { ...work, lacking }];
      const by_hand = await goneByHand(ports, graph, { own, target });
      return by_hand === null ? null : [effort.name, by_hand];
    },
  );
  return new Map((await Promise.all(found)).filter((each) => each !== null));
}

interface Compared {
  /** The effort's version that is in the target's history. */
  readonly own: Sha;
  readonly target: Sha;
}

/** Returns what reverts took out and the target still lacks; null: nothing. */
async function lackingAfter(
  ports: PlanPorts,
  { reverts }: RevertedWork,
  { own, tip, target }: Compared & { readonly tip: Sha },
): Promise<Lacking | null> {
  const parts = reverts.map(async (revert) => {
    const [before] = await ports.history.parents(revert);
    if (before === undefined) return [];
    const paths = (await ports.history.changedPaths(before, revert)).map(({ path }) => path);
    const files = await versions(ports, paths, [before, revert, own, tip, target]);
    return files.map(([was, after, joined, mine, now]) =>
      stillReverted({ before: was, after, joined, tip: mine, now }),
    );
  });
  const all = (await Promise.all(parts)).flat();
  const lines = all.reduce((sum, each) => sum + each.lines, 0);
  const files = all.reduce((sum, each) => sum + each.files, 0);
  return lines + files === 0 ? null : { lines, files };
}

/**
 * Finds work that no message says to be reverted, and of which nothing is left. Later work on the target changes lines as well, so a single
 * one that is left, or that was changed and not put back, is enough to say nothing.
 */
async function goneByHand(
  ports: PlanPorts,
  graph: CommitGraph,
  { own, target }: Compared,
): Promise<RevertedEffort | null> {
  const merged_in = graph.broughtBy(graph.lineOf(target), own);
  const [onto] = merged_in === null || merged_in === own ? [] : graph.parentsOf(merged_in);
  const [fork] = onto === undefined ? [] : await ports.history.mergeBases(onto, own);
  if (merged_in === null || fork === undefined) return null;
  const changed = await ports.history.changedPaths(fork, own);
  if (changed.length > MOST_PATHS) return null;
  const files = await versions(
    ports,
    changed.map(({ path }) => path),
    [fork, own, target],
  );
  const lacking = whollyGone(files.map(([before, mine, now]) => ({ before, own: mine, now })));
  return lacking === null ? null : { merged_in, is_start: false, reverts: [], lacking };
}

type VersionsOf<Commits extends readonly Sha[]> = { readonly [Index in keyof Commits]: FileVersion };

/** Reads files as they are in some commits. */
async function versions<const Commits extends readonly Sha[]>(
  { objects }: PlanPorts,
  paths: readonly string[],
  commits: Commits,
): Promise<readonly VersionsOf<Commits>[]> {
  if (paths.length === 0 || paths.length > MOST_PATHS) return [];
  const entries = await Promise.all(commits.map((commit) => objects.readEntries(commit, paths)));
  const blobs = entries.flatMap((each) => [...each.values()]).filter(({ mode }) => mode.startsWith('100'));
  const texts = await objects.readBlobs([...new Set(blobs.map(({ blob }) => blob))]);
  const versionOf =
    (path: string) =>
    (each: (typeof entries)[number]): FileVersion => {
      const entry = each.get(path);
      const text = entry === undefined ? undefined : texts.get(entry.blob);
      const isText = text !== undefined && text.length <= MOST_CHARACTERS && !text.includes('\0');
      return {
        object: entry === undefined ? null : `${entry.mode} ${entry.blob}`,
        text: isText ? text : null,
      };
    };
  return paths.map((path) => entries.map(versionOf(path)) as unknown as VersionsOf<Commits>);
}

/**
 * This folder: what is the operator's around a gate, which has to leave it alone: what their git runs and believes, and their refs.
 */
import { basename, join, relative } from 'node:path';
import { sanitizeLine } from '../../../domain/shared/text.ts';
import type { Tampering } from '../../../ports/workspaces.ts';
import type { RunGit } from '../../git/process/run.ts';
import { configChanges, type OperatorConfig, readConfig, userFiles } from './operator-config.ts';
import {
  changedWorktrees,
  fileDigests,
  hooksIn,
  type WorktreeEntry,
  watchedFiles,
  worktreeEntries,
} from './operator-files.ts';
import { type MovedByUs, movedRefs, type OwnMoves, refsReader, type WatchedRefs } from './watched-refs.ts';

export interface OperatorSide {
  readonly files: ReadonlyMap<string, string>;
  readonly worktrees: ReadonlyMap<string, WorktreeEntry>;
  /** null: git cannot read it. */
  readonly config: OperatorConfig | null;
  /** null: git cannot read them. */
  readonly refs: WatchedRefs | null;
  /** Our own moves of refs, before they were read. */
  readonly moves: OwnMoves;
}

export interface OperatorWatch {
  readonly look: () => Promise<OperatorSide>;
  /** Describes what has changed since. */
  readonly changesSince: (before: OperatorSide) => Promise<Tampering>;
}

interface KnownConfig {
  readonly config: OperatorConfig | null;
  readonly files: readonly string[];
  /** What its files were. */
  readonly state: string;
}

const MOST_NAMED = 6;

/** Watches a repository and the configuration of its user. Costs a stat for each file that did not change. */
export function watchOperator(
  git: RunGit,
  git_dir: string,
  env: Readonly<Record<string, string | undefined>>,
  ours: MovedByUs,
): OperatorWatch {
  const digest = fileDigests();
  const digests = async (paths: readonly string[]): Promise<ReadonlyMap<string, string>> => {
    const all = await Promise.all(
      [...new Set(paths)].map(async (path) => [path, await digest(path)] as const),
    );
    return new Map(all.flatMap(([path, known]) => (known === null ? [] : [[path, known]])));
  };
  const refs = refsReader(git, git_dir, ours.watched);
  const users = userFiles(env);
  const own = [join(git_dir, 'config'), join(git_dir, 'config.worktree'), ...users];
  const stateOf = async (files: readonly string[]) =>
    JSON.stringify([...(await digests([...own, ...files]))]);
  let known: KnownConfig = { config: null, files: [], state: '' };

  /** Reads the configuration if one of its files is not as it was. One that git cannot read any more has the files that it had. */
  const configNow = async (): Promise<KnownConfig> => {
    if (known.state === (await stateOf(known.files))) return known;
    const config = await readConfig(git, git_dir, env);
    const files = config?.files ?? known.files;
    known = { config, files, state: await stateOf(files) };
    return known;
  };

  /** `named`: the folder for hooks that the configuration names; by default what it names now. */
  const look = async (named?: string | null): Promise<OperatorSide> => {
    const moves = ours.moves();
    const { config, files } = await configNow();
    const hooks = named === undefined ? (config?.hooks ?? null) : named;
    const watched = await Promise.all([watchedFiles(git_dir), hooks === null ? [] : hooksIn(hooks)]);
    return {
      files: await digests([...own, ...files, ...watched.flat()]),
      worktrees: await worktreeEntries(git_dir, digest),
      config,
      refs: await refs().catch(() => null),
      moves,
    };
  };

  return {
    look: () => look(),
    changesSince: async (before) => {
      const after = await look(before.config?.hooks ?? null);
      const shown = (path: string) => shownPath(path, git_dir, env['HOME']);
      const places = [
        ...placeChanges(before, after, shown),
        ...(await changedWorktrees(before.worktrees, after.worktrees)).map(
          (path) => `${shown(path)} changed`,
        ),
      ].map((place) => sanitizeLine(place).slice(0, 200));
      const { by_gate, by_somebody } =
        before.refs === null || after.refs === null
          ? { by_gate: [], by_somebody: [] }
          : await movedRefs(git, before.refs, after.refs, ours.branch, [after.moves, ours.moves()]);
      return { by_gate, by_somebody: [...few(places), ...by_somebody] };
    },
  };
}

function few(places: readonly string[]): readonly string[] {
  const more = places.length - MOST_NAMED;
  return more <= 0 ? places : [...places.slice(0, MOST_NAMED), `${more} more`];
}

function placeChanges(
  before: OperatorSide,
  after: OperatorSide,
  shown: (file: string) => string,
): readonly string[] {
  const both = before.config !== null && after.config !== null;
  const inEffect = new Set(
    [before.config, after.config].flatMap((config) =>
      [...(config?.values.values() ?? [])].flatMap((values) => values.map(({ file }) => file)),
    ),
  );
  const paths = [...new Set([...before.files.keys(), ...after.files.keys()])].sort();
  const files = paths.flatMap((path) => {
    const [was, is] = [before.files.get(path), after.files.get(path)];
    if (was === is || (both && inEffect.has(path))) return [];
    return [`${shown(path)} ${was === undefined ? 'written' : is === undefined ? 'removed' : 'changed'}`];
  });
  return both ? [...configChanges(before.config, after.config, shown), ...files] : files;
}

function isBelow(path: string, folder: string): boolean {
  return path.startsWith(`${folder}/`);
}

function shownPath(path: string, git_dir: string, home: string | undefined): string {
  if (isBelow(path, git_dir)) return join(basename(git_dir), relative(git_dir, path));
  return home !== undefined && isBelow(path, home) ? join('~', relative(home, path)) : path;
}

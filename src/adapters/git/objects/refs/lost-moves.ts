/** Moves of our own refs that a power cut has taken back. */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseSha, type RefName, type Sha } from '../../../../domain/shared/ids.ts';
import type { RefUpdate } from '../../../../ports/git.ts';
import type { RefMove } from '../../../../ports/step-log.ts';
import type { RunGit } from '../../process/run.ts';

/**
 * Returns what moves such refs again: those that are gone, and those that are where they were before the last move. One that is anywhere
 * else was moved by somebody since.
 */
export function lostMoves(moves: readonly RefMove[], now: ReadonlyMap<RefName, Sha>): readonly RefUpdate[] {
  return [...Map.groupBy(moves, ({ ref }) => ref)].flatMap(([ref, all]): readonly RefUpdate[] => {
    const at = now.get(ref) ?? null;
    const to = all.at(-1)?.to ?? null;
    const isBefore = at === null || all.some((move) => move.to === at);
    return at !== to && isBefore ? [{ ref, to, expected: at }] : [];
  });
}

/** Reads where refs below some prefixes are. Removes files in their place that hold nothing of a ref: git can neither read nor replace them. */
export async function readOwnRefs(
  git: RunGit,
  git_dir: string,
  moves: readonly RefMove[],
  prefixes: readonly string[],
): Promise<ReadonlyMap<RefName, Sha>> {
  for (const ref of new Set(moves.map((move) => move.ref))) {
    const text = await readFile(join(git_dir, ref), 'latin1').catch(() => null);
    if (text !== null && parseSha(text.trim()) === null && !text.startsWith('ref: '))
      await rm(join(git_dir, ref), { force: true });
  }
  const { stdout } = await git(['for-each-ref', '--format=%(objectname) %(refname)', '--', ...prefixes]);
  return new Map(
    stdout.split('\n').flatMap((line): readonly (readonly [RefName, Sha])[] => {
      const [at, ref] = line.split(' ');
      return at === undefined || ref === undefined ? [] : [[ref as RefName, at as Sha]];
    }),
  );
}

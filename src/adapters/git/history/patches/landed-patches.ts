import type { CommitPatch, FilePatch } from '../../../../domain/landed/patch.ts';
import type { Sha } from '../../../../domain/shared/ids.ts';
import { instantOf } from '../../../../domain/shared/time.ts';
import type { LandedRange } from '../../../../ports/patches.ts';
import { parseSeconds } from '../../process/raw-numbers.ts';
import type { Git } from '../../process/run.ts';
import { PATCH_FLAGS, PATCH_SETTINGS, parsePatches } from './patch-text.ts';

/** Fields of a commit, between NUL characters, which no message holds. */
const FORMAT = '--format=%x00%H%x00%P%x00%at%x00%ct%x00%B%x00';
const FIELDS = 5;
/** More commits than these are not read. */
const MOST_COMMITS = 5_000;

/**
 * Reads commits with all that they change, newest first, in one process. Nothing is left out by path: git compares each path with each of
 * those asked for, which takes longer than the patches.
 */
export async function landedPatches(git: Git, range: LandedRange): Promise<readonly CommitPatch[]> {
  const { tip, without, by } = range;
  const which =
    by === 'commits' ? ['--no-merges', '--topo-order'] : ['--first-parent', '--diff-merges=first-parent'];
  const args = ['log', ...which, `--max-count=${MOST_COMMITS}`, '--no-follow', FORMAT, ...PATCH_FLAGS];
  const revisions = [tip, ...without.map((commit) => `^${commit}`), '--'];
  const { stdout } = await git([...args, ...revisions], { settings: PATCH_SETTINGS });
  return parseCommits(stdout);
}

/** Parses `( <commit> LF <patches> )*`: what a message says is none of the patches. */
function parseCommits(output: string): readonly CommitPatch[] {
  const commits: CommitPatch[] = [];
  parsePatches(output, (line, at) => {
    if (!line.startsWith('\0')) return null;
    const fields: string[] = [];
    let next = at + 1;
    while (fields.length < FIELDS) {
      const end = output.indexOf('\0', next);
      if (end < 0) return null;
      fields.push(output.slice(next, end));
      next = end + 1;
    }
    const files: FilePatch[] = [];
    commits.push(commitOf(fields, files));
    return { files, next: next + 1 };
  });
  return commits;
}

function commitOf(fields: readonly string[], files: readonly FilePatch[]): CommitPatch {
  const [commit = '', parents = '', authored = '', committed = '', message = ''] = fields;
  return {
    commit: commit as Sha,
    parents: parents.split(' ').filter((parent) => parent !== '') as Sha[],
    authored_at: instantOf(parseSeconds(authored) * 1000),
    committed_at: instantOf(parseSeconds(committed) * 1000),
    message: Buffer.from(message, 'latin1').toString('utf8').trim(),
    files,
  };
}

import { join } from 'node:path';
import type { Sha } from '../../../domain/shared/ids.ts';
import { gitFailure } from '../process/failure.ts';
import type { Git } from '../process/run.ts';
import type { Scratch } from '../process/scratch.ts';

const TIMEOUT_MS = 600_000;

/** Dates and names of people as no program would write them: odd, and nothing that is tested or built. @see git-fsck(1), `fsck.<msg-id>` */
const ODD_PEOPLE = [
  ...['badDate', 'badDateOverflow', 'badEmail', 'badName', 'badTimezone', 'missingEmail', 'zeroPaddedDate'],
  ...['missingNameBeforeEmail', 'missingSpaceBeforeDate', 'missingSpaceBeforeEmail'],
]
  .map((message) => `${message}=ignore`)
  .join(',');

/**
 * Reads every object that `to` has and `from` has not, from the disk, and returns what is wrong with one of them, in words; null: nothing is.
 * Git believes names as long as it only walks, so the objects are packed, and the pack is hashed and checked object by object. The cost is in
 * proportion to what is new: 2,000 small objects take 0.3 s. @see git-index-pack(1), Git 2.39: `--verify` compares content and names
 */
export async function unsoundObject(git: Git, scratch: Scratch, from: Sha, to: Sha): Promise<string | null> {
  return scratch.within('rehash', async (folder) => {
    // What a partial clone was promised, and has not, cannot have been exchanged.
    const pack = ['pack-objects', '--quiet', '--revs', '--window=0', '--missing=allow-promisor'];
    const packed = await read(git, [...pack, join(folder, 'new')], `${to}\n^${from}\n`);
    if ('unsound' in packed) return packed.unsound;
    for (const name of packed.stdout.split('\n').filter((line) => line !== '')) {
      const check = ['index-pack', '--verify', `--strict=${ODD_PEOPLE}`, join(folder, `new-${name}.pack`)];
      const checked = await read(git, check);
      if ('unsound' in checked) return checked.unsound;
    }
    return null;
  });
}

/** What git says of objects; whatever else it says is a fault of the machine, and nobody's content is to blame. */
const UNSOUND =
  /corrupt|mismatch|inflate|missing|malformed|validation error|fsck error|bad object|unable to (?:parse|read)/i;

async function read(
  git: Git,
  args: readonly string[],
  input = '',
): Promise<{ readonly stdout: string } | { readonly unsound: string }> {
  const { exit_code, stdout, stderr } = await git(args, { ok: 'any', timeout_ms: TIMEOUT_MS, input });
  if (exit_code === 0) return { stdout };
  if (UNSOUND.test(stderr)) return { unsound: wordsOf(stderr) };
  throw gitFailure({ args, git_dir: null, exit_code, stderr, timed_out: false, failed_to_start: null });
}

/** Paths of the pack say nothing to anybody: it is gone by then. */
function wordsOf(stderr: string): string {
  const named = /\bobject ([0-9a-f]{40,64}): (?:\w+: )?([^\n]{1,200})/.exec(stderr);
  return named === null ? 'one is not what its name says' : `${named[1]} ${named[2]}`;
}

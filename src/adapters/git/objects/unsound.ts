import { join } from 'node:path';
import type { Sha } from '../../../domain/shared/ids.ts';
import { gitFailure } from '../process/failure.ts';
import type { Git } from '../process/run.ts';
import type { Scratch } from '../process/scratch.ts';

const TIMEOUT_MS = 600_000;

/** What git calls dates and names of people that no program would write: odd, and nothing that is tested or built. @see git-fsck(1) */
const ODD_PEOPLE = [
  ...['badDate', 'badDateOverflow', 'badEmail', 'badName', 'badTimezone', 'missingEmail', 'zeroPaddedDate'],
  ...['missingNameBeforeEmail', 'missingSpaceBeforeDate', 'missingSpaceBeforeEmail'],
];

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
      const checked = await checkPack(git, join(folder, `new-${name}.pack`));
      if ('unsound' in checked) return checked.unsound;
    }
    return null;
  });
}

/** Only `--strict` can be told what to ignore, but it looks for all that is linked as well: a partial clone would fetch it, one by one. */
async function checkPack(git: Git, pack: string): Promise<Checked> {
  const checked = await read(git, ['index-pack', '--verify', '--fsck-objects', pack]);
  if (!('unsound' in checked) || !ODD_PEOPLE.includes(checked.kind)) return checked;
  const ignored = ODD_PEOPLE.map((kind) => `${kind}=ignore`).join(',');
  return read(git, ['index-pack', '--verify', `--strict=${ignored}`, pack]);
}

/** The output, or what is wrong with an object: git's name for it (empty: none), and its words. */
type Checked = { readonly stdout: string } | { readonly kind: string; readonly unsound: string };

/** What git says of objects; whatever else it says is a fault of the machine, and nobody's content is to blame. */
const UNSOUND =
  /corrupt|mismatch|inflate|missing|malformed|validation error|fsck error|bad object|unable to (?:parse|read)/i;

async function read(git: Git, args: readonly string[], input = ''): Promise<Checked> {
  const { exit_code, stdout, stderr } = await git(args, { ok: 'any', timeout_ms: TIMEOUT_MS, input });
  if (exit_code === 0) return { stdout };
  if (UNSOUND.test(stderr)) return faultIn(stderr);
  throw gitFailure({ args, git_dir: null, exit_code, stderr, timed_out: false, failed_to_start: null });
}

/** Paths of the pack say nothing to anybody: it is gone by then. */
function faultIn(stderr: string): Checked {
  const [, object, kind = '', says = ''] =
    /\bobject ([0-9a-f]{40,64}): (?:(\w+): )?([^\n]{1,200})/.exec(stderr) ?? [];
  return { kind, unsound: object === undefined ? 'one is not what its name says' : `${object} ${says}` };
}

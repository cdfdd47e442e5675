import { IntorchError } from '../../../domain/shared/errors.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import type { Git } from '../process/run.ts';
import { readObjects } from './cat-file.ts';

export interface CommitObject {
  readonly tree: Sha;
  readonly parents: readonly Sha[];
  /** The date exactly as in the commit: seconds since the epoch, and the time zone. */
  readonly author: { readonly name: string; readonly email: string; readonly date: string };
  /** Seconds since the epoch. */
  readonly committed_at: number;
  readonly message: string;
}

/** Reads and parses commits in one batch. */
export async function readCommits(git: Git, commits: readonly Sha[]): Promise<readonly CommitObject[]> {
  const objects = await readObjects(git, commits);
  return objects.map((object, index) => {
    if (object?.type === 'commit') return parseCommit(object.text);
    throw new IntorchError('GIT_FAILED', `There is no commit ${commits[index]} in the repository`);
  });
}

/** Reads one commit. */
export async function readCommit(git: Git, commit: Sha): Promise<CommitObject> {
  const [object] = await readCommits(git, [commit]);
  return object as CommitObject;
}

/** Parses the text of a commit, one character per byte. */
export function parseCommit(latin1: string): CommitObject {
  const end = latin1.indexOf('\n\n');
  const raw_header = end === -1 ? latin1 : latin1.slice(0, end);
  const decode = decoder(/^encoding (\S+)$/m.exec(raw_header)?.[1] ?? 'utf-8');
  const header = decode(raw_header);
  const [, name = '', email = '', seconds = '0', zone = '+0000'] =
    /^author (.*?) ?<([^>]*)> (\d+) ([-+]\d+)$/m.exec(header) ?? [];
  // Old commits can have dates that git reads but refuses to write.
  const at = Number.isSafeInteger(Number(seconds)) ? Number(seconds) : 0;
  const date = `${at} ${/^[-+]\d{4}$/.test(zone) ? zone : '+0000'}`;
  return {
    tree: (/^tree ([0-9a-f]+)$/m.exec(header)?.[1] ?? '') as Sha,
    parents: [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, parent]) => parent as Sha),
    author: { name, email, date },
    committed_at: Number(/^committer .* (\d+) [-+]\d+$/m.exec(header)?.[1] ?? 0),
    message: end === -1 ? '' : decode(latin1.slice(end + 2)),
  };
}

/** Creates the decoder for a commit's text. Old commits name their encoding; an unknown one is read byte by byte. */
function decoder(encoding: string): (latin1: string) => string {
  try {
    const decode = new TextDecoder(encoding);
    return (latin1) => decode.decode(Buffer.from(latin1, 'latin1'));
  } catch {
    return (latin1) => latin1;
  }
}

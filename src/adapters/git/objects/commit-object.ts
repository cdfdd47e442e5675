import { IntorchError } from '../../../domain/shared/errors.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import { parseSeconds, parseZone } from '../process/raw-numbers.ts';
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
    throw new IntorchError('OBJECT_MISSING', `There is no commit ${commits[index]} in the repository`);
  });
}

/** Reads one commit. */
export async function readCommit(git: Git, commit: Sha): Promise<CommitObject> {
  const [object] = await readCommits(git, [commit]);
  return object as CommitObject;
}

/** Parses the text of a commit, one character per byte. Only what people wrote is decoded: names of objects are ASCII in any encoding. */
export function parseCommit(latin1: string): CommitObject {
  const end = latin1.indexOf('\n\n');
  const header = end === -1 ? latin1 : latin1.slice(0, end);
  const decode = decoder(/^encoding (\S+)$/m.exec(header)?.[1] ?? 'utf-8');
  const author = parsePerson(/^author (.*)$/m.exec(header)?.[1] ?? '');
  return {
    tree: (/^tree ([0-9a-f]+)$/m.exec(header)?.[1] ?? '') as Sha,
    parents: [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, parent]) => parent as Sha),
    author: {
      name: decode(author.name),
      email: decode(author.email),
      date: `${author.seconds} ${author.zone}`,
    },
    committed_at: parsePerson(/^committer (.*)$/m.exec(header)?.[1] ?? '').seconds,
    message: end === -1 ? '' : decode(latin1.slice(end + 2)),
  };
}

/** Parses `<name> <<email>> <seconds> <zone>`, each part by itself: an odd date costs no name. @see git source, `split_ident_line` */
function parsePerson(line: string) {
  const [, name = '', email = ''] = /^([^<]*)(?:<([^>]*))?/.exec(line) ?? [];
  const [seconds = '', zone = ''] = line
    .slice(line.lastIndexOf('>') + 1)
    .trim()
    .split(/\s+/);
  return { name: name.trim(), email, seconds: parseSeconds(seconds), zone: parseZone(zone) };
}

/**
 * Creates the decoder for a commit's text. Old commits name their encoding; an unknown one is read byte by byte. No commit is in UTF-16,
 * whatever it says: git could not find its message.
 */
function decoder(encoding: string): (latin1: string) => string {
  try {
    const decode = new TextDecoder(/^utf-?(?:16|32)/i.test(encoding) ? 'utf-8' : encoding);
    return (latin1) => decode.decode(Buffer.from(latin1, 'latin1'));
  } catch {
    return (latin1) => latin1;
  }
}

import type { Sha } from '../../../domain/shared/ids.ts';
import { epochMs } from '../../../domain/shared/time.ts';
import type { CommitRequest } from '../../../ports/git.ts';
import { writing } from '../../disk/failure.ts';
import type { Git } from '../process/run.ts';
import type { Scratch } from '../process/scratch.ts';
import { readCommit, readCommits } from './commit-object.ts';
import { writeObjects } from './hash-object.ts';
import { keepLoose } from './loose-object.ts';
import { treeIsThere } from './trees.ts';

type Signature = Readonly<Record<'name' | 'email' | 'date', string>>;

/** A parent that is this much younger than the request has a broken clock, or somebody's joke, for a date: we do not pass it on. */
const MOST_AHEAD_SEC = 10 * 365 * 86_400;

/**
 * Writes a commit whose object name depends on the request alone. Raises its date to the latest of its parents: a commit older than its
 * parents makes every later walk over history many times slower.
 */
export async function writeCommit(git: Git, scratch: Scratch, request: CommitRequest): Promise<Sha> {
  const [parents] = await Promise.all([readCommits(git, request.parents), treeIsThere(git, request.tree)]);
  const asked = Math.floor(epochMs(request.at) / 1000);
  const dates = parents.map(({ committed_at }) => committed_at);
  const seconds = Math.max(asked, ...dates.filter((date) => date <= asked + MOST_AHEAD_SEC));
  const committer = { ...request.identity, date: `${seconds} +0000` };
  const original = request.author_of === undefined ? null : await readCommit(git, request.author_of);
  const message = original === null ? request.message : withLastParagraph(original.message, request.message);
  const lines = [
    `tree ${request.tree}`,
    ...request.parents.map((parent) => `parent ${parent}`),
    `author ${original === null ? signature(committer) : signatureOf(original.author)}`,
    `committer ${signature(committer)}`,
    '',
    `${message.replaceAll('\0', '').trimEnd()}\n`,
  ];
  const text = Buffer.from(lines.join('\n'), 'utf8');
  const { folder } = git;
  if (folder !== null) return writing(folder, async () => keepLoose(folder, 'commit', text, request.tree));
  const [commit] = await writeObjects(git, scratch, 'commit', [text.toString('latin1')]);
  return commit as Sha;
}

function withLastParagraph(message: string, from: string): string {
  const paragraphs = from.trimEnd().split(/\n{2,}/);
  return `${message.trimEnd()}\n\n${paragraphs.at(-1) ?? ''}`;
}

function signature({ name, email, date }: Signature): string {
  return `${identityPart(name) || 'intorch'} <${identityPart(email) || 'intorch@localhost'}> ${date}`;
}

/** Formats an author as found: one without a name goes by the address, and one without an address has none. */
function signatureOf({ name, email, date }: Signature): string {
  const address = identityPart(email);
  return `${identityPart(name) || address || 'unknown'} <${address}> ${date}`;
}

/** Removes the characters that git itself strips from a name. Nothing may be left, and no commit may have an empty name. */
function identityPart(text: string): string {
  return text.replace(/[\x00-\x1f<>]/g, ' ').replace(/^[\s.,:;"\\']+|[\s.,:;"\\']+$/g, '');
}

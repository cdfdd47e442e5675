import type { Sha } from '../../../domain/shared/ids.ts';
import { epochMs } from '../../../domain/shared/time.ts';
import type { CommitRequest } from '../../../ports/git.ts';
import type { Git } from '../process/run.ts';
import type { Scratch } from '../process/scratch.ts';
import { readCommit, readCommits } from './commit-object.ts';
import { writeObjects } from './hash-object.ts';
import { treeIsThere } from './trees.ts';

interface Signature {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}

/**
 * Writes a commit whose object name depends on the request alone. Raises its date to the latest of its parents: a commit older than its
 * parents makes every later walk over history many times slower.
 */
export async function writeCommit(git: Git, scratch: Scratch, request: CommitRequest): Promise<Sha> {
  const [parents] = await Promise.all([readCommits(git, request.parents), treeIsThere(git, request.tree)]);
  const asked = Math.floor(epochMs(request.at) / 1000);
  const seconds = Math.max(asked, ...parents.map(({ committed_at }) => committed_at));
  const committer = { ...request.identity, date: `${seconds} +0000` };
  const original = request.author_of === undefined ? null : await readCommit(git, request.author_of);
  const message = original === null ? request.message : withLastParagraph(original.message, request.message);
  const lines = [
    `tree ${request.tree}`,
    ...request.parents.map((parent) => `parent ${parent}`),
    `author ${signature(original?.author ?? committer)}`,
    `committer ${signature(committer)}`,
    '',
    `${message.replaceAll('\0', '').trimEnd()}\n`,
  ];
  const text = Buffer.from(lines.join('\n'), 'utf8').toString('latin1');
  const [commit] = await writeObjects(git, scratch, 'commit', [text]);
  return commit as Sha;
}

function withLastParagraph(message: string, from: string): string {
  const paragraphs = from.trimEnd().split(/\n{2,}/);
  return `${message.trimEnd()}\n\n${paragraphs.at(-1) ?? ''}`;
}

function signature({ name, email, date }: Signature): string {
  return `${identityPart(name) || 'intorch'} <${identityPart(email) || 'intorch@localhost'}> ${date}`;
}

/** Removes the characters that git itself strips from a name. Nothing may be left, and no commit may have an empty name. */
function identityPart(text: string): string {
  return text.replace(/[\x00-\x1f<>]/g, ' ').replace(/^[\s.,:;"\\']+|[\s.,:;"\\']+$/g, '');
}

import type { Sha } from '../../domain/shared/ids.ts';
import { epochMs } from '../../domain/shared/time.ts';
import type { CommitRequest } from '../../ports/git.ts';
import { readCommit, readCommits } from './commit-object.ts';
import type { RunGit } from './run.ts';

interface Signature {
  readonly name: string;
  readonly email: string;
  readonly date: string;
}

/**
 * Writes a commit whose object name depends on the request alone. Its date is raised to its parents': a commit older than its parents
 * makes every later walk over history many times dearer.
 */
export async function writeCommit(git: RunGit, request: CommitRequest): Promise<Sha> {
  const parents = await readCommits(git, request.parents);
  const asked = Math.floor(epochMs(request.at) / 1000);
  const seconds = Math.max(asked, ...parents.map(({ committed_at }) => committed_at));
  const committer = { ...request.identity, date: `@${seconds} +0000` };
  const original = request.author_of === undefined ? null : await readCommit(git, request.author_of);
  const message = original === null ? request.message : withLastParagraph(original.message, request.message);
  const { stdout } = await git(
    ['commit-tree', request.tree, ...request.parents.flatMap((parent) => ['-p', parent]), '-F', '-'],
    {
      input: Buffer.from(`${message.replaceAll('\0', '').trimEnd()}\n`, 'utf8').toString('latin1'),
      env: { ...signed('AUTHOR', original?.author ?? committer), ...signed('COMMITTER', committer) },
    },
  );
  return stdout.trimEnd() as Sha;
}

function withLastParagraph(message: string, from: string): string {
  const paragraphs = from.trimEnd().split(/\n{2,}/);
  return `${message.trimEnd()}\n\n${paragraphs.at(-1) ?? ''}`;
}

function signed(role: 'AUTHOR' | 'COMMITTER', { name, email, date }: Signature): Record<string, string> {
  return {
    [`GIT_${role}_NAME`]: identityPart(name) || 'intorch',
    [`GIT_${role}_EMAIL`]: identityPart(email) || 'intorch@localhost',
    [`GIT_${role}_DATE`]: date,
  };
}

/** Takes out what git would cut from a name by itself; of some names that leaves nothing, which git refuses. */
function identityPart(text: string): string {
  return text.replace(/[\x00-\x1f<>]/g, ' ').replace(/^[\s.,:;"\\']+|[\s.,:;"\\']+$/g, '');
}

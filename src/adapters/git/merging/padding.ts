import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Sha } from '../../../domain/shared/ids.ts';
import { writing } from '../../disk/failure.ts';
import { writeLoose } from '../objects/loose-object.ts';
import type { Scratch } from '../process/scratch.ts';
import { looseCommits } from './stand-in.ts';

/**
 * Two commits whose merge takes more to tell than any buffer holds. Git before 2.49 answers when its buffer is full, so the answer to what
 * was asked before these comes out at once.
 */
export interface Padding {
  readonly onto: Sha;
  readonly incoming: Sha;
  /** What they merge to. */
  readonly tree: Sha;
  /** The folder of objects that holds them. */
  readonly folder: string;
}

/** So many files that one side changed and the other removed, with names of this length: 64 KiB of stages and messages, and more. */
const FILES = 56;
const NAME_CHARS = 240;

/** Writes such commits into the scratch space, unless they are there. @param digits of an object's name in the repository */
export async function paddingIn(scratch: Scratch, digits: number): Promise<Padding> {
  const root = await scratch.root();
  return writing(root, async () => {
    const draft = join(root, `padding.${randomUUID()}`);
    mkdirSync(draft, { mode: 0o700 });
    const commits = write(draft, '0'.repeat(digits));
    const folder = join(root, `padding-${commits.incoming}`);
    // Renamed when it is complete: another process may be writing the same.
    if (!existsSync(folder)) renameSync(draft, folder);
    else rmSync(draft, { recursive: true });
    return { ...commits, folder };
  });
}

function write(folder: string, like: string): Omit<Padding, 'folder'> {
  const tree = (text: string, files: number) => {
    const blob = Buffer.from(writeLoose(folder, 'blob', Buffer.from(text), like), 'hex');
    const entries = Array.from({ length: files }, (_, index) =>
      Buffer.concat([Buffer.from(`100644 ${String(index).padStart(NAME_CHARS, '0')}\0`), blob]),
    );
    return writeLoose(folder, 'tree', Buffer.concat(entries), like);
  };
  const changed = tree('changed', FILES);
  const { commit } = looseCommits(folder);
  const base = commit(tree('', FILES), []);
  const [onto, incoming] = [changed, tree('', 0)].map((side) => commit(side, [base]));
  return { onto: onto as Sha, incoming: incoming as Sha, tree: changed };
}

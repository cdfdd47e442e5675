import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BranchName, branchRef, localBranch } from '../../../domain/shared/ids.ts';
import type { AskGit } from '../process/porcelain.ts';

/** Git itself follows no more. @see git source, `SYMREF_MAXDEPTH` */
const MOST_STEPS = 5;

/** Returns the branch that a branch stands for. A symbolic ref is never packed, so its file tells; a reftable has none, and git is asked. */
export async function followed(ask: AskGit, common_dir: string, branch: BranchName): Promise<BranchName> {
  let at = branch;
  for (let step = 0; step < MOST_STEPS; step += 1) {
    const next = localBranch((await symbolicTarget(ask, common_dir, at)) ?? '');
    if (next === null) return at;
    at = next;
  }
  return at;
}

async function symbolicTarget(ask: AskGit, common_dir: string, branch: BranchName): Promise<string | null> {
  const ref = branchRef(branch);
  const text = textOf(join(common_dir, ref));
  if (text !== null) return /^ref:\s*(.+?)\s*$/.exec(text)?.[1] ?? null;
  if (textOf(join(common_dir, 'refs', 'heads')) === null) return null;
  // With a reftable, `refs/heads` is a file. @see gitformat-reftable(5)
  const { stdout } = await ask(['symbolic-ref', '--quiet', ref], [0, 1, 128]);
  return stdout.trimEnd() || null;
}

/** Reads a file; null: there is none, or it is a folder. */
function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BranchName, parseSha } from '../../../domain/shared/ids.ts';
import type { WorktreeInfo } from '../../../ports/git.ts';
import type { AskGit } from '../process/porcelain.ts';
import { gitDirOf } from '../process/surroundings.ts';
import { inHand } from './detached-branches.ts';

const BRANCHES = 'refs/heads/';

/** Lists the worktrees, the main one first. @see git-worktree(1), "Porcelain Format", Git 2.36: `-z` */
export async function listWorktrees(
  ask: AskGit,
): Promise<readonly (Omit<WorktreeInfo, 'folder'> & { readonly bare: boolean })[]> {
  const { stdout } = await ask(['worktree', 'list', '--porcelain', '-z']);
  return stdout.split('\0\0').flatMap((record) => {
    const said = new Map(record.split('\0').map((line) => cut(line)));
    const path = said.get('worktree');
    if (path === undefined) return [];
    const head = said.get('HEAD') ?? '';
    const branch = said.get('branch');
    const held = branch === undefined ? inHand(gitDirOf(path)) : null;
    return {
      path,
      // HEAD of a branch without commits is all zeros.
      head: /^0+$/.test(head) ? null : parseSha(head),
      branch: branch?.startsWith(BRANCHES)
        ? (branch.slice(BRANCHES.length) as BranchName)
        : (held?.branch ?? null),
      busy: held?.busy ?? null,
      prunable: said.has('prunable'),
      locked: said.get('locked') ?? null,
      bare: said.has('bare'),
    };
  });
}

/**
 * Returns the working tree that speaks for a repository seen from outside of any: the main one, or in a bare repository the one that has the
 * branch of its HEAD checked out, as where worktrees lie beside a `.bare` folder. null: there is none.
 */
export async function homeWorktree(ask: AskGit): Promise<string | null> {
  const worktrees = await listWorktrees(ask);
  const [main] = worktrees;
  if (main === undefined || !main.bare) return main?.path ?? null;
  const head = await headOf(ask);
  const home = worktrees.find(({ branch, path }) => branch !== null && branch === head && existsSync(path));
  return home?.path ?? null;
}

/** Returns the branch that HEAD of a bare repository points at. */
export async function headOf(ask: AskGit): Promise<BranchName | null> {
  const { stdout } = await ask(['symbolic-ref', '--quiet', 'HEAD'], [0, 1]);
  const ref = stdout.trimEnd();
  return ref.startsWith(BRANCHES) ? (ref.slice(BRANCHES.length) as BranchName) : null;
}

/**
 * Checks whether a branch may be checked out somewhere. It reads HEAD, and any rebase or bisection, of each worktree where these are
 * plain files. false is certain; true means that git must be asked. @see gitrepository-layout(5), `HEAD`, `worktrees/<id>/HEAD`
 */
export function mayBeCheckedOut(common_dir: string, branch: BranchName): boolean {
  try {
    const linked = join(common_dir, 'worktrees');
    const names = existsSync(linked) ? readdirSync(linked) : [];
    const git_dirs = [common_dir, ...names.map((name) => join(linked, name))];
    return git_dirs.some((git_dir) => {
      if (inHand(git_dir)?.branch === branch) return true;
      const text = readFileSync(join(git_dir, 'HEAD'), 'utf8');
      const ref = /^ref: (refs\/heads\/.+)\n$/.exec(text)?.[1];
      // With refs stored as a reftable, the file contains `.invalid`, and only git knows.
      if (ref === undefined) return parseSha(text.trimEnd()) === null;
      return ref === `${BRANCHES}${branch}` || ref === `${BRANCHES}.invalid`;
    });
  } catch {
    return true;
  }
}

function cut(line: string): [string, string] {
  const space = line.indexOf(' ');
  return space === -1 ? [line, ''] : [line.slice(0, space), line.slice(space + 1)];
}

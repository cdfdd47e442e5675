/** Generates a repository in one process: many files, and branches that each edit popular files at a place of their own. */
import { spawn } from 'node:child_process';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Shape {
  readonly files: number;
  readonly branches: number;
}

/** A bare repository with `main` and `effort/<n>`. All branches merge without conflicts, in any combination. */
export interface Synthetic extends Shape {
  /** Copies the git directory, so that no round finds the objects of an earlier one. */
  readonly copy: () => Promise<{ readonly git_dir: string; readonly remove: () => Promise<void> }>;
  readonly branch_names: readonly string[];
  readonly remove: () => Promise<void>;
}

const POPULAR = 8;
/** Lines between two edits of a popular file: git merges edits that do not touch. */
const APART = 4;
const FIRST_DATE = Date.UTC(2026, 0, 5, 9) / 1000;

/** Creates the repository. */
export async function synthetic(shape: Shape): Promise<Synthetic> {
  const folder = await mkdtemp(join(tmpdir(), 'intorch-bench-'));
  const template = join(folder, 'template.git');
  await git(folder, ['init', '--quiet', '--bare', '--initial-branch=main', template]);
  await git(template, ['fast-import', '--quiet', '--done'], streamOf(shape));
  let copies = 0;
  return {
    ...shape,
    branch_names: Array.from({ length: shape.branches }, (_, branch) => branchName(branch)),
    copy: async () => {
      copies += 1;
      const git_dir = join(folder, `copy-${copies}.git`);
      await cp(template, git_dir, { recursive: true });
      return { git_dir, remove: () => rm(git_dir, { recursive: true, force: true, maxRetries: 3 }) };
    },
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 3 }),
  };
}

function streamOf({ files, branches }: Shape): string {
  const out: string[] = [];
  const data = (text: string) => out.push(`data ${Buffer.byteLength(text)}\n${text}\n`);
  const commit = (ref: string, mark: number, subject: string) => {
    out.push(`commit refs/heads/${ref}\nmark :${mark}\n`);
    out.push(`committer Ada Author <ada@example.org> ${FIRST_DATE + mark * 60} +0000\n`);
    data(subject);
  };
  const put = (path: string, text: string) => {
    out.push(`M 100644 inline ${path}\n`);
    data(text);
  };
  commit('main', 1, 'The beginning');
  const popular = Array.from({ length: POPULAR }, (_, index) => popularFile(index, branches));
  for (const [index, lines] of popular.entries()) put(popularPath(index), `${lines.join('\n')}\n`);
  for (let index = 0; index < files; index += 1) put(pathOf(index), textOf(index));
  for (let branch = 0; branch < branches; branch += 1) {
    commit(branchName(branch), branch + 2, `Effort ${branch}`);
    out.push('from :1\n');
    // Each branch edits two popular files, so that pairs share files as the efforts of a wave do.
    for (const index of [branch % POPULAR, (branch * 3 + 1) % POPULAR]) {
      const lines = popular[index] ?? [];
      put(
        popularPath(index),
        `${lines.with(branch * APART + 1, `const by_effort_${branch} = true;`).join('\n')}\n`,
      );
    }
    for (let more = 0; more < 3; more += 1)
      put(`src/effort_${branch}/part_${more}.ts`, textOf(branch * 7 + more));
  }
  out.push('done\n');
  return out.join('');
}

function popularFile(index: number, branches: number): string[] {
  return Array.from(
    { length: (branches + 1) * APART },
    (_, line) => `const popular_${index}_${line} = ${line};`,
  );
}

function popularPath(index: number): string {
  return `src/popular/file_${index}.ts`;
}

function pathOf(index: number): string {
  return `packages/p${index % 97}/src/m${Math.floor(index / 97) % 40}/file_${index}.ts`;
}

function textOf(seed: number): string {
  return `${Array.from({ length: 20 + (seed % 40) }, (_, line) => `export const v_${seed}_${line} = ${(seed * 31 + line * 7) % 997};`).join('\n')}\n`;
}

function branchName(branch: number): string {
  return `effort/${String(branch).padStart(3, '0')}`;
}

/** Environment for a git that sees nothing of this machine or its user. */
export const HERMETIC = {
  PATH: process.env['PATH'] ?? '',
  HOME: '/nonexistent',
  LC_ALL: 'C',
  TZ: 'UTC',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_AUTHOR_NAME: 'Ada Author',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  GIT_COMMITTER_NAME: 'Ada Author',
  GIT_COMMITTER_EMAIL: 'ada@example.org',
} as const;

/** Runs git as directly as possible: one process, no wrapper. Exit status 1 is an answer (a conflict). */
export function git(directory: string, args: readonly string[], input = ''): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn('git', args, { cwd: directory, env: HERMETIC, stdio: ['pipe', 'pipe', 'inherit'] });
    const out: Buffer[] = [];
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0 || code === 1) resolve(Buffer.concat(out).toString().trimEnd());
      else reject(new Error(`git ${args.join(' ')} ended with ${code}`));
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

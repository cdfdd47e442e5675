/** This folder: what a project and a machine look like. */
import { access, constants, readdir, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { type PackageManager, programOf, type Survey } from '../../domain/config/survey.ts';
import { askGit } from './ask-git.ts';
import { fileOnBranch, namesOnBranch } from './branch-files.ts';

/**
 * Surveys a project: package managers by their lock files, scripts, make targets, branches, worktrees. Its files are those of a working
 * tree, or of a branch where one is given (none for a branch that does not exist). Looks for programs in `search_path`, a list of folders as in PATH. Changes nothing.
 */
export async function surveyProject(
  directory: string,
  search_path: string,
  branch: string | null = null,
): Promise<Survey> {
  const [files, branches] = await Promise.all([
    branch === null ? readdir(directory) : namesOnBranch(directory, branch),
    surveyBranches(directory),
  ]);
  const read = async (file: string) =>
    !files.includes(file)
      ? ''
      : branch === null
        ? await readFile(join(directory, file), 'utf8')
        : ((await fileOnBranch(directory, branch, file)) ?? '');
  const manifest = files.includes('package.json') ? readManifest(await read('package.json')) : null;
  const python = (await Promise.all(PYTHON_FILES.map(read))).join('\n');
  const package_managers = managersOf(files, manifest);
  const missing = await Promise.all(
    package_managers.map(async (manager) => {
      const program = programOf(manager, files);
      return program !== null && !(await isOnPath(program, search_path));
    }),
  );
  return {
    ...branches,
    package_managers,
    missing_managers: package_managers.filter((_manager, index) => missing[index]),
    files: files.sort(),
    scripts: manifest?.scripts ?? null,
    has_dependencies: manifest?.has_dependencies ?? false,
    python_tools: PYTHON_TOOLS.filter((tool) => new RegExp(`\\b${tool}\\b`).test(python)),
    make_targets: makeTargets((await read('Makefile')) || (await read('makefile'))),
  };
}

/** Surveys the branches alone. */
export async function surveyBranches(
  directory: string,
): Promise<Pick<Survey, 'branches' | 'current_branch' | 'remote_head' | 'worktree_branches'>> {
  const [refs, head, worktrees] = await Promise.all([
    askGit(directory, [
      'for-each-ref',
      '--format=%(refname)%00%(symref)',
      'refs/heads/',
      'refs/remotes/origin/HEAD',
    ]),
    askGit(directory, ['symbolic-ref', '--quiet', '--short', 'HEAD']),
    askGit(directory, ['worktree', 'list', '--porcelain', '-z']),
  ]);
  const rows = (refs ?? '').split('\n').map((row) => row.split('\0'));
  const remoteHead = rows.find(([name]) => name === 'refs/remotes/origin/HEAD')?.[1] ?? '';
  return {
    branches: rows.flatMap(([name]) => (name?.startsWith(HEADS) ? [name.slice(HEADS.length)] : [])),
    current_branch: head?.trim() || null,
    remote_head: remoteHead.replace(/^refs\/remotes\/origin\//, '') || null,
    worktree_branches: linkedBranches(worktrees ?? ''),
  };
}

const HEADS = 'refs/heads/';
const PYTHON_FILES = [
  'pyproject.toml',
  'requirements.txt',
  'requirements-dev.txt',
  'setup.cfg',
  'tox.ini',
  'pytest.ini',
];
const PYTHON_TOOLS = ['pytest', 'ruff', 'mypy'];

/** Lock files and settings that decide the package manager. For each language, the first one that exists wins. */
const LOCKS: readonly (readonly [file: string, manager: PackageManager, language: string])[] = [
  ['pnpm-lock.yaml', 'pnpm', 'node'],
  ['bun.lock', 'bun', 'node'],
  ['bun.lockb', 'bun', 'node'],
  ['yarn.lock', 'yarn', 'node'],
  ['package-lock.json', 'npm', 'node'],
  ['npm-shrinkwrap.json', 'npm', 'node'],
  ['bunfig.toml', 'bun', 'node'],
  ['deno.json', 'deno', 'deno'],
  ['deno.jsonc', 'deno', 'deno'],
  ['deno.lock', 'deno', 'deno'],
  ['uv.lock', 'uv', 'python'],
  ['poetry.lock', 'poetry', 'python'],
  ['requirements.txt', 'pip', 'python'],
  ['requirements-dev.txt', 'pip', 'python'],
  ['pyproject.toml', 'pip', 'python'],
  ['Cargo.toml', 'cargo', 'rust'],
  ['go.mod', 'go', 'go'],
  ['pom.xml', 'maven', 'java'],
  ['build.gradle', 'gradle', 'java'],
  ['build.gradle.kts', 'gradle', 'java'],
];

function managersOf(files: readonly string[], manifest: Manifest | null): readonly PackageManager[] {
  const found = new Map<string, PackageManager>();
  for (const [file, manager, language] of LOCKS) {
    if (files.includes(file) && !found.has(language)) found.set(language, manager);
  }
  if (found.get('node') === 'yarn' && files.includes('.yarnrc.yml')) found.set('node', 'yarn-berry');
  if (manifest === null) return [...found.values()];
  // What package.json names has the last word; old lock files of another manager often stay.
  const { manager } = manifest;
  if (manager !== null) found.set('node', manager);
  // Where lock files are not committed, the script says what runs it.
  if (!found.has('node')) found.set('node', manifest.scripts['test']?.startsWith('bun ') ? 'bun' : 'npm');
  return [...found.values()];
}

interface Manifest {
  readonly scripts: Readonly<Record<string, string>>;
  readonly has_dependencies: boolean;
  /** Which one `packageManager` names; null: none that is known. */
  readonly manager: PackageManager | null;
}

const NAMED_MANAGER = /^(npm|pnpm|yarn|bun)@(\d+)/;

/** Reads `yarn@4.1.0`. */
function namedManager(text: unknown): PackageManager | null {
  const [, name, major] = NAMED_MANAGER.exec(String(text)) ?? [];
  return name === 'yarn' && major !== '1' ? 'yarn-berry' : ((name as PackageManager | undefined) ?? null);
}

/** Reads package.json. An unreadable one counts as empty; complaining is up to npm. */
function readManifest(text: string): Manifest {
  try {
    const manifest: unknown = JSON.parse(text);
    const part = (key: string): Record<string, unknown> => {
      const value = typeof manifest === 'object' && manifest !== null ? Reflect.get(manifest, key) : null;
      return typeof value === 'object' && value !== null ? { ...value } : {};
    };
    const scripts = Object.entries(part('scripts')).filter(([, value]) => typeof value === 'string');
    const dependencies = { ...part('dependencies'), ...part('devDependencies') };
    return {
      scripts: Object.fromEntries(scripts) as Record<string, string>,
      has_dependencies: Object.keys(dependencies).length > 0,
      manager: namedManager(Reflect.get(Object(manifest), 'packageManager')),
    };
  } catch {
    return { scripts: {}, has_dependencies: false, manager: null };
  }
}

function makeTargets(text: string): readonly string[] {
  return [...text.matchAll(/^([A-Za-z0-9][\w.-]*)\s*:(?!=)/gm)].flatMap((match) => match[1] ?? []);
}

/** Lists the branches of linked worktrees. An empty field separates records; the first is the main working tree. */
function linkedBranches(porcelain: string): readonly string[] {
  return porcelain
    .split('\0\0')
    .slice(1)
    .flatMap((record) => record.split('\0').filter((field) => field.startsWith('branch refs/heads/')))
    .map((field) => field.slice('branch refs/heads/'.length));
}

/** Checks whether a program of that name can be started; `search_path` is a list of folders, as in PATH. */
async function isOnPath(program: string, search_path: string): Promise<boolean> {
  for (const folder of search_path.split(delimiter)) {
    if (folder === '') continue;
    const there = await access(join(folder, program), constants.X_OK).then(
      () => true,
      () => false,
    );
    if (there) return true;
  }
  return false;
}

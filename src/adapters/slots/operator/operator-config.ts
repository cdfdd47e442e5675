/** The operator's git configuration, as git reads it, and in words what changed in it. */
import { homedir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { RunGit } from '../../git/process/run.ts';

export interface OperatorConfig {
  /** Key -> its values, each with the file that it is from. */
  readonly values: ReadonlyMap<string, readonly { readonly file: string; readonly value: string }[]>;
  /** Files that it is from, and those that it would include, whether they are there or not. */
  readonly files: readonly string[];
  /** Folder of hooks that it names; null: none, or one in a working tree, which changes with what is checked out there. */
  readonly hooks: string | null;
}

/** A file that it includes may be one that never ends. */
const TIMEOUT_MS = 20_000;

type Environment = Readonly<Record<string, string | undefined>>;

/** Lists where git looks for the configuration of a user and a machine. */
export function userFiles(env: Environment): readonly string[] {
  const { HOME = homedir(), XDG_CONFIG_HOME, GIT_CONFIG_GLOBAL, GIT_CONFIG_SYSTEM } = env;
  const own = join(XDG_CONFIG_HOME || join(HOME, '.config'), 'git');
  const configs = GIT_CONFIG_GLOBAL ? [GIT_CONFIG_GLOBAL] : [join(HOME, '.gitconfig'), join(own, 'config')];
  const system = GIT_CONFIG_SYSTEM || '/etc/gitconfig';
  return [...configs, system, join(own, 'attributes'), join(own, 'ignore')];
}

/** Reads the configuration of a repository and its user; null: git cannot read it. */
export async function readConfig(
  git: RunGit,
  git_dir: string,
  env: Environment,
): Promise<OperatorConfig | null> {
  const answer = await git(['config', '--list', '--show-origin', '-z'], { timeout_ms: TIMEOUT_MS }).catch(
    () => null,
  );
  if (answer === null) return null;
  const values = new Map<string, { file: string; value: string }[]>();
  const files = new Set<string>();
  let hooks: string | null = null;
  const fields = Buffer.from(answer.stdout, 'latin1').toString('utf8').split('\0');
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [origin = '', entry = ''] = fields.slice(at, at + 2);
    // What we set ourselves is of the command line.
    if (!origin.startsWith('file:')) continue;
    const file = resolve(git_dir, origin.slice('file:'.length));
    const end = `${entry}\n`.indexOf('\n');
    const [key, value] = [entry.slice(0, end), entry.slice(end + 1)];
    const path = (from: string) => resolve(from, value.replace(/^~(?=\/)/, env['HOME'] ?? homedir()));
    files.add(file);
    if (/^include(?:if\..*)?\.path$|^core\.attributesfile$/s.test(key)) files.add(path(dirname(file)));
    if (key === 'core.hookspath') {
      const folder = path(dirname(git_dir));
      hooks = /^[~/]/.test(value) || folder.startsWith(`${git_dir}/`) ? folder : null;
    }
    values.set(key, [...(values.get(key) ?? []), { file, value }]);
  }
  return { values, files: [...files], hooks };
}

/** Describes what differs, but for what git writes itself while people push, switch and delete branches. */
export function configChanges(
  before: OperatorConfig,
  after: OperatorConfig,
  shown: (file: string) => string,
): readonly string[] {
  return [...new Set([...before.values.keys(), ...after.values.keys()])].flatMap((key) => {
    const [was = [], is = []] = [before.values.get(key), after.values.get(key)];
    if (JSON.stringify(was) === JSON.stringify(is) || isOfBranches(key, is, before)) return [];
    const file = shown((is.at(-1) ?? was.at(-1))?.file ?? '');
    const how = was.length === 0 ? 'added to' : is.length === 0 ? 'removed from' : 'changed in';
    // An address may hold a password.
    return [`${key.replaceAll(/\/\/[^/@\s]*@/g, '//')} ${how} ${file}`];
  });
}

function isOfBranches(
  key: string,
  values: readonly { readonly value: string }[],
  { values: known }: OperatorConfig,
): boolean {
  if (/^branch\..+\.(?:merge|rebase|[\w-]+-merge-base)$/s.test(key)) return true;
  // An address in the place of a remote would send what is pushed next elsewhere.
  const isKnown = (remote: string) => remote === '.' || known.has(`remote.${remote}.url`);
  return /^branch\..+\.remote$/s.test(key) && values.every(({ value }) => isKnown(value));
}

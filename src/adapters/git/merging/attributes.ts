/**
 * Makes merges obey the attributes of the target (`*.jsonl merge=union`, `binary`), never those of a branch. Otherwise a branch could
 * make its own conflicts disappear, or choose a program to run. So git gets a working tree that holds only the target's `.gitattributes`
 * files, and an index that does not exist. This works for all versions (`--attr-source` came with Git 2.41).
 */
import { createHash, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { TreeEntry } from '../../../domain/conflict/conflict.ts';
import type { Sha } from '../../../domain/shared/ids.ts';
import { writing } from '../../disk/failure.ts';
import { readBlobs } from '../objects/blobs.ts';
import { filesNamed } from '../objects/find-by-name.ts';
import { encodePath } from '../process/path-bytes.ts';
import type { CallOptions, Git } from '../process/run.ts';
import type { Scratch } from '../process/scratch.ts';
import { RULES } from './attributed-paths.ts';
import { dropDrivers, type MergeDrivers } from './merge-drivers.ts';

const FILE = '.gitattributes';

/** Options that make a git call obey attributes. */
export interface AttributedCall extends Required<Pick<CallOptions, 'cwd' | 'env' | 'settings'>> {
  /** Whether any of them may be about how files are merged. */
  readonly has_rules: boolean;
}

/** Returns the options that make a git call obey the attributes of a commit. */
export type AttributesOf = (commit: Sha) => Promise<AttributedCall>;

/** Prepares attribute folders, one for each set of attribute files, and keeps them for reuse. */
export function targetAttributes(
  git: Git,
  scratch: Scratch,
  drivers: () => Promise<MergeDrivers>,
  git_dir: string,
): AttributesOf {
  const known = new Map<Sha, Promise<Prepared>>();
  // @see gitattributes(5): it counts whatever is checked out.
  const own = join(git_dir, 'info/attributes');
  const attributeFiles = filesNamed(git, FILE);
  return async (commit) => {
    const { trusted, settings } = await drivers();
    let folder = known.get(commit);
    if (!folder) {
      folder = attributeFiles(commit).then(async (files) =>
        writing(await scratch.root(), () => prepareFolder(git, scratch, files, trusted)),
      );
      known.set(commit, folder);
      folder.catch(() => known.delete(commit));
    }
    const { cwd, has_rules } = await folder;
    return {
      cwd,
      has_rules: has_rules || existsSync(own),
      env: { GIT_WORK_TREE: cwd, GIT_INDEX_FILE: join(cwd, '.no-index'), GIT_ATTR_NOSYSTEM: '1' },
      settings: [...settings, ['core.attributesFile', '/dev/null']],
    };
  };
}

/** Does something with the items of each set of attributes by itself, and returns the answers in the order of the items. */
export async function byAttributes<Item, Answer>(
  attributes: AttributesOf,
  items: readonly Item[],
  from: (item: Item) => Sha,
  work: (items: readonly Item[], call: AttributedCall) => Promise<readonly Answer[]>,
): Promise<readonly (Answer | undefined)[]> {
  const calls = await Promise.all(items.map((item) => attributes(from(item))));
  const folders = new Map(calls.map((call) => [call.cwd, call]));
  const found = new Map<Item, Answer | undefined>();
  await Promise.all(
    [...folders].map(async ([folder, call]) => {
      const here = items.filter((_, index) => calls[index]?.cwd === folder);
      const answers = await work(here, call);
      for (const [index, item] of here.entries()) found.set(item, answers[index]);
    }),
  );
  return items.map((item) => found.get(item));
}

type Prepared = Pick<AttributedCall, 'cwd' | 'has_rules'>;

async function prepareFolder(
  git: Git,
  scratch: Scratch,
  found: readonly TreeEntry[],
  trusted: ReadonlySet<string>,
): Promise<Prepared> {
  const files = found.filter(({ mode, path }) => mode.startsWith('100') && isSafe(path));
  const texts = await readBlobs(
    git,
    files.map(({ blob }) => blob),
  );
  const cwd = join(await scratch.root(), `attributes-${digestOf(files, trusted)}`);
  const prepared = { cwd, has_rules: [...texts.values()].some((text) => RULES.test(text)) };
  if (existsSync(cwd)) return prepared;
  // Written beside it and renamed, so that a folder with the final name is always complete.
  const draft = join(await scratch.root(), `attributes.${randomUUID()}`);
  await mkdir(draft, { mode: 0o700 });
  for (const { path, blob } of files) {
    const place = Buffer.from(join(Buffer.from(draft).toString('latin1'), encodePath(path)), 'latin1');
    await mkdir(Buffer.from(dirname(place.toString('latin1')), 'latin1'), { recursive: true });
    await writeFile(place, dropDrivers(texts.get(blob) ?? '', trusted), 'latin1');
  }
  try {
    await rename(draft, cwd);
  } catch (cause) {
    await rm(draft, { recursive: true, force: true });
    if (!existsSync(cwd)) throw cause;
  }
  return prepared;
}

/** Checks that a path is safe to write. A hostile tree can contain paths that git would refuse to check out. */
function isSafe(path: string): boolean {
  const parts = encodePath(path).split('/');
  return parts.every((part) => part !== '' && part !== '.' && part !== '..' && part.toLowerCase() !== '.git');
}

function digestOf(files: readonly TreeEntry[], trusted: ReadonlySet<string>): string {
  const text = JSON.stringify([files.map(({ path, blob }) => [path, blob]), [...trusted].sort()]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** Writes objects as durably as every git call does. One `hash-object` per type stays open: starting it takes longer than writing. */
import { randomUUID } from 'node:crypto';
import { rmSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parseSha, type Sha } from '../../../domain/shared/ids.ts';
import { writing } from '../../disk/failure.ts';
import { type Conversation, ConversationOver, type Read } from '../../execa/conversation.ts';
import type { Git } from '../process/run.ts';
import type { Scratch } from '../process/scratch.ts';

type Type = 'blob' | 'tree' | 'commit';

/** In characters. Most objects that are written one by one are smaller. */
const SMALL = 65_536;

const WRITERS = new WeakMap<Git, Map<Type, Conversation>>();

/** Writes Latin-1 texts as objects of a type, without any filter. Returns their names in the same order. */
export async function writeObjects(
  git: Git,
  scratch: Scratch,
  type: Type,
  texts: readonly string[],
): Promise<readonly Sha[]> {
  const distinct = [...new Set(texts)];
  if (distinct.length === 0) return [];
  const [only] = distinct;
  const written =
    distinct.length === 1 && only !== undefined && only.length < SMALL
      ? await writeSmall(git, scratch, type, only)
      : await scratch.within(type, async (folder) => {
          await Promise.all(
            distinct.map((text, index) => writeFile(join(folder, String(index)), text, 'latin1')),
          );
          const names = distinct.map((_, index) => `${basename(folder)}/${index}`);
          return writeFiles(git, scratch, type, names);
        });
  const shaOf = new Map(distinct.map((text, index) => [text, written[index] as Sha]));
  return texts.map((text) => shaOf.get(text) as Sha);
}

/** Writes a small object from a synchronously written file: that is faster than waiting for Node's thread pool. */
async function writeSmall(git: Git, scratch: Scratch, type: Type, text: string): Promise<readonly Sha[]> {
  const name = `${type}.${randomUUID()}`;
  const file = join(await scratch.root(), name);
  return writing(file, async () => {
    try {
      writeFileSync(file, text, { encoding: 'latin1', mode: 0o600 });
      return await writeFiles(git, scratch, type, [name]);
    } finally {
      rmSync(file, { force: true });
    }
  });
}

async function writeFiles(
  git: Git,
  scratch: Scratch,
  type: Type,
  files: readonly string[],
): Promise<readonly Sha[]> {
  const names = files.map((file) => `${file}\n`);
  try {
    const writer = await writerOf(git, scratch, type);
    return await Promise.all(names.map((name) => writer.ask(name, readName)));
  } catch (error) {
    if (!(error instanceof ConversationOver)) throw error;
    const args = ['hash-object', '-w', '-t', type, '--no-filters', '--stdin-paths'];
    const { stdout } = await git(args, { input: names.join(''), cwd: await scratch.root() });
    return stdout.trimEnd().split('\n') as Sha[];
  }
}

async function writerOf(git: Git, scratch: Scratch, type: Type): Promise<Conversation> {
  const cwd = await scratch.root();
  const writers = WRITERS.get(git) ?? new Map<Type, Conversation>();
  WRITERS.set(git, writers);
  const writer =
    writers.get(type) ??
    git.stay(['hash-object', '-w', '-t', type, '--no-filters', '--stdin-paths'], { cwd });
  writers.set(type, writer);
  return writer;
}

function readName(output: string, from: number): Read<Sha> {
  const end = output.indexOf('\n', from);
  if (end === -1) return { need: output.length - from + 1 };
  const sha = parseSha(output.slice(from, end));
  if (sha === null) throw new ConversationOver('git hash-object gives no object name');
  return { value: sha, end: end + 1 };
}

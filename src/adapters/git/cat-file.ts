import { IntorchError } from '../../domain/shared/errors.ts';
import type { RunGit } from './run.ts';

export interface ObjectText {
  readonly oid: string;
  readonly type: string;
  /** One character per byte. */
  readonly text: string;
}

type Found = readonly (ObjectText | null)[];

interface Asked {
  readonly names: readonly string[];
  readonly answer: (found: Found) => void;
  readonly fail: (error: unknown) => void;
}

/** What was asked since the last process was started; many ask at the same time, and each process costs more than what it reads. */
const WAITING = new WeakMap<RunGit, Asked[]>();

/**
 * Reads many objects in one process, together with what others ask in the same turn; null where there is no such object. Names (of
 * objects, or `<commit>:<path>`) are bytes, one character each, in the same order as the answers.
 */
export function readObjects(git: RunGit, names: readonly string[]): Promise<Found> {
  if (names.length === 0) return Promise.resolve([]);
  return new Promise((answer, fail) => {
    const asked = WAITING.get(git) ?? [];
    asked.push({ names, answer, fail });
    if (asked.length > 1) return;
    WAITING.set(git, asked);
    setImmediate(() => {
      WAITING.delete(git);
      void answerAll(git, asked);
    });
  });
}

async function answerAll(git: RunGit, asked: readonly Asked[]): Promise<void> {
  try {
    const found = await readTogether(
      git,
      asked.flatMap(({ names }) => names),
    );
    let at = 0;
    for (const { names, answer } of asked) {
      answer(found.slice(at, at + names.length));
      at += names.length;
    }
  } catch (error) {
    for (const { fail } of asked) fail(error);
  }
}

/** @see git-cat-file(1), Git 2.38: `-z` ends names with NUL */
async function readTogether(git: RunGit, names: readonly string[]): Promise<Found> {
  const { stdout } = await git(['cat-file', '--batch', '-z'], {
    input: names.map((name) => `${name}\0`).join(''),
  });
  let at = 0;
  return names.map((name) => {
    const missing = `${name} missing\n`;
    if (stdout.startsWith(missing, at)) {
      at += missing.length;
      return null;
    }
    const end = stdout.indexOf('\n', at);
    const [, oid, type, size] = /^([0-9a-f]+) (\w+) (\d+)$/.exec(stdout.slice(at, end)) ?? [];
    if (oid === undefined || type === undefined || size === undefined) {
      throw new IntorchError('GIT_FAILED', `git cat-file cannot read ${name}`);
    }
    const text = stdout.slice(end + 1, end + 1 + Number(size));
    at = end + 1 + Number(size) + 1;
    return { oid, type, text };
  });
}

/**
 * This folder: reads and writes blobs, trees and commits.
 *
 * Reads objects. One `cat-file` stays open for each git and answers whatever is asked; where it is gone, a process is started for what
 * was asked, so that nothing depends on it. It looks again for what it did not find, so it sees what other processes write later. It is
 * asked for objects by object name alone, never for what a ref points at.
 */
import { IntorchError } from '../../../domain/shared/errors.ts';
import { type Conversation, ConversationOver, type Read } from '../../execa/conversation.ts';
import type { Git } from '../process/run.ts';

interface ObjectText {
  readonly oid: string;
  readonly type: string;
  /** One character per byte. */
  readonly text: string;
}

type Found = ObjectText | null;

/** Limit of characters kept in all. */
const MOST_CHARS = 8_000_000;
/** Longer texts are not kept: each would evict hundreds of small ones. */
const LONGEST = 65_536;

interface Reader {
  readonly conversation: Conversation;
  /** Objects that were read: their content never changes. */
  readonly known: ReturnType<typeof boundedTexts>;
}

const READERS = new WeakMap<Git, Reader>();

/** Reads one object from the repository as it is now: git may have removed one that was read before. */
export async function readNow(git: Git, name: string): Promise<Found> {
  const { conversation, known } = readerOf(git);
  const [object] = await answersTo(git, conversation, [name]);
  if (object === null || object === undefined) known.forget(name);
  return object ?? null;
}

/**
 * Reads many objects; null for each that does not exist. Names (of objects, or `<commit>:<path>`) are bytes, one character each. Answers
 * come in the order of the names.
 */
export async function readObjects(git: Git, names: readonly string[]): Promise<readonly Found[]> {
  const { conversation, known } = readerOf(git);
  const wanted = [...new Set(names)].filter((name) => !known.has(name));
  const found = new Map<string, Found>(
    names.flatMap((name) => {
      const object = known.get(name);
      return object === null ? [] : [[name, object]];
    }),
  );
  const read = await answersTo(git, conversation, wanted);
  for (const [index, name] of wanted.entries()) {
    const object = read[index] ?? null;
    found.set(name, object);
    // A short name may become ambiguous later.
    if (object !== null && /^[0-9a-f]{40}(?:[0-9a-f]{24})?(?:\W|$)/.test(name)) known.add(name, object);
  }
  return names.map((name) => found.get(name) ?? null);
}

/** Asks all questions at once, to be answered at once. If the conversation breaks off, a process is started for all of them. */
async function answersTo(
  git: Git,
  conversation: Conversation,
  names: readonly string[],
): Promise<readonly Found[]> {
  if (names.length === 0) return [];
  const answers = await Promise.allSettled(
    names.map((name, index) =>
      conversation.ask(`contents ${name}\0${index + 1 < names.length ? '' : 'flush\0'}`, readerFor(name)),
    ),
  );
  const answered = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  if (answered.length === names.length) return answered;
  for (const answer of answers)
    if (answer.status === 'rejected' && !(answer.reason instanceof ConversationOver)) throw answer.reason;
  return readTogether(git, names);
}

/** @see git-cat-file(1), Git 2.36: `--batch-command`, and `flush`; 2.38: `-z` ends names with NUL */
function readerOf(git: Git): Reader {
  const reader = READERS.get(git) ?? {
    conversation: git.stay(['cat-file', '--batch-command', '--buffer', '-z']),
    known: boundedTexts(),
  };
  READERS.set(git, reader);
  return reader;
}

async function readTogether(git: Git, names: readonly string[]): Promise<readonly Found[]> {
  const { stdout } = await git(['cat-file', '--batch', '-z'], {
    input: names.map((name) => `${name}\0`).join(''),
  });
  let at = 0;
  return names.map((name) => {
    const answer = readerFor(name)(stdout, at);
    if ('need' in answer) throw new IntorchError('GIT_FAILED', `git cat-file cannot read ${name}`);
    at = answer.end;
    return answer.value;
  });
}

/** Parses one answer: `<object> SP <type> SP <size> LF <contents> LF`, or `<name> SP missing LF`. */
function readerFor(name: string): (output: string, from: number) => Read<ObjectText | null> {
  const missing = `${name} missing\n`;
  return (output, from) => {
    const end = output.indexOf('\n', from);
    if (end === -1) return { need: output.length - from + 1 };
    const [, oid, type, size] = /^([0-9a-f]+) (\w+) (\d+)$/.exec(output.slice(from, end)) ?? [];
    if (oid !== undefined && type !== undefined && size !== undefined) {
      const last = end + 1 + Number(size);
      if (output.length <= last) return { need: last + 1 - from };
      return { value: { oid, type, text: output.slice(end + 1, last) }, end: last + 1 };
    }
    if (output.startsWith(missing, from)) return { value: null, end: from + missing.length };
    if (missing.startsWith(output.slice(from, from + missing.length))) return { need: missing.length };
    // Newer versions report a submodule's entry this way: its commit is no object of this repository.
    if (/^[0-9a-f]+ submodule$/.test(output.slice(from, end))) return { value: null, end: end + 1 };
    throw new IntorchError('GIT_FAILED', `git cat-file cannot read ${name}`);
  };
}

/** Keeps the most recently used of texts that never change, up to a size limit. */
function boundedTexts() {
  const kept = new Map<string, ObjectText>();
  let chars = 0;
  return {
    has: (name: string): boolean => kept.has(name),
    forget: (name: string): void => {
      chars -= kept.get(name)?.text.length ?? 0;
      kept.delete(name);
    },
    get: (name: string): ObjectText | null => {
      const found = kept.get(name);
      if (found === undefined) return null;
      kept.delete(name);
      kept.set(name, found);
      return found;
    },
    add: (name: string, value: ObjectText): void => {
      if (value.text.length > LONGEST || kept.has(name)) return;
      // A substring keeps the whole output in memory; a copy does not.
      kept.set(name, { ...value, text: Buffer.from(value.text, 'latin1').toString('latin1') });
      chars += value.text.length;
      for (const [oldest, { text }] of kept) {
        if (chars <= MOST_CHARS) break;
        kept.delete(oldest);
        chars -= text.length;
      }
    },
  };
}

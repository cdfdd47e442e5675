/**
 * Reads objects. One `cat-file` stays open for each git and answers whatever is asked; where it is gone, a process is started for what
 * was asked, so that nothing depends on it. It looks again for what it did not find, so it sees what other processes write later. It
 * is asked for objects by object name alone, never for what a ref points at.
 */
import { IntorchError } from '../../../domain/shared/errors.ts';
import { type Conversation, ConversationOver } from '../../execa/conversation.ts';
import type { Git } from '../process/run.ts';
import { boundedTexts } from './bounded-texts.ts';
import { type ObjectText, readerFor } from './object-text.ts';

type Found = ObjectText | null;

interface Reader {
  readonly conversation: Conversation;
  /** What an object holds never changes. */
  readonly known: ReturnType<typeof boundedTexts<ObjectText>>;
}

const READERS = new WeakMap<Git, Reader>();

/**
 * Reads many objects; null where there is no such object. Names (of objects, or `<commit>:<path>`) are bytes, one character each, in the
 * same order as the answers.
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
  const read = await answersTo(wanted, (name) => conversation.ask(`contents ${name}\0`, readerFor(name)), {
    instead: (rest) => readTogether(git, rest),
  });
  for (const [index, name] of wanted.entries()) {
    const object = read[index] ?? null;
    found.set(name, object);
    // A short name may come to mean something else.
    if (object !== null && /^[0-9a-f]{40}(?:[0-9a-f]{24})?(?:\W|$)/.test(name)) known.add(name, object);
  }
  return names.map((name) => found.get(name) ?? null);
}

/** Asks everything at once; what nobody answers is asked `instead`, as a whole. */
async function answersTo(
  names: readonly string[],
  ask: (name: string) => Promise<Found>,
  { instead }: { readonly instead: (names: readonly string[]) => Promise<readonly Found[]> },
): Promise<readonly Found[]> {
  if (names.length === 0) return [];
  const answers = await Promise.allSettled(names.map(ask));
  const answered = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
  if (answered.length === names.length) return answered;
  for (const answer of answers)
    if (answer.status === 'rejected' && !(answer.reason instanceof ConversationOver)) throw answer.reason;
  return instead(names);
}

/** @see git-cat-file(1), Git 2.36: `--batch-command`; 2.38: `-z` ends names with NUL */
function readerOf(git: Git): Reader {
  const reader = READERS.get(git) ?? {
    conversation: git.stay(['cat-file', '--batch-command', '-z']),
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

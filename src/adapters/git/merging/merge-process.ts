import type { Sha } from '../../../domain/shared/ids.ts';
import { type Conversation, ConversationOver, type Read } from '../../execa/conversation.ts';
import type { CallOptions, Git } from '../process/run.ts';
import type { Padding } from './padding.ts';

export const MERGE = ['merge-tree', '--write-tree', '-z', '--messages'];

/** Few sets of attributes are in use: those of one target, and of its later states. */
const MOST_OPEN = 3;

/**
 * Returns a function that merges pair after pair, in one long-running git for each set of attributes. null: it failed, and a new process
 * gives the reason. Its output equals that of a git started for the pair alone. @see git-merge-tree(1), `--stdin`
 */
export function standingMerge(
  git: Git,
): (
  onto: Sha,
  incoming: Sha,
  call: Required<Pick<CallOptions, 'cwd' | 'env' | 'settings'>>,
  padding: Padding | null,
) => Promise<string | null> {
  const open = new Map<string, Conversation>();
  return async (onto, incoming, call, padding) => {
    const conversation = open.get(call.cwd) ?? git.stay([...MERGE, '--stdin'], call);
    open.set(call.cwd, conversation);
    for (const [oldest, other] of open) {
      if (open.size <= MOST_OPEN) break;
      open.delete(oldest);
      void other.close();
    }
    git.tell([...MERGE, onto, incoming]);
    try {
      const question = `${onto} ${incoming}\n`;
      if (padding === null) return await conversation.ask(question, readMerge);
      return await conversation.ask(`${question}${padding.onto} ${padding.incoming}\n`, (output, from) => {
        const first = readMerge(output, from);
        // The end of the padding comes out with what is asked next.
        if (!('value' in first) || !first.value.startsWith(padding.tree)) return first;
        const second = readMerge(output, first.end);
        return 'value' in second ? second : { need: output.length - from + 1 };
      });
    } catch (error) {
      if (error instanceof ConversationOver) return null;
      throw error;
    }
  };
}

/**
 * Parses
 *
 *   <clean: 1 or 0> NUL <tree> NUL ( <stage> NUL )* NUL ( <count> NUL <path>{count} NUL <type> NUL <text> NUL )* NUL
 *
 * Between the first field and the last NUL is exactly the output without `--stdin`.
 */
function readMerge(output: string, from: number): Read<string> {
  let at = from;
  const field = (): string | null => {
    const end = output.indexOf('\0', at);
    if (end === -1) return null;
    const text = output.slice(at, end);
    at = end + 1;
    return text;
  };
  const more = { need: output.length - from + 1 };
  const clean = field();
  const begin = at;
  if (clean === null || field() === null) return more;
  if (clean !== '0' && clean !== '1') throw new ConversationOver('git merge-tree gives no verdict');
  for (let stage = field(); stage !== ''; stage = field()) if (stage === null) return more;
  for (;;) {
    const count = field();
    // Git 2.39 ends with advice about submodules, in plain words.
    if (count !== null && !/^\d+$/.test(count)) return { value: output.slice(begin, at - 1), end: at };
    // That many paths follow, then a type and a text.
    for (let left = Number(count) + 2; left > 0; left -= 1) if (field() === null) return more;
    if (count === null) return more;
  }
}

import { type Conversation, ConversationOver } from '../../execa/conversation.ts';
import type { Git } from '../process/run.ts';

export const ARGS = ['update-ref', '-m', 'intorch', '--stdin', '-z'];
export const ENV = { GIT_COMMITTER_NAME: 'intorch', GIT_COMMITTER_EMAIL: 'intorch@localhost' };
/** The one that stays is made anew after this long: git takes the time of its first transaction for the reflog of all of them. */
const MOST_AGE_MS = 1_000;

const TRANSACTIONS = new WeakMap<Git, Conversation>();

/** Asks the git that stays for a whole transaction; false: it did not happen, or nobody knows, and the plain way says why. */
export async function transact(git: Git, input: string, end: 'commit' | 'abort'): Promise<boolean> {
  const conversation = TRANSACTIONS.get(git) ?? git.stay(ARGS, { env: ENV, max_age_ms: MOST_AGE_MS });
  TRANSACTIONS.set(git, conversation);
  const done = `start: ok\nprepare: ok\n${end}: ok\n`;
  try {
    return await conversation.ask(input, (output, from) => {
      const said = output.slice(from, from + done.length);
      if (said === done) return { value: true, end: from + done.length };
      if (done.startsWith(said)) return { need: done.length };
      throw new ConversationOver('git update-ref gives an answer that cannot be read');
    });
  } catch (error) {
    if (error instanceof ConversationOver) return false;
    throw error;
  }
}

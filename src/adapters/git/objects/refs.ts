import { IntorchError } from '../../../domain/shared/errors.ts';
import { parseSha, type RefName, type Sha } from '../../../domain/shared/ids.ts';
import type { RefUpdate } from '../../../ports/git.ts';
import { type Conversation, ConversationOver } from '../../execa/conversation.ts';
import { gitFailure } from '../process/failure.ts';
import type { Git } from '../process/run.ts';
import { type LockPolicy, waitForLock } from './ref-locks.ts';

const ARGS = ['update-ref', '-m', 'intorch', '--stdin', '-z'];
const ENV = { GIT_COMMITTER_NAME: 'intorch', GIT_COMMITTER_EMAIL: 'intorch@localhost' };
/** Age at which the long-running git is replaced: it stamps the reflog of all its transactions with the time of the first. */
const MOST_AGE_MS = 1_000;

const TRANSACTIONS = new WeakMap<Git, Conversation>();

/** Moves all refs or none: one transaction that compares each ref with its expected value. @see git-update-ref(1), `--stdin -z` */
export async function updateRefs(git: Git, policy: LockPolicy, updates: readonly RefUpdate[]): Promise<void> {
  if (updates.length === 0) return;
  const refused = updates.find(({ ref }) => !ref.startsWith('refs/') || ref.includes('\0'));
  if (refused) throw new IntorchError('GIT_FAILED', `${refused.ref} is not the full name of a ref`);
  const input = utf8(`start\0${updates.map(instruction).join('')}prepare\0commit\0`);
  git.tell(['update-ref', ...updates.flatMap(({ ref, to }) => (to === null ? ['-d', ref] : [ref, to]))]);
  if (await transact(git, input, 'commit')) return;
  const patience = waitForLock(
    policy,
    updates.flatMap(({ to }) => to ?? []),
  );
  for (;;) {
    const { exit_code, stderr } = await git(ARGS, { input, env: ENV, ok: 'any' });
    if (exit_code === 0) return;
    if (await patience.again(stderr)) continue;
    await refuseWhatMoved(git, updates);
    throw gitFailure({
      args: ARGS,
      git_dir: policy.git_dir,
      exit_code,
      stderr,
      timed_out: false,
      failed_to_start: null,
    });
  }
}

/**
 * Checks whether every ref is where it should be (null: does not exist), in one transaction that locks them all. If that fails, reads the
 * refs one by one.
 */
export async function refsAre(
  git: Git,
  refs: readonly { readonly ref: RefName; readonly at: Sha | null }[],
): Promise<boolean> {
  const lines = refs.map(({ ref, at }) => `verify ${ref}\0${at ?? ''}\0`);
  if (await transact(git, utf8(`start\0${lines.join('')}prepare\0abort\0`), 'abort')) return true;
  const found = await Promise.all(refs.map(({ ref }) => readRef(git, ref)));
  return refs.every(({ at }, index) => found[index] === at);
}

function utf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('latin1');
}

function instruction({ ref, to, expected }: RefUpdate): string {
  if (to !== null && expected !== null) return `update ${ref}\0${to}\0${expected}\0`;
  if (to !== null) return `create ${ref}\0${to}\0`;
  // An empty old value of `verify` means that the ref must not exist.
  return expected === null ? `verify ${ref}\0\0` : `delete ${ref}\0${expected}\0`;
}

async function refuseWhatMoved(git: Git, updates: readonly RefUpdate[]): Promise<void> {
  for (const { ref, expected } of updates) {
    const actual = await readRef(git, ref);
    if (actual === expected) continue;
    const now = actual === null ? 'does not exist' : `is at ${actual}`;
    const then = expected === null ? 'must not exist' : `was expected at ${expected}`;
    throw new IntorchError('REF_MOVED', `${ref} ${now}, but ${then}`);
  }
}

async function readRef(git: Git, ref: RefName): Promise<Sha | null> {
  const { stdout } = await git(['rev-parse', '--verify', '--quiet', '--end-of-options', ref], { ok: [0, 1] });
  return parseSha(stdout.trimEnd());
}

/** Runs a whole transaction in the long-running git. false: it failed, or nobody knows; a new process then gives the reason. */
async function transact(git: Git, input: string, end: 'commit' | 'abort'): Promise<boolean> {
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

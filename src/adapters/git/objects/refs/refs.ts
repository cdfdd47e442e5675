/** This folder: moves refs by compare-and-swap, past locks that were left behind, and knows the moves of a session. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { IntorchError } from '../../../../domain/shared/errors.ts';
import { parseSha, type RefName, type Sha } from '../../../../domain/shared/ids.ts';
import type { RefUpdate } from '../../../../ports/git.ts';
import { limit } from '../../../async/limit.ts';
import { syncPath } from '../../../disk/durable-write.ts';
import { type Conversation, ConversationOver, type Read } from '../../../execa/conversation.ts';
import { FULLY_SYNCED, UNSYNCED } from '../../process/environment.ts';
import { gitFailure } from '../../process/failure.ts';
import type { Git } from '../../process/run.ts';
import { type LockPolicy, waitForLock } from './ref-locks.ts';

const ARGS = ['update-ref', '-m', 'intorch', '--stdin', '-z'];
const ENV = { GIT_COMMITTER_NAME: 'intorch', GIT_COMMITTER_EMAIL: 'intorch@localhost' };
/** Age at which the long-running git is replaced: it stamps the reflog of all its transactions with the time of the first. */
const MOST_AGE_MS = 1_000;

interface Transactions {
  readonly git: Conversation;
  /** A transaction is asked in two parts. */
  readonly inTurn: ReturnType<typeof limit>;
}

const TRANSACTIONS = new WeakMap<Git, Transactions>();

/** Moves all refs or none: one transaction that compares each ref with its expected value. @see git-update-ref(1), `--stdin -z` */
export async function updateRefs(git: Git, policy: LockPolicy, updates: readonly RefUpdate[]): Promise<void> {
  if (updates.length === 0) return;
  const refused = updates.find(({ ref }) => !ref.startsWith('refs/') || ref.includes('\0'));
  if (refused) throw new IntorchError('GIT_FAILED', `${refused.ref} is not the full name of a ref`);
  const prepare = utf8(`start\0${updates.map(instruction).join('')}prepare\0`);
  const input = `${prepare}commit\0`;
  git.tell(['update-ref', ...updates.flatMap(({ ref, to }) => (to === null ? ['-d', ref] : [ref, to]))]);
  const unkept = updates.filter(({ ref, to }) => to !== null && !policy.is_kept(ref));
  if (await transact(git, prepare, 'commit', () => syncLocks(policy.git_dir, unkept))) return;
  const patience = waitForLock(
    policy,
    updates.flatMap(({ to }) => to ?? []),
  );
  for (;;) {
    const { exit_code, stderr } = await git(ARGS, {
      input,
      env: ENV,
      settings: FULLY_SYNCED,
      ok: 'any',
    });
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
 * Checks whether every ref is where it should be (null: does not exist): by their files, which go before whatever else git knows of them, else
 * in one transaction that locks them all. If that fails, reads the refs one by one.
 */
export async function refsAre(
  git: Git,
  git_dir: string,
  refs: readonly { readonly ref: RefName; readonly at: Sha | null }[],
): Promise<boolean> {
  if (refs.every(({ ref, at }) => at !== null && fileOf(git_dir, ref) === at)) return true;
  const lines = refs.map(({ ref, at }) => `verify ${ref}\0${at ?? ''}\0`);
  if (await transact(git, utf8(`start\0${lines.join('')}prepare\0`), 'abort', async () => true)) return true;
  const found = await Promise.all(refs.map(({ ref }) => readRef(git, ref)));
  return refs.every(({ at }, index) => found[index] === at);
}

/** null: git keeps the ref otherwise, or it does not exist. */
function fileOf(git_dir: string, ref: RefName): string | null {
  try {
    return readFileSync(join(git_dir, ref), 'latin1').trimEnd();
  } catch {
    return null;
  }
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

/**
 * Brings the new values of refs to the disk, which are in their locks once a transaction is prepared. false: they are not there, because
 * the ref stands for another one, or refs are stored otherwise.
 */
async function syncLocks(git_dir: string, updates: readonly RefUpdate[]): Promise<boolean> {
  try {
    for (const { ref } of updates) await syncPath(join(git_dir, `${ref}.lock`));
    return true;
  } catch {
    return false;
  }
}

/**
 * Runs a whole transaction in the long-running git, which does not wait for the disk itself: `settle` does once it is prepared. false: it
 * failed, or nobody knows; a new process then gives the reason.
 */
async function transact(
  git: Git,
  prepare: string,
  end: 'commit' | 'abort',
  settle: () => Promise<boolean>,
): Promise<boolean> {
  const options = { env: ENV, max_age_ms: MOST_AGE_MS, settings: UNSYNCED };
  const { git: conversation, inTurn } = TRANSACTIONS.get(git) ?? {
    git: git.stay(ARGS, options),
    inTurn: limit(1),
  };
  TRANSACTIONS.set(git, { git: conversation, inTurn });
  const said = (answer: string) => (output: string, from: number) => saidAt(output, from, answer);
  // A git that was started meanwhile would end an empty transaction, and say that all is well.
  const finish = (how: string) => conversation.askOn(`${how}\0`, said(`${how}: ok\n`));
  return inTurn(async () => {
    try {
      await conversation.ask(prepare, said('start: ok\nprepare: ok\n'));
      if (await settle()) return await finish(end);
      await finish('abort');
      return false;
    } catch (error) {
      if (error instanceof ConversationOver) return false;
      throw error;
    }
  });
}

function saidAt(output: string, from: number, answer: string): Read<boolean> {
  const said = output.slice(from, from + answer.length);
  if (said === answer) return { value: true, end: from + answer.length };
  if (answer.startsWith(said)) return { need: answer.length };
  throw new ConversationOver('git update-ref gives an answer that cannot be read');
}

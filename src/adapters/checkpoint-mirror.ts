/**
 * Checkpoints as commits on a ref of their own, so that the loss of a folder loses nothing and, once pushed, another machine can go on.
 * Each commit's parent is the one before: the ref only ever goes forward.
 */
import type { Identity } from '../domain/integration/state.ts';
import type { Instant, RefName, SessionId, Sha } from '../domain/shared/ids.ts';
import type { History, Objects } from '../ports/git.ts';
import type { CheckpointMirror } from '../ports/stores.ts';

/** The one file in each commit's tree. */
const PATH = 'orchestrator-integration-latest.yaml';

/** Git knows these without having them. @see git source, object-file.c, "empty tree" */
const EMPTY_TREE = {
  sha1: '4b825dc642cb6eb9a060e54bf8d69288fbee4904' as Sha,
  sha256: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321' as Sha,
};

export interface CheckpointMirrorOptions {
  readonly session: SessionId;
  readonly objects: Objects;
  readonly history: History;
  readonly object_format: 'sha1' | 'sha256';
  readonly identity: Identity;
  readonly now: () => Instant;
  /** Remote to push the ref to after each commit; null: it stays here. */
  readonly push_to: string | null;
  /** Told what went wrong; nothing is ever thrown. */
  readonly onTrouble: (error: unknown) => void;
}

interface Copy {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Gives the ref that holds a session's mirrored checkpoints. */
export function checkpointRef(session: SessionId): RefName {
  return `refs/intorch/checkpoints/${session}` as RefName;
}

/** Gives the mirror of one session's checkpoints. */
export function createCheckpointMirror(options: CheckpointMirrorOptions): CheckpointMirror {
  const { objects, history, push_to, onTrouble } = options;
  const ref = checkpointRef(options.session);
  let waiting: Copy | null = null;
  let copying: Promise<void> | null = null;

  const commit = async ({ name, bytes }: Copy) => {
    const parent = await history.resolve(ref);
    const [blob] = await objects.writeBlobs([Buffer.from(bytes).toString('latin1')]);
    if (blob === undefined) throw new Error('git wrote no blob for the checkpoint');
    const entry = { mode: '100644', blob };
    const tree = await objects.writeTree(EMPTY_TREE[options.object_format], [{ path: PATH, entry }]);
    const to = await objects.writeCommit({
      tree,
      parents: parent === null ? [] : [parent],
      message: `checkpoint: ${name}\n`,
      identity: options.identity,
      at: options.now(),
    });
    await objects.updateRefs([{ ref, to, expected: parent }]);
    if (push_to !== null) await history.push(push_to, [ref]);
  };

  const copyAll = async () => {
    while (waiting !== null) {
      const copy = waiting;
      waiting = null;
      await commit(copy).catch(onTrouble);
    }
  };

  const read = async () => {
    const newest = await history.resolve(ref);
    if (newest === null) return null;
    const blob = (await objects.readEntries(newest, [PATH])).get(PATH)?.blob;
    const text = blob && (await objects.readBlobs([blob])).get(blob);
    return text === undefined ? null : { name: PATH, bytes: Buffer.from(text, 'latin1') };
  };

  return {
    write: (name, bytes) => {
      waiting = { name, bytes };
      copying ??= copyAll().finally(() => {
        copying = null;
      });
    },
    read: () =>
      read().catch((error: unknown) => {
        onTrouble(error);
        return null;
      }),
    settled: async () => {
      while (copying !== null) await copying;
    },
  };
}

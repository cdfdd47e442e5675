/**
 * Stores checkpoints as commits on their own ref, so that losing a folder loses nothing. Once the ref is pushed, another machine can
 * continue. Each commit's parent is the previous one: the ref only ever moves forward. Everything that the session's own refs keep comes
 * along: the integration branch, efforts, restore points, texts and trees of open questions. They are further parents, and listed by
 * name. One ref, pushed without force, is all that another machine needs.
 */

import { IntorchError } from '../domain/shared/errors.ts';
import {
  type Identity,
  type Instant,
  parseSha,
  type RefName,
  type SessionId,
  type Sha,
} from '../domain/shared/ids.ts';
import type { History, Objects } from '../ports/git.ts';
import type { CheckpointMirror, MirroredCheckpoint } from '../ports/mirror.ts';
import { untilItWorks } from './async/until-it-works.ts';

/** The files in each commit's tree, beside the checkpoint and its parts: the session's refs, each as `<object name> <ref>`. */
const REFS = 'refs';
/** Lists the names of the checkpoint's parts, which stand beside it in the tree. */
const PARTS = 'parts';
/** Replaces the ref in the list for a commit that has none yet. */
const NO_REF = '-';

/** More than a checkpoint of the greatest size with its parts and its list of refs. */
const MOST_BYTES = 32 * 1024 * 1024;
const MOST_PARTS = 100;

/** Git knows these trees even if they are not stored. @see git source, object-file.c, "empty tree" */
const EMPTY_TREE = {
  sha1: '4b825dc642cb6eb9a060e54bf8d69288fbee4904' as Sha,
  sha256: '6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321' as Sha,
};

export interface CheckpointMirrorOptions {
  readonly session: SessionId;
  /** File name of the checkpoint in the tree. */
  readonly file: string;
  readonly objects: Objects;
  readonly history: History;
  readonly object_format: 'sha1' | 'sha256';
  readonly identity: Identity;
  readonly now: () => Instant;
  /** Remote to push the ref to after each commit; null: do not push. */
  readonly push_to: string | null;
  /** Receives an error once, and again only after what failed has worked in between. The mirror never throws. */
  readonly onTrouble: (error: unknown) => void;
}

/** Names the ref that holds a session's mirrored checkpoints. */
export function checkpointRef(session: SessionId): RefName {
  return `refs/intorch/checkpoints/${session}` as RefName;
}

/** Returns the prefix of all refs that a session makes for itself. */
export function sessionRefs(session: SessionId): string {
  return `refs/intorch/sessions/${session}/`;
}

/** Reads a commit of a mirror: the checkpoint, and the session's refs at that time; null: it is not a mirror's commit. */
export async function readMirrored(
  objects: Pick<Objects, 'readEntries' | 'readBlobs' | 'sizes'>,
  file: string,
  commit: Sha,
): Promise<{
  readonly bytes: Uint8Array;
  readonly parts: ReadonlyMap<string, Uint8Array>;
  readonly refs: ReadonlyMap<RefName, Sha>;
  readonly commits: readonly Sha[];
} | null> {
  const texts = await textsAt(objects, commit, [file, REFS, PARTS]);
  const textOf = (path: string) => texts.get(path);
  const text = textOf(file);
  if (text === undefined) return null;
  const parts = await textsAt(
    objects,
    commit,
    (textOf(PARTS) ?? '')
      .split('\n')
      .filter((name) => name !== '')
      .slice(0, MOST_PARTS),
  );
  const listed = (textOf(REFS) ?? '').split('\n').flatMap((line): readonly (readonly [RefName, Sha])[] => {
    const [object = '', ref = ''] = line.split(' ');
    const sha = parseSha(object);
    return sha === null ? [] : [[ref as RefName, sha]];
  });
  const refs = new Map(listed.filter(([ref]) => ref !== NO_REF));
  return {
    bytes: Buffer.from(text, 'latin1'),
    parts: new Map([...parts].map(([name, part]) => [name, Buffer.from(part, 'latin1')])),
    refs,
    commits: listed.map(([, sha]) => sha),
  };
}

async function textsAt(
  objects: Pick<Objects, 'readEntries' | 'readBlobs' | 'sizes'>,
  commit: Sha,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (paths.length === 0) return new Map();
  const entries = await objects.readEntries(commit, paths);
  const sizes = await objects.sizes([...entries.values()].map(({ blob }) => blob));
  if ([...sizes.values()].reduce((sum, size) => sum + size, 0) > MOST_BYTES)
    throw new IntorchError(
      'CHECKPOINT_UNUSABLE',
      `the checkpoint in ${commit} is too large to be one of ours`,
    );
  const texts = await objects.readBlobs([...entries.values()].map(({ blob }) => blob));
  return new Map(
    [...entries].flatMap(([path, { blob }]) => {
      const text = texts.get(blob);
      return text === undefined ? [] : [[path, text] as const];
    }),
  );
}

/** Creates the mirror of one session's checkpoints. */
export function createCheckpointMirror(options: CheckpointMirrorOptions): CheckpointMirror {
  const { objects, history, push_to, onTrouble } = options;
  const ref = checkpointRef(options.session);
  const committing = untilItWorks(onTrouble);
  const pushing = untilItWorks(onTrouble);
  let waiting: MirroredCheckpoint | null = null;
  let copying: Promise<void> | null = null;

  const commit = async ({ name, bytes, parts, commits }: MirroredCheckpoint) => {
    const parent = await history.resolve(ref);
    const kept = await history.refs([sessionRefs(options.session)]);
    const named = new Set(kept.values());
    const unnamed = [...new Set(commits)].filter((at) => !named.has(at));
    const list = [...kept].map(([kept_ref, at]) => `${at} ${kept_ref}\n`).join('');
    const rest = unnamed.map((at) => `${at} ${NO_REF}\n`).join('');
    const names = [...parts.keys()].map((part) => `${part}\n`).join('');
    const contents = new Map<string, string>([
      [options.file, Buffer.from(bytes).toString('latin1')],
      [REFS, list + rest],
      [PARTS, names],
      ...[...parts].map(([part, content]) => [part, Buffer.from(content).toString('latin1')] as const),
    ]);
    const blobs = await objects.writeBlobs([...contents.values()]);
    const files = [...contents.keys()].flatMap((path, index) => {
      const blob = blobs[index];
      return blob === undefined ? [] : [{ path, entry: { mode: '100644', blob } }];
    });
    const tree = await objects.writeTree(EMPTY_TREE[options.object_format], files);
    // Commits listed in the previous checkpoint are reachable through it.
    const known = new Set(
      parent === null ? [] : (await readMirrored(objects, options.file, parent))?.commits,
    );
    const along = [...named, ...unnamed].filter((at) => !known.has(at));
    const to = await objects.writeCommit({
      tree,
      parents: [...(parent === null ? [] : [parent]), ...along],
      message: `checkpoint: ${name}\n`,
      identity: options.identity,
      at: options.now(),
    });
    await objects.updateRefs([{ ref, to, expected: parent }]);
  };

  const copyAll = async () => {
    while (waiting !== null) {
      const copy = waiting;
      waiting = null;
      const is_committed = await committing(() => commit(copy));
      if (is_committed && push_to !== null) await pushing(() => history.push(push_to, [ref]));
    }
    // Reset synchronously, not in a callback: a copy that comes in between would wait for ever.
    copying = null;
  };

  const read = async () => {
    const newest = await history.resolve(ref);
    if (newest === null) return null;
    const mirrored = await readMirrored(objects, options.file, newest);
    return mirrored === null ? null : { name: options.file, bytes: mirrored.bytes, parts: mirrored.parts };
  };

  return {
    write: (copy) => {
      waiting = copy;
      copying ??= copyAll();
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

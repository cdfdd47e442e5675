/**
 * Checkpoints as commits on a ref of their own, so that the loss of a folder loses nothing and, once pushed, another machine can go on.
 * Each commit's parent is the one before: the ref only ever goes forward. What the session's own refs keep (the integration branch, efforts,
 * restore points, texts and trees of open questions) goes along, as further parents and by name in a list: one ref, pushed without force,
 * is all that another machine needs.
 */
import {
  type Identity,
  type Instant,
  parseSha,
  type RefName,
  type SessionId,
  type Sha,
} from '../domain/shared/ids.ts';
import type { History, Objects } from '../ports/git.ts';
import type { CheckpointMirror, MirroredCheckpoint } from '../ports/stores.ts';

/** The files in each commit's tree, beside the checkpoint and its parts: the session's refs, each as `<object name> <ref>`. */
const REFS = 'refs';
/** Lists the names of the checkpoint's parts, which stand beside it in the tree. */
const PARTS = 'parts';
/** Stands for the ref of a commit that has none yet. */
const NO_REF = '-';

/** Git knows these without having them. @see git source, object-file.c, "empty tree" */
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
  /** Remote to push the ref to after each commit; null: it stays here. */
  readonly push_to: string | null;
  /** Told what went wrong; nothing is ever thrown. */
  readonly onTrouble: (error: unknown) => void;
}

/** Gives the ref that holds a session's mirrored checkpoints. */
export function checkpointRef(session: SessionId): RefName {
  return `refs/intorch/checkpoints/${session}` as RefName;
}

/** Gives the prefix of the refs that a session makes for itself. */
export function sessionRefs(session: SessionId): string {
  return `refs/intorch/sessions/${session}/`;
}

/** Gives what a commit of a mirror holds: the checkpoint, and the session's refs as they were; null: it is no such commit. */
export async function readMirrored(
  objects: Pick<Objects, 'readEntries' | 'readBlobs'>,
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
    (textOf(PARTS) ?? '').split('\n').filter((name) => name !== ''),
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
  objects: Pick<Objects, 'readEntries' | 'readBlobs'>,
  commit: Sha,
  paths: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (paths.length === 0) return new Map();
  const entries = await objects.readEntries(commit, paths);
  const texts = await objects.readBlobs([...entries.values()].map(({ blob }) => blob));
  return new Map(
    [...entries].flatMap(([path, { blob }]) => {
      const text = texts.get(blob);
      return text === undefined ? [] : [[path, text] as const];
    }),
  );
}

/** Gives the mirror of one session's checkpoints. */
export function createCheckpointMirror(options: CheckpointMirrorOptions): CheckpointMirror {
  const { objects, history, push_to, onTrouble } = options;
  const ref = checkpointRef(options.session);
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
    // What was listed before is reachable by the checkpoint before.
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
    if (push_to !== null) await history.push(push_to, [ref]);
  };

  const copyAll = async () => {
    while (waiting !== null) {
      const copy = waiting;
      waiting = null;
      await commit(copy).catch(onTrouble);
    }
    // At once, not when somebody hears of the end: a copy that comes in between would wait for ever.
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

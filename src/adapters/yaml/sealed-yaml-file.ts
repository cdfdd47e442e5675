import { lstat, readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Adapter } from 'lowdb';
import { Low } from 'lowdb';
import type { Envelope } from '../../domain/shared/codec.ts';
import { readBounded } from '../disk/bounded-read.ts';
import { writeDurably } from '../disk/durable-write.ts';
import { makePrivateFolder } from '../disk/private-folder.ts';
import {
  type CheckpointText,
  type DocumentCodec,
  decodeCheckpointText,
  encodeCheckpointText,
  MAX_CHECKPOINT_BYTES,
} from './checkpoint-text.ts';
import { partsNamedIn } from './part-text.ts';

/**
 * One checkpoint file for lowdb, its parts in a folder beside it. Stock lowdb files are not safe when two processes write (one fixed
 * temporary name: measured, a file destroyed for good) nor against a power cut (no fsync); this adapter writes durably and reads nothing
 * whose seal is broken.
 */
class SealedYamlFile<State> implements Adapter<Envelope<State> | null> {
  readonly #path: string;
  readonly #parts: string;
  readonly #codec: DocumentCodec<State>;
  /** Why the last read returned nothing; null: there is no such file, or it was read. */
  refused: string | null = null;

  constructor(path: string, parts: string, codec: DocumentCodec<State>) {
    this.#path = path;
    this.#parts = parts;
    this.#codec = codec;
  }

  async read(): Promise<Envelope<State> | null> {
    this.refused = null;
    const content = await readBounded(this.#path, MAX_CHECKPOINT_BYTES);
    if (content === null) return null;
    if ('refused' in content) return this.#refuse(content.refused);
    const decoded = await decodeCheckpointText(this.#codec, content.bytes, (name) =>
      readPart(this.#parts, name),
    );
    return decoded.ok ? decoded.value : this.#refuse(decoded.refused);
  }

  async write(envelope: Envelope<State> | null): Promise<void> {
    if (envelope === null) return;
    const { bytes, parts } = checkpointTextOf(this.#codec, envelope);
    for (const [name, part] of parts) await writePart(this.#parts, name, part);
    await writeDurably(dirname(this.#path), basename(this.#path), bytes);
  }

  #refuse(reason: string): null {
    this.refused = reason;
    return null;
  }
}

/** Content of a checkpoint file. */
export interface FileContent<State> {
  readonly envelope: Envelope<State> | null;
  /** Why it is unusable; null: it is usable, or there is none. */
  readonly refused: string | null;
}

/** Reads one checkpoint file; `parts` is the folder of its parts. */
export async function readCheckpointFile<State>(
  path: string,
  parts: string,
  codec: DocumentCodec<State>,
): Promise<FileContent<State>> {
  const file = new SealedYamlFile(path, parts, codec);
  const low = new Low<Envelope<State> | null>(file, null);
  await low.read();
  return { envelope: low.data, refused: file.refused };
}

/** Writes one checkpoint file after its parts, durable when it resolves. */
export async function writeCheckpointFile<State>(
  path: string,
  parts: string,
  codec: DocumentCodec<State>,
  envelope: Envelope<State>,
): Promise<void> {
  await new Low<Envelope<State> | null>(new SealedYamlFile(path, parts, codec), envelope).write();
}

/** Memoizes encoded checkpoints: the primary, the backup and the mirror have the same bytes. */
const TEXTS = new WeakMap<object, CheckpointText>();

/** Returns the files of an envelope's checkpoint. */
export function checkpointTextOf<State>(
  codec: DocumentCodec<State>,
  envelope: Envelope<State>,
): CheckpointText {
  const known = TEXTS.get(envelope);
  if (known !== undefined) return known;
  const text = encodeCheckpointText(codec, envelope);
  TEXTS.set(envelope, text);
  return text;
}

/** Removes the parts that none of the checkpoint files names. */
export async function pruneParts(parts: string, checkpoints: readonly string[]): Promise<void> {
  const names = await readdir(parts).catch(() => []);
  // One part is the usual: the forecast of the plan that is gone by.
  if (names.length < 2) return;
  const used = new Set<string>();
  for (const path of checkpoints) {
    const content = await readBounded(path, MAX_CHECKPOINT_BYTES);
    if (content === null || 'refused' in content) continue;
    for (const name of partsNamedIn(content.bytes.toString('utf8'))) used.add(name);
  }
  const unused = names.filter((name) => name.endsWith('.yaml') && !used.has(name));
  await Promise.all(unused.map((name) => rm(join(parts, name), { force: true })));
}

async function readPart(folder: string, name: string): Promise<Buffer | null> {
  const content = await readBounded(join(folder, name), MAX_CHECKPOINT_BYTES);
  return content === null || 'refused' in content ? null : content.bytes;
}

/** A name holds the digest of what is in it: what is there already in that size is not written again. */
async function writePart(folder: string, name: string, bytes: Buffer): Promise<void> {
  const there = await lstat(join(folder, name)).catch(() => null);
  if (there?.isFile() === true && there.size === bytes.byteLength) return;
  await makePrivateFolder(folder);
  await writeDurably(folder, name, bytes);
}

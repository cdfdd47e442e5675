import { basename, dirname } from 'node:path';
import type { Adapter } from 'lowdb';
import { Low } from 'lowdb';
import type { Envelope } from '../../domain/integration/checkpoint/document.ts';
import { readBounded } from '../disk/bounded-read.ts';
import { writeDurably } from '../disk/durable-write.ts';
import { decodeCheckpointText, encodeCheckpointText, MAX_CHECKPOINT_BYTES } from './checkpoint-text.ts';

/**
 * One checkpoint file for lowdb. Stock lowdb files are not safe when two processes write (one fixed temporary name: measured, a file
 * destroyed for good) nor against a power cut (no fsync); this adapter writes durably and reads nothing whose seal is broken.
 */
class SealedYamlFile implements Adapter<Envelope | null> {
  readonly #path: string;
  /** Why the last read gave nothing; null: there is no such file, or it was read. */
  refused: string | null = null;

  constructor(path: string) {
    this.#path = path;
  }

  async read(): Promise<Envelope | null> {
    this.refused = null;
    const content = await readBounded(this.#path, MAX_CHECKPOINT_BYTES);
    if (content === null) return null;
    if ('refused' in content) return this.#refuse(content.refused);
    const decoded = decodeCheckpointText(content.bytes);
    return decoded.ok ? decoded.envelope : this.#refuse(decoded.refused);
  }

  async write(envelope: Envelope | null): Promise<void> {
    if (envelope === null) return;
    await writeDurably(dirname(this.#path), basename(this.#path), checkpointBytes(envelope));
  }

  #refuse(reason: string): null {
    this.refused = reason;
    return null;
  }
}

/** What a checkpoint file holds. */
export interface FileContent {
  readonly envelope: Envelope | null;
  /** Why it cannot be used; null: it can, or there is none. */
  readonly refused: string | null;
}

/** Reads one checkpoint file. */
export async function readCheckpointFile(path: string): Promise<FileContent> {
  const file = new SealedYamlFile(path);
  const low = new Low<Envelope | null>(file, null);
  await low.read();
  return { envelope: low.data, refused: file.refused };
}

/** Writes one checkpoint file, durable when it resolves. */
export async function writeCheckpointFile(path: string, envelope: Envelope): Promise<void> {
  await new Low<Envelope | null>(new SealedYamlFile(path), envelope).write();
}

/** The primary, the backup and the mirror are the same bytes, made once. */
const BYTES = new WeakMap<Envelope, Buffer>();

/** Gives the bytes of an envelope's checkpoint file. */
export function checkpointBytes(envelope: Envelope): Buffer {
  const known = BYTES.get(envelope);
  if (known !== undefined) return known;
  const bytes = encodeCheckpointText(envelope);
  BYTES.set(envelope, bytes);
  return bytes;
}

import type { Codec, Decoded, Envelope, Fields } from '../../domain/shared/codec.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import { tooLarge } from '../disk/bounded-read.ts';
import { decodePart, encodePart, type PartSource, partReferred } from './part-text.ts';
import { sealed, unsealed } from './seal.ts';
import { parseYaml, yamlOf } from './yaml-text.ts';

/**
 * Larger checkpoints are neither written nor read: YAML is slow. Measured with yaml 2.9.1: reading 1.3 MB (50 efforts, 200 open
 * conflicts) takes 0.5 s, 8 MB takes 4 s.
 */
export const MAX_CHECKPOINT_BYTES = 8 * 1024 * 1024;

/** What turns states into checkpoint files and back. */
export type DocumentCodec<State> = Pick<
  Codec<State, never>,
  'kind' | 'root' | 'parts' | 'document' | 'decodeDocument' | 'sessionOf' | 'commitsOf'
>;

/** A checkpoint as files: the document, and the parts that it names, by file name. */
export interface CheckpointText {
  readonly bytes: Buffer;
  readonly parts: ReadonlyMap<string, Buffer>;
}

/** Returns the files of a checkpoint; what is large and constant stands in parts of their own. */
export function encodeCheckpointText<State>(
  codec: DocumentCodec<State>,
  envelope: Envelope<State>,
): CheckpointText {
  const parts = new Map<string, Buffer>();
  const fields = Object.fromEntries(
    Object.entries(codec.document(envelope)).map(([field, value]) => {
      if (!codec.parts.includes(field) || typeof value !== 'object' || value === null) return [field, value];
      const part = encodePart(field, value);
      parts.set(part.name, part.bytes);
      return [field, part.reference];
    }),
  );
  const bytes = sealed(yamlOf(codec.root, fields));
  if (bytes.byteLength > MAX_CHECKPOINT_BYTES) {
    const reason = tooLarge(bytes.byteLength, MAX_CHECKPOINT_BYTES);
    throw new IntorchError('STATE_UNWRITABLE', `The checkpoint of event ${envelope.sequence} ${reason}`);
  }
  return { bytes, parts };
}

/** Reads the envelope in the bytes of a checkpoint file, or says why it cannot be used; `partOf` gives the bytes of a part. */
export async function decodeCheckpointText<State>(
  codec: DocumentCodec<State>,
  bytes: Buffer,
  partOf: PartSource,
): Promise<Decoded<Envelope<State>>> {
  if (bytes.byteLength > MAX_CHECKPOINT_BYTES) {
    return { ok: false, refused: tooLarge(bytes.byteLength, MAX_CHECKPOINT_BYTES) };
  }
  const content = unsealed(bytes);
  if ('refused' in content) return { ok: false, refused: content.refused };
  const parsed = parseYaml(content.text);
  if (!parsed.ok) return parsed;
  const whole = await withParts(codec, parsed.value, partOf);
  return whole.ok ? codec.decodeDocument(whole.value) : whole;
}

async function withParts(
  { root, parts }: Pick<DocumentCodec<never>, 'root' | 'parts'>,
  parsed: unknown,
  partOf: PartSource,
): Promise<Decoded<unknown>> {
  const fields = fieldsOf(fieldsOf(parsed)?.[root]);
  if (fields === null) return { ok: true, value: parsed };
  const whole: Record<string, unknown> = { ...fields };
  for (const field of parts) {
    const name = partReferred(field, fields[field]);
    if (name === null) continue;
    const part = decodePart(field, name, await partOf(name));
    if (!part.ok) return part;
    whole[field] = part.value;
  }
  return { ok: true, value: { [root]: whole } };
}

function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
}

import type { Decoded } from '../../domain/integration/checkpoint/decode.ts';
import { decodeCheckpoint } from '../../domain/integration/checkpoint/decode.ts';
import type { Envelope } from '../../domain/integration/checkpoint/document.ts';
import { checkpointDocument } from '../../domain/integration/checkpoint/document.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import { tooLarge } from '../disk/bounded-read.ts';
import { sealed, unsealed } from './seal.ts';
import { parseYaml, yamlOf } from './yaml-text.ts';

/**
 * Larger checkpoints are neither written nor read: YAML is slow. Measured with yaml 2.9.1: 1.3 MB (50 efforts, 200 open conflicts)
 * are read in 0.5 s, 8 MB in 4 s.
 */
export const MAX_CHECKPOINT_BYTES = 8 * 1024 * 1024;

/** Gives the bytes of a checkpoint file. */
export function encodeCheckpointText(envelope: Envelope): Buffer {
  const bytes = sealed(yamlOf('integration_checkpoint', checkpointDocument(envelope).integration_checkpoint));
  if (bytes.byteLength > MAX_CHECKPOINT_BYTES) {
    const reason = tooLarge(bytes.byteLength, MAX_CHECKPOINT_BYTES);
    throw new IntorchError('STATE_UNWRITABLE', `The checkpoint of event ${envelope.sequence} ${reason}`);
  }
  return bytes;
}

/** Gives the envelope in the bytes of a checkpoint file, or why it cannot be used. */
export function decodeCheckpointText(bytes: Buffer): Decoded {
  if (bytes.byteLength > MAX_CHECKPOINT_BYTES) {
    return { ok: false, refused: tooLarge(bytes.byteLength, MAX_CHECKPOINT_BYTES) };
  }
  const content = unsealed(bytes);
  if ('refused' in content) return { ok: false, refused: content.refused };
  const parsed = parseYaml(content.text);
  return parsed.ok ? decodeCheckpoint(parsed.value) : parsed;
}

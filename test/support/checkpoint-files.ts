/** Checkpoint files of integrations, for tests: what was encoded can be decoded, its parts included. */
import { decodeCheckpointText, encodeCheckpointText } from '../../src/adapters/yaml/checkpoint-text.ts';
import { integrationCodec } from '../../src/domain/integration/checkpoint/codec.ts';
import type { IntegrationState } from '../../src/domain/integration/state.ts';
import type { Decoded, Envelope } from '../../src/domain/shared/codec.ts';

const PARTS = new Map<string, Buffer>();

/** Encodes a checkpoint; its parts are remembered for `decodeText`. */
export function encodeText(envelope: Envelope<IntegrationState>): Buffer {
  const { bytes, parts } = encodeCheckpointText(integrationCodec, envelope);
  for (const [name, part] of parts) PARTS.set(name, part);
  return bytes;
}

/** Decodes a checkpoint with the parts that were encoded so far. */
export function decodeText(bytes: Buffer): Promise<Decoded<Envelope<IntegrationState>>> {
  return decodeCheckpointText(integrationCodec, bytes, (name) => Promise.resolve(PARTS.get(name) ?? null));
}

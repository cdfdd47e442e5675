/**
 * The last line of a checkpoint, `# sha256: <hex>`, is over every byte before it. It is what tells a whole file from one that was cut:
 * YAML cut at a line boundary is YAML.
 */
import { createHash } from 'node:crypto';

const SEAL = /^# sha256: ([0-9a-f]{64})\n$/;
const SEAL_BYTES = '# sha256: '.length + 64 + 1;

/** Gives the text with its seal. */
export function sealed(text: string): Buffer {
  const body = Buffer.from(text, 'utf8');
  return Buffer.concat([body, Buffer.from(`# sha256: ${digestOf(body)}\n`, 'latin1')]);
}

/** Gives the text below an unbroken seal, or why the bytes are not to be believed. */
export function unsealed(bytes: Buffer): { readonly text: string } | { readonly refused: string } {
  if (bytes.byteLength === 0) return { refused: 'is empty' };
  const body = bytes.subarray(0, Math.max(0, bytes.byteLength - SEAL_BYTES));
  const seal = SEAL.exec(bytes.subarray(body.byteLength).toString('latin1'));
  if (seal === null) return { refused: 'has no checksum at its end: it was cut or edited' };
  if (seal[1] !== digestOf(body)) return { refused: 'checksum does not match' };
  return { text: body.toString('utf8') };
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

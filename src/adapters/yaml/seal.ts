/**
 * The last line of a checkpoint, `# sha256: <hex>`, covers every byte before it. Only it distinguishes a whole file from a truncated one:
 * YAML cut at a line boundary is still valid YAML.
 */
import { createHash } from 'node:crypto';

const SEAL = /^# sha256: ([0-9a-f]{64})\n$/;
const SEAL_BYTES = '# sha256: '.length + 64 + 1;

/** Appends the seal to the text. */
export function sealed(text: string): Buffer {
  const body = Buffer.from(text, 'utf8');
  return Buffer.concat([body, Buffer.from(`# sha256: ${digestOf(body)}\n`, 'latin1')]);
}

/** Checks the seal and returns the text before it, or why the bytes cannot be trusted. */
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

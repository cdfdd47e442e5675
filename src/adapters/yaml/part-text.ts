/**
 * Large constant parts of checkpoints, as sealed YAML files of their own: `<field>-<sha256 of the bytes>.yaml`. A checkpoint names them,
 * so a save writes what is new, and the digest in the name says whether it is the one that was meant.
 */
import { createHash } from 'node:crypto';
import type { Decoded } from '../../domain/shared/codec.ts';
import { sealed, unsealed } from './seal.ts';
import { parseYaml, yamlOf } from './yaml-text.ts';

/** Returns the bytes of a part by its file name; null: there is none. */
export type PartSource = (name: string) => Promise<Buffer | null>;

const NAME = /^[a-z_]+-[0-9a-f]{64}\.yaml$/;

interface EncodedPart {
  readonly name: string;
  readonly bytes: Buffer;
  readonly reference: { readonly part: string };
}

/** States share what did not change: a part is encoded once, and its reference is the same object each time. */
const ENCODED = new WeakMap<object, EncodedPart>();

/** Returns a part's file, and what stands for it in the checkpoint. */
export function encodePart(field: string, value: object): EncodedPart {
  const known = ENCODED.get(value);
  if (known !== undefined) return known;
  const bytes = sealed(yamlOf(field, value as Readonly<Record<string, unknown>>));
  const name = `${field}-${digestOf(bytes)}.yaml`;
  const encoded = { name, bytes, reference: { part: name } };
  ENCODED.set(value, encoded);
  return encoded;
}

/** Returns the name of the part that a field of a checkpoint refers to; null: the field holds its value itself. */
export function partReferred(field: string, value: unknown): string | null {
  if (typeof value !== 'object' || value === null || !('part' in value)) return null;
  const { part } = value;
  return typeof part === 'string' && NAME.test(part) && part.startsWith(`${field}-`) ? part : null;
}

/** Reads the value of a part, or says why it cannot be used. */
export function decodePart(field: string, name: string, bytes: Buffer | null): Decoded<unknown> {
  if (bytes === null) return { ok: false, refused: `its part ${name} is missing` };
  if (name !== `${field}-${digestOf(bytes)}.yaml`)
    return { ok: false, refused: `its part ${name} holds something else than its name says` };
  const content = unsealed(bytes);
  if ('refused' in content) return { ok: false, refused: `its part ${name} ${content.refused}` };
  const parsed = parseYaml(content.text);
  return parsed.ok ? { ok: true, value: Object(parsed.value)[field] } : parsed;
}

/** Returns the names of the parts that a checkpoint's text refers to. */
export function partsNamedIn(text: string): readonly string[] {
  return [...text.matchAll(/^ +part: "?([a-z_]+-[0-9a-f]{64}\.yaml)"?$/gm)].map(([, name = '']) => name);
}

function digestOf(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

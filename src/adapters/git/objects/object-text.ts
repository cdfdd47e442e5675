import { IntorchError } from '../../../domain/shared/errors.ts';
import type { Read } from '../../execa/conversation.ts';

export interface ObjectText {
  readonly oid: string;
  readonly type: string;
  /** One character per byte. */
  readonly text: string;
}

/** Reads one answer: `<object> SP <type> SP <size> LF <contents> LF`, or `<name> SP missing LF`. */
export function readerFor(name: string): (output: string, from: number) => Read<ObjectText | null> {
  const missing = `${name} missing\n`;
  return (output, from) => {
    const end = output.indexOf('\n', from);
    if (end === -1) return { need: output.length - from + 1 };
    const [, oid, type, size] = /^([0-9a-f]+) (\w+) (\d+)$/.exec(output.slice(from, end)) ?? [];
    if (oid !== undefined && type !== undefined && size !== undefined) {
      const last = end + 1 + Number(size);
      if (output.length <= last) return { need: last + 1 - from };
      return { value: { oid, type, text: output.slice(end + 1, last) }, end: last + 1 };
    }
    if (output.startsWith(missing, from)) return { value: null, end: from + missing.length };
    if (missing.startsWith(output.slice(from, from + missing.length))) return { need: missing.length };
    // Newer ones say what stands in a tree for a submodule: a commit that is no object here.
    if (/^[0-9a-f]+ submodule$/.test(output.slice(from, end))) return { value: null, end: end + 1 };
    throw new IntorchError('GIT_FAILED', `git cat-file cannot read ${name}`);
  };
}

import type { Sides } from '../conflict.ts';

/** A version number of at least two parts. */
export const VERSION = /\d+(?:\.\d+)+(?:[-+][0-9A-Za-z.-]+)?/g;

/** Checks whether the two sides differ only in version numbers. */
export function differInVersionsOnly({ base, current, incoming }: Sides<string>): boolean {
  const masked = [base, current, incoming].map((text) => text.replace(VERSION, '\0'));
  return (
    masked[1] === masked[2] && masked[1]?.includes('\0') === true && (base === '' || masked[0] === masked[1])
  );
}

/** Finds the side that is ahead in every version; null when each side is ahead in some. */
export function aheadInVersions(sides: Sides<string>): 'current' | 'incoming' | null {
  const [ours, theirs] = [sides.current.match(VERSION) ?? [], sides.incoming.match(VERSION) ?? []];
  const signs = ours.map((version, index) => Math.sign(compareVersions(version, theirs[index] ?? '')));
  if (signs.every((sign) => sign >= 0)) return 'current';
  return signs.every((sign) => sign <= 0) ? 'incoming' : null;
}

/** Compares as semantic versioning does: numbers by value, and a pre-release before its release. */
export function compareVersions(a: string, b: string): number {
  const [[left = '', left_pre = ''], [right = '', right_pre = '']] = [split(a), split(b)];
  const by_numbers = compareParts(left, right);
  if (by_numbers !== 0) return by_numbers;
  if ((left_pre === '') !== (right_pre === '')) return left_pre === '' ? 1 : -1;
  return compareParts(left_pre, right_pre);
}

function split(version: string): readonly string[] {
  const [core = '', pre = ''] = version.split('+')[0]?.split(/-(.*)/s) ?? [];
  return [core, pre];
}

function compareParts(a: string, b: string): number {
  const [left, right] = [a.split('.'), b.split('.')];
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const [one, other] = [left[index], right[index]];
    if (one === other) continue;
    if (one === undefined || other === undefined) return one === undefined ? -1 : 1;
    const numbers = /^\d+$/.test(one) && /^\d+$/.test(other);
    return numbers ? Math.sign(Number(one) - Number(other)) : one < other ? -1 : 1;
  }
  return 0;
}

/** One thing that `doctor` looked at. */
export interface Check {
  readonly name: string;
  readonly verdict: 'ok' | 'warn' | 'fail';
  readonly says: string;
  /** One command or one act; null where there is nothing to do. */
  readonly remedy: string | null;
}

/** Gives a check that found nothing to do. */
export function ok(name: string, says: string): Check {
  return { name, verdict: 'ok', says, remedy: null };
}

/** Gives a check that found something to know. */
export function warn(name: string, says: string, remedy: string): Check {
  return { name, verdict: 'warn', says, remedy };
}

/** Gives a check that found what stops intorch. */
export function fail(name: string, says: string, remedy: string): Check {
  return { name, verdict: 'fail', says, remedy };
}

/** Gives the numbers of a version, missing ones as 0. */
function versionNumbers(text: string): readonly [number, number, number] {
  const [, major = '0', minor = '0', patch = '0'] = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  return [Number(major), Number(minor), Number(patch)];
}

/** Says whether a version is at least another. */
export function isAtLeast(text: string, wanted: readonly [number, number, number]): boolean {
  const have = versionNumbers(text);
  const differs = have.findIndex((part, index) => part !== wanted[index]);
  return differs === -1 || (have[differs] ?? 0) > (wanted[differs] ?? 0);
}

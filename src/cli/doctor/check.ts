/** One thing that `doctor` checked. */
export interface Check {
  readonly name: string;
  readonly verdict: 'ok' | 'warn' | 'fail';
  readonly says: string;
  /** One command or one action; null where there is nothing to do. */
  readonly remedy: string | null;
}

/** Creates a check that found nothing to do. */
export function ok(name: string, says: string): Check {
  return { name, verdict: 'ok', says, remedy: null };
}

/** Creates a check that found something worth knowing. */
export function warn(name: string, says: string, remedy: string): Check {
  return { name, verdict: 'warn', says, remedy };
}

/** Creates a check that found something that stops intorch. */
export function fail(name: string, says: string, remedy: string): Check {
  return { name, verdict: 'fail', says, remedy };
}

/** Parses the numbers of a version; missing ones count as 0. */
function versionNumbers(text: string): readonly [number, number, number] {
  const [, major = '0', minor = '0', patch = '0'] = /(\d+)\.(\d+)(?:\.(\d+))?/.exec(text) ?? [];
  return [Number(major), Number(minor), Number(patch)];
}

/** Checks whether a version is at least the wanted one. */
export function meetsVersion(text: string, wanted: readonly [number, number, number]): boolean {
  const have = versionNumbers(text);
  const differs = have.findIndex((part, index) => part !== wanted[index]);
  return differs === -1 || (have[differs] ?? 0) > (wanted[differs] ?? 0);
}

/** Keys and list positions, from the top of the configuration down. */
export type ConfigPath = readonly (string | number)[];

/** Returns the value at a path, or undefined. */
export function valueAt(raw: unknown, path: ConfigPath): unknown {
  let at = raw;
  for (const step of path) {
    if (Array.isArray(at) && typeof step === 'number') at = at[step];
    else if (isMapping(at) && Object.hasOwn(at, step)) at = at[step];
    else return undefined;
  }
  return at;
}

/** Checks whether a value is a plain mapping. */
export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

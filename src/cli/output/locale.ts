type Environment = Readonly<Record<string, string | undefined>>;

/** Returns the locale for characters; empty where none is set, which means C. */
export function localeOf(env: Environment): string {
  return env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || '';
}

/** Checks whether a terminal in this locale can show more than ASCII. */
export function isUtf8(env: Environment): boolean {
  return /utf-?8/i.test(localeOf(env));
}

/** What the target's version of test files says about a tree that has another version of them, or none. */

/** What fails in a run with the target's version of some test files, and does not without it. */
export interface Expectations {
  /** Failing tests; `files`: those that hold it, as far as its name tells, else those that it may stand on. */
  readonly failing: readonly { readonly test: string; readonly files: readonly string[] }[];
  /** Files that cannot be run against this tree: what they import is gone, or they do not compile. */
  readonly unloadable: readonly string[];
  /** Whether it fails and names no test that does. */
  readonly unnamed: boolean;
}

/** A test file in the target's version. */
export interface LaidFile {
  readonly path: string;
  /** Whether it holds tests itself, and is no snapshot, fixture or helper. */
  readonly holds_tests: boolean;
  readonly text: string;
}

interface Counted {
  /** null: nothing counted tests, as where nothing could be compiled. */
  readonly tests: { readonly failing: readonly string[] } | null;
  readonly exit_code: number | null;
}

interface GuardRun extends Counted {
  /** The same gate with the files as they are. */
  readonly without: Counted;
  /** The same gate on the target; null: not known. */
  readonly baseline: Counted | null;
  readonly laid: readonly LaidFile[];
}

/** More than these say nothing new. */
const MOST = 100;

/** Puts each failing test of a run down to the files that hold it. A test that stands in another file, and on none of these, is left out. */
export function expectationsOf({ tests, exit_code, without, baseline, laid }: GuardRun): Expectations {
  const paths = laid.map(({ path }) => path);
  if (tests === null && without.tests !== null && exit_code !== 0)
    return { failing: [], unloadable: paths.slice(0, MOST), unnamed: false };
  const known = [without, baseline].flatMap((run) => run?.tests?.failing ?? []);
  const names = tests?.failing.filter((name) => !known.includes(name)) ?? [];
  const unloadable = new Set(names.flatMap((name) => loaded(name, paths)));
  const failing = names
    .filter((name) => loaded(name, paths).length === 0)
    .map((test) => ({ test, files: filesOf(test, laid) }))
    .filter(({ files }) => files.length > 0);
  return {
    failing: failing.slice(0, MOST),
    unloadable: [...unloadable].slice(0, MOST),
    unnamed: exit_code !== 0 && without.exit_code === 0 && !tests?.failing.length,
  };
}

/** Says what fails in one sentence. */
export function expectationsText({ failing, unloadable, unnamed }: Expectations): string {
  const tests = failing.map(({ test }) => test);
  const parts = [
    ...(tests.length === 0 ? [] : [`changed expectations fail: ${firstNames(tests)}`]),
    ...(unnamed ? ['it fails and names no test'] : []),
    ...(unloadable.length === 0 ? [] : [`cannot be run: ${firstNames(unloadable)}`]),
  ];
  return parts.join('; ') || 'no expectation was changed';
}

/** Returns the first names, and how many more there are. */
export function firstNames(names: readonly string[]): string {
  return names.slice(0, 3).join(', ') + (names.length > 3 ? ` and ${names.length - 3} more` : '');
}

/** Returns the files whose name a failure has instead of a test's: of a file that cannot be loaded, or the package that it is in. */
function loaded(name: string, paths: readonly string[]): readonly string[] {
  // Node calls such a file a test of its own name.
  const [first = name, ...rest] = name.split(' > ');
  const bare = rest.join() === first ? first : name;
  const files = paths.filter((path) => isTail(bare, path));
  return files.length > 0
    ? files
    : paths.filter((path) => path.endsWith('_test.go') && isTail(folderOf(path), bare));
}

/** Whoever a name says it is in; else whoever holds its words; else what tests stand on, and at last any of them. */
function filesOf(test: string, laid: readonly LaidFile[]): readonly string[] {
  const beside = laid.filter(({ holds_tests }) => !holds_tests);
  const file = NAMED_FILE.exec(test)?.[1];
  if (file !== undefined) {
    const told = laid.filter(({ path }) => isTail(file, path));
    const near = beside.filter(({ path }) => path.includes(nameOf(file)));
    return pathsOf([told, near, beside]);
  }
  const parts = test.split(/ [>›] |::|\//).toReversed();
  return pathsOf([...parts.map((part) => laid.filter(({ text }) => occurs(part, text))), beside, laid]);
}

/** Runners of these languages print the file in front of a test. */
const NAMED_FILE = /^(\S+\.(?:[cm]?[jt]sx?|vue|svelte|py|rb|php))(?: > |::)/;

/** Returns the paths of the first files that there are. */
function pathsOf(choices: readonly (readonly LaidFile[])[]): readonly string[] {
  return choices.find((files) => files.length > 0)?.map(({ path }) => path) ?? [];
}

/** A shorter text is found by accident. */
function occurs(part: string, text: string): boolean {
  return part.trim().length > 2 && text.includes(part.trim());
}

/** Checks whether a path is another one as seen from a folder further down. */
function isTail(tail: string, path: string): boolean {
  return tail !== '' && (path === tail || path.endsWith(`/${tail}`));
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

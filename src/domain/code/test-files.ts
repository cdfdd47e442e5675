/** A file is a test by its name, or by its folder where it is code. */
const NAMED =
  /(?:^|[._-])(?:tests?|specs?)\.\w+$|^test_\w*\.py$|(?:Tests?|Spec)\.(?:java|kt|cs|scala|swift|php)$/i;
const FOLDER = /(?:^|\/)(?:tests?|__tests__|specs?)\//;
const CODE = /\.(?:[cm]?[jt]sx?|py|rb|rs|go|java|kt|cs|php|c|cc|cpp|ex|exs|sh|bats|t)$/;

/** Checks whether a file holds tests, by its name or its folder. */
export function isTestFile(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return NAMED.test(name) || (FOLDER.test(path) && CODE.test(name) && !/fixtures?\//.test(path));
}

interface Changed {
  readonly path: string;
  readonly status: string;
}

/** Returns the test files that a change removes, if it leaves fewer than there were; moved ones come back under another path. */
export function testFilesGone(changed: readonly Changed[]): readonly string[] {
  const tests = changed.filter(({ path }) => isTestFile(path));
  const of = (kind: string) => tests.filter(({ status }) => status === kind).map(({ path }) => path);
  const removed = of('D');
  return removed.length > of('A').length ? removed : [];
}

import { matchesGlob } from '../shared/glob.ts';
import { isTestFile } from './test-files.ts';

/** Files that say what tests expect, or that tests stand on, whatever they are written in. */
const BESIDE_TESTS =
  /(?:^|\/)(?:__(?:tests|snapshots|fixtures|mocks)__|tests?|testdata)\/|(?:^|\/)specs?\/(?:.*\/)?(?:fixtures?|support|snapshots?)\/|\.(?:snap|ambr)$|(?:^|\/)(?:conftest\.py|test-[\w-]+\.[cm]?[jt]sx?|Tests?[A-Z]\w*\.(?:java|kt))$/;

/** Checks whether a path belongs to tests, by globs; null: as the usual runners look for them, with snapshots and fixtures beside them. */
export function isTestPath(path: string, globs: readonly string[] | null): boolean {
  return globs === null
    ? isTestFile(path) || BESIDE_TESTS.test(path)
    : globs.some((glob) => matchesGlob(glob, path));
}

/** A test file of the target that the result changes or no longer has, and the efforts that did it. */
export interface ChangedTest<Name extends string = string> {
  readonly path: string;
  readonly deleted: boolean;
  readonly efforts: readonly Name[];
}

/** What one effort touched. */
interface Touching<Name extends string> {
  readonly name: Name;
  readonly paths: readonly string[];
}

/** Returns the test files of the target that a change takes away or alters, each with the efforts that touched it; `moved` ones are as they were. */
export function changedTests<Name extends string>(
  changed: readonly { readonly path: string; readonly status: string; readonly submodule: boolean }[],
  globs: readonly string[] | null,
  efforts: readonly Touching<Name>[],
  moved: ReadonlySet<string>,
): readonly ChangedTest<Name>[] {
  const touched = efforts.map(({ name, paths }) => ({ name, paths: new Set(paths) }));
  return changed
    .filter(
      ({ path, status, submodule }) =>
        status !== 'A' && !submodule && !moved.has(path) && isTestPath(path, globs),
    )
    .map(({ path, status }) => ({
      path,
      deleted: status === 'D',
      efforts: touched.filter(({ paths }) => paths.has(path)).map(({ name }) => name),
    }));
}

import { describe, expect, it } from 'vitest';
import { changedScripts, controlFiles } from '../../../src/domain/code/control-files.ts';

const of = (...paths: readonly string[]) => controlFiles(paths.map((path) => ({ path, submodule: false })));

describe('files that programs obey', () => {
  it.each([
    ['intorch.yaml', 'settings of intorch'],
    ['.github/workflows/x.yml', 'continuous integration'],
    ['.gitlab-ci.yml', 'continuous integration'],
    ['Jenkinsfile', 'continuous integration'],
    ['.github/CODEOWNERS', 'rules of the forge'],
    ['.gitattributes', 'attributes'],
    ['deep/down/.gitattributes', 'attributes'],
    ['.gitmodules', 'submodules'],
    ['.lfsconfig', 'LFS'],
    ['.husky/pre-commit', 'hooks'],
    ['.pre-commit-config.yaml', 'hooks'],
    ['lefthook.yml', 'hooks'],
    ['.npmrc', 'package manager'],
    ['.cargo/config.toml', 'package manager'],
    ['.vscode/tasks.json', 'workspace of editors'],
    ['package-lock.json', 'lock file without its manifest'],
    ['sub/yarn.lock', 'lock file without its manifest'],
  ])('%s is one', (path, what) => {
    expect(of(path)).toEqual([{ path, what }]);
  });

  it.each(['src/intorch.yaml', 'src/hooks/use-name.ts', 'README.md', 'docs/workflows/a.yml', 'package.json'])(
    '%s is none',
    (path) => {
      expect(of(path)).toEqual([]);
    },
  );

  it('a lock file follows from a manifest in its folder, or below it', () => {
    expect(of('package-lock.json', 'package.json')).toEqual([]);
    expect(of('package-lock.json', 'packages/a/package.json')).toEqual([]);
    expect(of('a/package-lock.json', 'b/package.json')).toHaveLength(1);
  });

  it('the commit of a submodule is one, whatever its name', () => {
    expect(controlFiles([{ path: 'vendor/lib', submodule: true }])).toEqual([
      { path: 'vendor/lib', what: 'submodule' },
    ]);
  });
});

describe('scripts of a package', () => {
  it.each([
    ['{"scripts":{"test":"a"}}', '{"scripts":{"test":"b"}}', ['test']],
    ['{"scripts":{"test":"a"}}', '{"scripts":{"test":"a","postinstall":"x"}}', ['postinstall']],
    ['{"scripts":{"test":"a"}}', '{}', ['test']],
    ['', '{"scripts":{"test":"a"}}', ['test']],
    ['{"version":"1"}', '{"version":"2"}', []],
    ['{"scripts":', '{"scripts":{"test":"b"}}', []],
    ['null', '{"scripts":"odd"}', []],
  ])('%s to %s: %j', (before, after, names) => {
    expect(changedScripts(before, after)).toEqual(names);
  });
});

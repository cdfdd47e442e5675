import { expect, test } from 'vitest';
import { makeRepository } from '../../../support/repository.ts';
import { objectsOf } from '../tools.ts';

const text = 'x\n';

test.each<[string, readonly string[], readonly string[]]>([
  ['nothing new', [], []],
  ['the same path', ['Docs/Guide.md'], []],
  ['a path of its own', ['src/new.ts'], []],
  ['another spelling of a file', ['docs.md'], ['DOCS.md']],
  ['another spelling of a file below', ['Docs/guide.md'], ['Docs/Guide.md']],
  ['another spelling of a folder', ['docs/other.md'], ['Docs/Guide.md', 'Docs/deep/er.md']],
  ['another spelling of a folder below', ['Docs/Deep/x'], ['Docs/deep/er.md']],
  ['a file like a folder', ['docs'], ['Docs/Guide.md', 'Docs/deep/er.md']],
  ['another normal form', ['cafe\u0301'], ['caf\u00e9']],
  ['one of two spellings that are there', ['both', 'Both'], []],
])('%s', async (_what, paths, found) => {
  const repo = await makeRepository(
    {
      main: [
        {
          'Docs/Guide.md': text,
          'Docs/deep/er.md': text,
          'DOCS.md': text,
          'src/old.ts': text,
          'caf\u00e9': text,
          both: text,
          Both: text,
        },
      ],
    },
    { checkout: false },
  );

  const similar = await objectsOf(repo).similarPaths(await repo.tip('main'), paths);

  expect([...similar].toSorted()).toEqual([...found].toSorted());
});

test('of a large folder only some are listed, and no process is started for each folder', async () => {
  const many = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [`Big/${index % 20}/${index}`, text]),
  );
  const repo = await makeRepository({ main: [many] }, { checkout: false });
  const lines: string[] = [];
  const objects = objectsOf(repo, { onCommand: (line) => lines.push(line) });

  const similar = await objects.similarPaths(await repo.tip('main'), ['big/a', 'big/b']);

  expect(similar).toHaveLength(50);
  expect(lines).toHaveLength(1);
});

import { describe, expect, it } from 'vitest';
import { draftOf, lines } from './tools.ts';

const file = (imports: readonly string[], body: readonly string[]) =>
  lines(
    "import { a } from './a.ts';",
    ...imports,
    '',
    'const top = a();',
    'start();',
    ...body,
    'end();',
    'close();',
  );
const B = "import { b } from './b.ts';";
const C = "import { c } from './c.ts';";

describe('imports that both sides add', () => {
  it('are united when what each is for stands in the merged file', () => {
    const draft = draftOf('x.ts', {
      base: file([], ['one();', 'mid();', 'two();']),
      current: file([B], ['one(b);', 'mid();', 'two();']),
      incoming: file([C], ['one();', 'mid();', 'two(c);']),
    });

    expect(draft.hunks.map(({ auto }) => auto?.rule ?? null)).toEqual(['imports']);
  });

  it('are recommended only when another hunk decides whether one is needed', () => {
    const draft = draftOf('x.ts', {
      base: file([], ['one();']),
      current: file([B], ['first(b);']),
      incoming: file([C], ['second(c);']),
    });
    const [imports, body] = draft.hunks;

    expect(imports).toMatchObject({ class: 'imports', auto: null, choice: null });
    expect(imports?.recommended?.option).toBe('combine_current_incoming');
    expect(imports?.recommended?.because).toMatch(/the rest of the file decides whether b is needed/);
    expect(body?.auto).toBeNull();
  });

  it('are not taken for used because their name comes in another sense', () => {
    const draft = draftOf('x.ts', {
      base: file([], ['keep(); // mind b', 'going();', 'helper = () => 1;', 'rest();']),
      current: file([B], ['keep(); // mind b', 'going();', 'helper = () => b(1);', 'rest();']),
      incoming: file([C], ['keep(); // mind b', 'going();', 'helper = () => c(2);', 'rest();']),
    });

    expect(draft.hunks[0]?.recommended?.because).toContain('whether b is needed');
  });

  it('are recommended only when the other side took out what one is for', () => {
    const draft = draftOf('x.ts', {
      base: file([], ['one();', 'keep();', 'going();', 'helper = () => run();']),
      current: file(
        ["import { run } from './run.ts';"],
        ['one();', 'keep();', 'going();', 'helper = () => run();'],
      ),
      incoming: file([C], ['one();', 'keep();', 'going(c);']),
    });

    expect(draft.hunks).toHaveLength(1);
    expect(draft.hunks[0]?.auto).toBeNull();
    expect(draft.hunks[0]?.recommended?.because).toContain('run');
  });

  it('are recommended only when one stands in the file already, outside of the hunk', () => {
    const draft = draftOf('x.ts', {
      base: lines("import { z } from './z.ts';", 'z();', '', C, 'c();'),
      current: lines("import { z } from './z.ts';", B, 'z(b);', '', C, 'c();'),
      incoming: lines("import { z } from './z.ts';", C, 'z(b);', '', C, 'c();'),
    });

    expect(draft.hunks[0]?.auto?.rule).not.toBe('imports');
  });

  it('are united when the rest of the file says nothing about them: side effects and what is handed on', () => {
    const draft = draftOf('index.ts', {
      base: lines("export * from './a.ts';"),
      current: lines("export * from './a.ts';", "import './b.css';"),
      incoming: lines("export * from './a.ts';", "export { d } from './d.ts';"),
    });

    expect(draft.hunks[0]?.auto?.rule).toBe('imports');
  });
});

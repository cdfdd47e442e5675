/** Names of branches, efforts, authors, files and folders come from others; the command lines that hold them are for a shell. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { waitForLock } from '../../../src/adapters/git/objects/refs/ref-locks.ts';
import { programCall } from '../../../src/cli/output/program-call.ts';
import { idleText } from '../../../src/cli/session/nothing-to-do.ts';
import { keptWords } from '../../../src/domain/integration/plan-facts/checkout.ts';
import { checkoutFindings } from '../../../src/domain/integration/plan-facts/checkout-findings.ts';
import { landingWay } from '../../../src/domain/integration/plan-facts/landing-way.ts';
import { asIntorchError } from '../../../src/domain/shared/errors.ts';
import type { BranchName } from '../../../src/domain/shared/ids.ts';
import { branchRef } from '../../../src/domain/shared/ids.ts';
import { integrationReport } from '../../../src/reports/integration-report.ts';
import { finishedState, mergedEffort, sampleInstant, sampleSha } from '../../support/states.ts';

const NASTY = [
  '$(touch PWN)',
  '`touch PWN`',
  "a'$(touch PWN)'b",
  "a';touch PWN;'b",
  'a"$(touch PWN)"b',
  'a;touch PWN',
  'a&&touch PWN|touch PWN',
  'a>PWN',
  'a b*?{c,d}~!#',
  'a\\',
];
const WITH_LINES = [...NASTY, 'a\ntouch PWN\n', "a'\ntouch PWN\n'"];

let folder = '';
let programs = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'intorch-lines-'));
  programs = mkdtempSync(join(tmpdir(), 'intorch-programs-'));
  for (const name of ['git', 'intorch', 'node', 'rm'])
    writeFileSync(join(programs, name), `#!/bin/sh\nprintf '%s\\0' "$@"\n`, { mode: 0o755 });
});
afterAll(() => {
  for (const each of [folder, programs]) rmSync(each, { recursive: true });
});

/** Runs a command line where git and the like do nothing but print what they get. Returns these arguments. */
function argumentsIn(line: string): readonly string[] {
  const { status, stdout, stderr } = spawnSync('/bin/sh', ['-c', line], {
    cwd: folder,
    // touch is to be found, should anything call it.
    env: { PATH: `${programs}:/usr/bin:/bin` },
    encoding: 'utf8',
  });
  expect([status, stderr, readdirSync(folder)], line).toEqual([0, '', []]);
  return stdout.split('\0');
}

const branch = (name: string) => name as BranchName;
const move = { from: sampleSha('from'), to: sampleSha('to') };
const after = (text: string, words: string) => text.slice(text.indexOf(words) + words.length);
const there = { busy: null, folder: { is: 'there' }, locked: null } as const;

/** Each command line with a foreign name in it, by who prints it. */
const BRANCHES: Readonly<Record<string, (name: string) => string>> = {
  'the finish, where nobody looks at the target': (name) =>
    landingWay(branch(name), [], { ...move, ref: branchRef(branch(name)) }).command,
  'the report of what has landed': (name) => {
    const state = finishedState({ target: branch(name), efforts_included: [hostileEffort(name)] });
    return scriptsIn(integrationReport(state)).join('\n');
  },
  'the finish in the report of what is held': (name) => {
    const target = branch(name);
    const { command } = landingWay(target, [], { ...move, ref: branchRef(target) });
    const end = { outcome: 'HELD_FOR_REVIEW', command, because: name, at: sampleInstant() } as const;
    return scriptsIn(integrationReport(finishedState({ target, end }))).join('\n');
  },
  'what can be done where there is nothing to do': (name) =>
    after(idleText({ because: 'no branch', branches: [branch(name)] }, 'intorch run'), 'Integrate them: '),
};
const FOLDERS: Readonly<Record<string, (name: string) => string>> = {
  'the finish in checkouts': (name) =>
    landingWay(
      branch('main'),
      [
        { ...there, path: `/w/${name}` },
        { ...there, path: '/old', folder: { is: 'moved', to: `/w/${name}` } },
      ],
      { ...move, ref: branchRef(branch('main')) },
    ).command,
  'what forgets a checkout': (path) =>
    after(keptWords({ ...there, path, locked: '', folder: { is: 'gone' } }), 'does not come back: '),
  'another call of this program': (directory) =>
    programCall({ env: {}, directory }, '/bin/intorch.js', '/')('resume'),
};

function hostileEffort(name: string) {
  return mergedEffort(name, 60, { branch: branch(name), authors: [name], subject: name });
}

/** Returns what stands in the fences of a report for a shell. */
function scriptsIn(report: string): readonly string[] {
  const found = [...report.matchAll(/^(`{3,})sh\n(.*?)\n\1$/gms)].map((match) => match[2] ?? '');
  expect(found).not.toEqual([]);
  return found;
}

describe('a foreign name is one word of the command line in', () => {
  it.each(Object.entries(BRANCHES))('%s', (_, line) => {
    for (const name of NASTY) expect(argumentsIn(line(name)).join('\n'), name).toContain(name);
  });

  it.each(Object.entries(FOLDERS))('%s', (_, line) => {
    for (const name of WITH_LINES) expect(argumentsIn(line(name)).join('\n'), name).toContain(name);
  });

  it('the finding about a checkout that was moved', () => {
    for (const to of WITH_LINES) {
      const facts = [{ ...there, path: '/w', folder: { is: 'moved', to }, local: null } as const];
      const said = JSON.stringify(
        checkoutFindings(branch('main'), facts, { paths: new Set(), mode: 'auto' }),
      );
      const line = [...said.matchAll(/git worktree repair ((?:[^"\\]|\\.)*)/g)].at(-1)?.[0] ?? '';
      expect(argumentsIn(JSON.parse(`"${line}"`))).toContain(to);
    }
  });

  it('the remedy for the lock of a ref', async () => {
    const git_dir = mkdtempSync(join(tmpdir(), 'intorch-locks-'));
    try {
      for (const name of NASTY) {
        const file = join(git_dir, `${name}.lock`);
        mkdirSync(git_dir, { recursive: true });
        writeFileSync(file, '');
        const policy = { git_dir, owned_refs: [], is_kept: () => false, patience_ms: 0, abandoned_ms: 1e9 };
        const thrown = await waitForLock(policy, [])
          .again(`Unable to create '${file}': File exists`)
          .then(
            () => null,
            (error: unknown) => error,
          );
        expect(argumentsIn(after(asIntorchError(thrown).remedy ?? '', 'remove it: '))).toContain(file);
      }
    } finally {
      rmSync(git_dir, { recursive: true });
    }
  });
});

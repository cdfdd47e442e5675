/** Tokens of the shell, and gates that look for them in the processes above them. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { placeFor, runBuilt } from '../support/built-program.ts';
import { temporaryFolder } from '../support/repository.ts';
import { configured, effort, makeWorld } from '../support/stories.ts';

it('an unattended run has none that a gate could read', async () => {
  const home = await temporaryFolder();
  const seen = join(home, 'seen');
  // Each process above the gate, up to the one that is nobody's child.
  const up = `p=$PPID; while [ "$p" -gt 1 ]; do tr "\\\\0" "\\\\n" </proc/$p/environ >>${seen}; p=$(ps -o ppid= -p $p | tr -d " "); done`;
  const repo = await makeWorld(
    {},
    { 'effort/one': effort({ 'a.txt': 'a\n' }) },
    { config: configured(`gates:\n  - { name: test, command: '${up}', parser: exit, when: final }\n`) },
  );
  const canaries = { GITHUB_TOKEN: 'canary-1', HTTPS_PROXY: 'http://u:canary-2@proxy', SECRET: 'canary-3' };

  const { status } = await runBuilt(placeFor(repo.dir, home, canaries), ['run', '--decide', 'recommended']);

  expect(status).toBe(0);
  const environments = await readFile(seen, 'utf8');
  expect(environments).toContain('ENGINE_WITHHOLDS=');
  expect(environments).not.toContain('canary');
});

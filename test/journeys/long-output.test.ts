/** What the built program does with outputs that are read on a thread of its own. */
import { expect, it } from 'vitest';
import { placeFor, runBuilt } from '../support/built-program.ts';
import { temporaryFolder } from '../support/repository.ts';
import { configured, effort, makeWorld } from '../support/stories.ts';

it('a gate with a long output is counted to its last test', async () => {
  const gate = 'seq -f "ok %g - works as it should with everything else" 5000; echo 1..5000';
  const config = configured(`gates:\n  - { name: test, command: '${gate}', parser: tap, when: final }\n`);
  const repo = await makeWorld({}, { 'effort/a': effort({ 'a.txt': 'a\n' }) }, { config });

  const { out } = await runBuilt(placeFor(repo.dir, await temporaryFolder()), ['run']);

  expect(out).toMatch(/passed +final +test +tests 5000\/0/);
});

/** Somebody who looks at pipelines of the built program on a terminal of their own. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { builtProgram, placeFor, processesWith, startBuilt } from '../support/built-program.ts';
import { makeRepository, temporaryFolder } from '../support/repository.ts';
import { openTerminal } from '../support/terminal.ts';
import { travel } from './support/traveller.ts';

const sh = (id: string, command: string, rest: object = {}) => ({ id, command, shell: true, ...rest });
const untilFile = (name: string) => `until test -e ${name}; do sleep 0.05; done`;
const STEPS = [
  sh('fetch', 'echo fetched'),
  sh('build', 'echo building; test -e built || { touch built; exit 2; }', {
    depends_on: ['fetch'],
    retries: 1,
  }),
  sh('soak', `printf '\\033]0;mine\\007soaking\\n'; ${untilFile('never')}`, {
    depends_on: ['build'],
    critical: false,
  }),
  sh('check', `echo checking; ${untilFile('go')}; echo checked`, { depends_on: ['build'] }),
  sh('report', 'echo reported', { depends_on: ['soak', 'check'] }),
];

async function world() {
  const repo = await makeRepository({ main: [{ 'a.txt': 'a\n' }] });
  const home = await temporaryFolder();
  const place = placeFor(repo.dir, home, { TERM: 'xterm-256color', INTORCH_MOTION: '0' });
  const { node, intorch } = await builtProgram();
  writeFileSync(join(repo.dir, 'p.json'), JSON.stringify({ plan_id: 'RELEASE', steps: STEPS }));
  onTestFinished(async () => {
    for (const pid of await processesWith(`HOME=${home}`)) {
      try {
        process.kill(pid, 'SIGKILL');
      } catch {
        // It ended by itself in between.
      }
    }
  });
  return {
    place,
    go: () => writeFileSync(join(repo.dir, 'go'), ''),
    screen: (...words: readonly string[]) =>
      openTerminal({ file: node, args: [intorch, 'pipeline', ...words], cwd: repo.dir, env: place.env }),
  };
}

it('a run in the background is seen, a step cancelled by key, and its end seen; leaving stops nothing', async () => {
  const { place, go, screen } = await world();
  const run = await startBuilt(place, ['pipeline', 'run', 'p.json']);
  const terminal = screen('monitor');

  await terminal.until(/RELEASE-\S+ +» running/);
  terminal.type('\r');
  await terminal.until(/build +✓ succeeded +2\/2/);
  await terminal.until(/soak +» running/);
  await terminal.until(/^soaking$/m);
  expect(terminal.bytes()).not.toContain('\x1b]0;mine');
  terminal.type('x');
  await terminal.until('End soak, which runs? It counts as failed');
  terminal.type('x');
  await terminal.until(/soak +- cancelled/);
  terminal.type('q');
  expect((await terminal.ended).code).toBe(0);
  expect(run.child.exitCode).toBeNull();

  const again = screen('monitor');
  await again.until(/RELEASE-\S+ +» running/);
  go();
  await again.until(/RELEASE-\S+ +✓ succeeded .* 80 %/);
  expect((await run.ended).status).toBe(0);
});

it('a run whose driver is killed is said to stand still, and r goes on with it', async () => {
  const { place, go, screen } = await world();
  const run = await startBuilt(place, ['pipeline', 'run', 'p.json']);
  const terminal = screen('monitor');
  await terminal.until(/RELEASE-\S+ +» running/);
  terminal.type('\r');
  await terminal.until(/check +» running/);

  run.child.kill('SIGKILL');
  await terminal.until('! nobody drives it: r resumes it');
  await terminal.until(/check +! was running/);
  terminal.type('1');
  await terminal.until('! left alone');
  terminal.type('r');
  await terminal.until('Go on with RELEASE?');
  go();
  terminal.type('\r');

  // The tries that were lost count as failed, and neither step has another.
  await terminal.until(/RELEASE-\S+ +✗ failed/);
  await terminal.until('failed    check: what ran it was killed');
});

it('run --monitor shows the run at once, which goes on when the terminal is closed', async () => {
  const { place, go, screen } = await world();
  const terminal = screen('run', 'p.json', '--monitor');
  await terminal.until(/soak +» running/);
  terminal.close();
  go();

  const again = screen('monitor');
  await again.until(/runs +soak/);
  again.type('X');
  await again.until('Cancel RELEASE?');
  again.type('\r');
  await again.until(/RELEASE-\S+ +- cancelled/);
  const [id = ''] = /RELEASE-\d{8}-\d{6}/.exec(again.rows().join('\n')) ?? [];
  const events = readFileSync(join(place.dir, '.git/intorch/pipelines', id, 'events.jsonl'), 'utf8');
  expect(events.split('\n')[0]).toContain('run_created');
  expect(events).toContain('run_cancel_requested');
});

it('P goes from the screens of an integration to the pipelines, and leaving them comes back', async () => {
  const { tui } = await travel();
  const terminal = await tui();
  await terminal.until('enter start');
  terminal.type('P');
  await terminal.until('No pipeline has run here yet. Start one: intorch pipeline run FILE');
  terminal.type('q');
  await terminal.until('enter start');
});

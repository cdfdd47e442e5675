/** The demo, left in the middle by somebody who has no `intorch` on their path. */
import { access, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { builtProgram, placeFor, processesWith } from '../support/built-program.ts';
import { temporaryFolder } from '../support/repository.ts';
import { openTerminal } from '../support/terminal.ts';

it('prints how to go on with it and how to remove it, exactly as it can be typed anywhere', async () => {
  const home = await temporaryFolder();
  await mkdir(join(home, 'tmp'));
  const { node, intorch } = await builtProgram();
  const { dir: cwd, env } = placeFor(home, home, {
    TERM: 'xterm-256color',
    INTORCH_MOTION: '0',
    TMPDIR: join(home, 'tmp'),
  });
  onTestFinished(async () => {
    for (const pid of await processesWith(`HOME=${home}`)) process.kill(pid, 'SIGKILL');
  });
  const size = { columns: 300, rows: 40 };
  const first = openTerminal({ file: node, args: [intorch, 'demo'], cwd, env, ...size });
  await first.until('enter start');
  first.type('D');
  await first.ended;
  const said = first.rows().join('\n');
  const [, on = ''] = /^Go on with it: +(node .*) *$/m.exec(said) ?? [];
  const [, removal = ''] = /^Remove it: +(node .*) *$/m.exec(said) ?? [];
  expect(said).toContain(`go on with: ${on.trim()}`);

  const again = openTerminal({ file: 'sh', args: ['-c', on], cwd: '/', env, ...size });
  await again.until('enter start');
  again.type('D');
  await again.ended;
  const last = openTerminal({ file: 'sh', args: ['-c', removal], cwd: '/', env, ...size });
  expect((await last.ended).code).toBe(0);
  const [folder = ''] = removal.split('rm -rf ').slice(1);
  expect(folder).toContain(join(home, 'tmp'));
  await expect(access(folder.trim())).rejects.toThrow();
});

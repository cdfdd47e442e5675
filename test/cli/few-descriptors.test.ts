/** The program with too few file descriptors, as on a machine that is short of them. */
import { execFile } from 'node:child_process';
import { expect, it } from 'vitest';
import { builtProgram, placeFor } from '../support/built-program.ts';
import { damageOf } from '../support/crash.ts';
import { temporaryFolder } from '../support/repository.ts';
import { effort, makeWorld } from '../support/stories.ts';

it.each([28, 40, 64])(
  'with %i descriptors it lands or says what is missing, without a stack',
  async (most) => {
    const repo = await makeWorld(
      { 'a.txt': 'a\n' },
      { 'effort/one': effort({ 'one.txt': '1\n' }), 'effort/two': effort({ 'two.txt': '2\n' }) },
    );
    const { node, intorch } = await builtProgram();
    const { env } = placeFor(repo.dir, await temporaryFolder());
    const run = (limit: number, command: string) =>
      new Promise<{ readonly status: number; readonly said: string }>((resolve) => {
        const script = `ulimit -n ${limit}; exec "$0" "$@" ${command} --decide recommended 2>&1`;
        const child = execFile('sh', ['-c', script, node, intorch], { cwd: repo.dir, env }, (_, stdout) =>
          resolve({ status: child.exitCode ?? -1, said: stdout }),
        );
      });

    const { status, said } = await run(most, 'run');

    expect(said).not.toMatch(/^\s+at |unexpected|TypeError|Unhandled/m);
    if (status !== 0) expect(said).toMatch(/too many files are open|EMFILE|unable to open/);
    const resumed = await run(1024, 'resume');
    const again = resumed.status === 2 ? await run(1024, 'run') : resumed;
    expect(again).toMatchObject({ status: 0, said: expect.any(String) });
    expect(await repo.git('ls-tree', '--name-only', 'main')).toContain('one.txt\ntwo.txt');
    expect(await damageOf(repo)).toEqual([]);
  },
);

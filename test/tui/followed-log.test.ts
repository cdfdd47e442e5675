import { expect, it } from 'vitest';
import { followedLog } from '../../src/tui/followed-log.ts';
import { fakeEngine } from './support/fake-engine.ts';

function following() {
  const engine = fakeEngine();
  const log = followedLog(engine, () => {});
  log.follow('gate.log');
  return { engine, log };
}

it('F8: says how much of a log is kept, and begins with a whole line where it is not all', () => {
  const { engine, log } = following();
  const lines = Array.from({ length: 60_000 }, (_, line) => `line ${line}\n`).join('');

  engine.log(lines);

  const { kept, size, lines: shown } = log.window();
  expect(size).toBe(lines.length);
  expect(kept).toBeLessThanOrEqual(256 * 1024);
  expect(kept).toBeGreaterThan(256 * 1024 - 20);
  expect(shown[0]).toMatch(/^line \d+$/);
  expect(lines).toContain(`\n${shown[0]}\n`);
});

it('F8: keeps all of a short log, and says so', () => {
  const { engine, log } = following();

  engine.log('one\n');
  engine.log('two\n', { size: 8 });

  expect(log.window()).toEqual({ name: 'gate.log', lines: ['one', 'two'], kept: 8, size: 8 });
});

it('F8: does not put lines beside each other where some were skipped between them', () => {
  const { engine, log } = following();

  engine.log('one\n');
  engine.log('nine\n', { cut: true, size: 900 });

  expect(log.window()).toEqual({ name: 'gate.log', lines: ['nine'], kept: 5, size: 900 });
});

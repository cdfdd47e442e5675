import { describe, expect, it } from 'vitest';
import { streamLines } from '../../../src/tui/terminal/stream-lines.ts';
import { streamUntilKey } from '../../../src/tui/terminal/streaming.ts';
import { sampleInstant } from '../../support/states.ts';
import { settled, TypedInput } from '../support/driver.ts';
import { fakeEngine, snapshotOf } from '../support/fake-engine.ts';
import { deciding, testing } from '../support/moments.ts';

function streaming() {
  const engine = fakeEngine(snapshotOf(testing()), false);
  const input = new TypedInput();
  let text = '';
  const stdout = {
    write: (more: string | Uint8Array) => {
      text += String(more);
      return true;
    },
  };
  const ended = streamUntilKey({ client: engine, stdin: input, stdout, dress: (each) => each });
  return { engine, input, ended, lines: () => text.split('\r\n') };
}

describe('plain lines instead of frames', () => {
  it('begin with how things are', () => {
    expect(streamLines(null, snapshotOf(testing()))).toMatchInlineSnapshot(`
      [
        "  2/3  ✓ merged       api-types  +120 -30  42 ok",
        "  2/3  » testing      controller  +120 -30  25 ok",
        "  2/3  . next         webhooks  +120 -30",
      ]
    `);
  });

  it('are one for each change, and none where nothing changed', () => {
    const [before, after] = [snapshotOf(testing()), snapshotOf(deciding())];
    expect(streamLines(before, { ...before, now: sampleInstant(9999) })).toEqual([]);
    expect(streamLines(before, after).at(-1)).toMatch(
      /! question .*how do .* go together\? {2}\(s goes to it\)/,
    );
  });

  it('show what running gates print, whole lines only, without anything that moves a cursor', async () => {
    const { engine, input, ended, lines } = streaming();
    engine.log('one\ntw');
    engine.log('o\x1b[2J\nhal');
    expect(lines().filter((each) => each.includes(' | '))).toEqual([
      '      build | one',
      '      build | two',
    ]);
    input.type('s');
    expect(await ended).toBe('back');
  });

  it('end at s, and other keys do nothing', async () => {
    const { input, ended } = streaming();
    let over = false;
    void ended.then(() => {
      over = true;
    });
    input.type('xjk');
    await settled();
    expect(over).toBe(false);
    input.type('jjs');
    await expect(ended).resolves.toBe('back');
    expect([input.raw, input.reading]).toEqual([false, false]);
  });

  it('end in detaching at D', async () => {
    const { input, ended } = streaming();
    input.type('D');
    expect(await ended).toBe('detached');
  });

  it('say that the engine has ended', async () => {
    const { engine, input, lines } = streaming();
    engine.show({}, 'ended');
    expect(lines().join('\n')).toContain('The engine has ended');
    input.type('s');
  });
});

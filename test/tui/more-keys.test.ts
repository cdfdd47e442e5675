import { afterEach, describe, expect, it } from 'vitest';
import { questionId } from '../../src/domain/integration/question-id.ts';
import type { IntegrationState } from '../../src/domain/integration/state.ts';
import { ORDERINGS, ordered } from '../../src/tui/actions/ordering.ts';
import { gatesRunningState, sampleEffort, sampleInstant, startedState } from '../support/states.ts';
import { type Driver, type DriverOptions, drive, KEYS } from './support/driver.ts';
import { type FakeEngine, fakeEngine, snapshotOf } from './support/fake-engine.ts';
import { deciding, planned, TEXTS, testing } from './support/moments.ts';
import { past } from './support/past.ts';

const { down, enter } = KEYS;
const [right, left] = ['\x1b[C', '\x1b[D'];

let open: Driver[] = [];
afterEach(() => {
  for (const driver of open) driver.close();
  open = [];
});

async function on(
  state: IntegrationState,
  options: DriverOptions = {},
): Promise<Driver & { engine: FakeEngine }> {
  const engine = fakeEngine(snapshotOf(state, { texts: TEXTS }), false);
  const driver = await drive(engine, options);
  open.push(driver);
  return { ...driver, engine };
}

const twoPlaces = () => {
  const [first] = deciding().conflicts_detected;
  if (first === undefined) throw new Error('the sample has a conflict');
  const second = { ...first, id: 'auth#2' as typeof first.id, path: 'src/auth/token.py' };
  return deciding({ conflicts_detected: [first, second] });
};

describe.each([
  ['singly', (driver: Driver, ...keys: string[]) => driver.singly(...keys)],
  ['in one chunk', (driver: Driver, ...keys: string[]) => driver.chunk(...keys)],
] as const)('keys that arrive %s', (_, type) => {
  it('take an option everywhere after saying where', async () => {
    const driver = await on(twoPlaces());
    await type(driver, 'a', enter);
    expect(driver.engine.sent.map((command) => command.type)).toEqual(['set_scope', 'choose_named']);
  });

  it('go through the sessions and open the report of one', async () => {
    const driver = await on(testing(), { host: { history: () => Promise.resolve(past()) } });
    await driver.singly('5');
    await type(driver, down, right);
    expect(driver.calls).toEqual(['read file /reports/wave-11/INTEGRATION_REPORT.md']);
    await type(driver, left);
    expect(driver.screen()).not.toContain('SESSION');
  });

  it('open no session before they are read, and do not say that it has no report', async () => {
    const driver = await on(testing(), { host: { history: () => new Promise(() => {}) } });
    await driver.singly('5');
    await type(driver, enter);
    expect(driver.screen()).toContain('The sessions are not read yet');
    expect(driver.screen()).not.toContain('no report');
  });

  it('copy the command for what is shown', async () => {
    const driver = await on(planned());
    await type(driver, down, 'Y');
    expect(driver.calls).toEqual(['copy intorch plan']);
  });

  it('open the whole log in the pager, but not one with nothing in it', async () => {
    const driver = await on(testing());
    await driver.singly('l');
    await type(driver, 'o');
    expect(driver.screen()).toContain('There is nothing in this log');
    driver.engine.log('one\n');
    await type(driver, 'o');
    expect(driver.calls).toEqual([expect.stringMatching(/^read file \/repo\/.*\/logs\/.*controller/)]);
  });

  it('copy the command that shows a log, with all of its parts', async () => {
    const driver = await on(testing());
    await driver.singly('l');
    driver.engine.log('one\n');
    await type(driver, 'Y');
    driver.engine.log('two\n', { cut: true, size: 300_000_000 });
    await type(driver, 'Y');
    expect(driver.calls).toEqual([
      expect.stringMatching(/^copy less -\+r -\+R \/repo\/\S+\.log$/),
      expect.stringMatching(/^copy gzip -cdf (\/repo\/\S+\.log)\.0\* \1 \| less -\+r -\+R$/),
    ]);
  });

  it('say of a log that is kept in part, or filtered, what was searched for errors', async () => {
    const driver = await on(testing());
    await driver.singly('l');
    driver.engine.log('FAIL cut away\n');
    driver.engine.log('fine\n', { cut: true, size: 57 * 1024 * 1024 });
    await expect.poll(driver.screen).toContain('log (follows), the last 5 bytes of 57 MB; o opens all');
    await type(driver, 'N');
    expect(driver.screen()).toContain('No error line further up in the last 5 bytes of 57 MB; o opens all');
    await type(driver, '/', 'f', 'i', enter, 'n');
    expect(driver.screen()).toContain('No error line further down among the lines that match the filter');
  });

  it('wrap the log and go from one red line to the next', async () => {
    const driver = await on(testing());
    await driver.singly('l');
    driver.engine.log(
      ['FAIL first', ...Array.from({ length: 60 }, () => 'fine'), 'FAIL second', 'end'].join('\n'),
    );
    await type(driver, 'w', 'N', 'N');
    expect(driver.screen()).toContain('FAIL first');
    await type(driver, 'n');
    expect(driver.screen()).toContain('FAIL second');
    await type(driver, 'G', 'n');
    expect(driver.screen()).toContain('No error line further down');
  });
});

describe('an option for every place', () => {
  it('names the places before anything is sent', async () => {
    const { singly, screen, engine } = await on(twoPlaces());
    await singly('a');
    expect(screen()).toContain('In 2 hunks (src/auth/login.py:45, src/auth/token.py:45): Keep both');
    expect(engine.sent).toEqual([]);
  });

  it('is refused where no other place has it', async () => {
    const { singly, screen } = await on(deciding());
    await singly('a');
    expect(screen()).toContain('No other open hunk of this effort offers this option');
  });
});

describe('the order of the plan', () => {
  it('is changed by one key, and what it costs is said', async () => {
    const { singly, engine, screen } = await on(planned());
    await singly('o');
    expect(engine.sent[0]).toMatchObject({ type: 'reorder' });
    expect(screen()).toMatch(/smallest first: \d decisions? \((as before|was \d)\); r: cheapest order/);
  });

  it('keeps every effort behind what it needs, whatever the order', () => {
    const efforts = [
      sampleEffort('a', { dependencies: ['z' as never] }),
      sampleEffort('m'),
      sampleEffort('z', { dependencies: ['gone' as never] }),
    ];
    const byName = ORDERINGS.find((each) => each.name === 'by name');
    if (byName === undefined) throw new Error('there is an order by name');
    expect(ordered(efforts, byName)).toEqual(['m', 'z', 'a']);
  });
});

describe('what an effort changes', () => {
  it('is read in the pager', async () => {
    const { singly, calls } = await on(planned());
    await singly(down, 'd');
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatch(/^read difference \S+ [0-9a-f]{40}$/);
  });
});

describe('merging again', () => {
  it('goes on after a merge was taken back, and says otherwise that nothing was', async () => {
    const { singly, engine, screen } = await on(gatesRunningState());
    await singly('U');
    expect(screen()).toContain('Nothing was taken back, so there is nothing to merge again');
    const taken_back = {
      at: sampleInstant(9),
      question: questionId('roll_back', '1'),
      kind: 'roll_back',
      conflict: null,
      choice: 'roll_back',
      by: 'operator',
      client: null,
      about: 'Go back?',
    } as const;
    engine.show({ state: startedState({ paused: true, decisions: [taken_back] }) });
    await singly('U');
    expect(engine.sent).toEqual([{ type: 'go_on' }]);
  });
});

describe('plain lines', () => {
  it('are asked for by s, and the screen comes back', async () => {
    const { singly, calls, left: ways } = await on(testing());
    await singly('s');
    expect([calls, ways]).toEqual([['stream'], []]);
  });

  it('can end in detaching', async () => {
    const { singly, left: ways } = await on(testing(), {
      host: { stream: () => Promise.resolve('detached') },
    });
    await singly('s');
    expect(ways).toEqual(['detached']);
  });
});

describe('numbers', () => {
  it('choose for somebody who listens, and enter takes the choice', async () => {
    const { singly, engine, screen } = await on(deciding(), { theme: { linear: true } });
    await singly('3');
    expect(screen()).toContain('3: Take auth only; enter chooses it');
    expect(engine.sent).toEqual([
      { type: 'highlight', question: expect.any(String), choice: 'take_incoming' },
    ]);
    await singly('9');
    expect(screen()).toContain('There is no number 39');
  });

  it('never choose where lists are seen', async () => {
    const { singly, engine, screen } = await on(deciding());
    await singly('2');
    expect(engine.sent).toEqual([]);
    expect(screen()).toContain('press c');
  });
});

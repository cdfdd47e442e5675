import { afterEach, describe, expect, it } from 'vitest';
import type { PipelineRunId } from '../../../src/domain/pipeline/run-id.ts';
import type { RunState } from '../../../src/domain/pipeline/state.ts';
import { MONITOR_ACTIONS } from '../../../src/tui/monitor/monitor-actions.ts';
import {
  MONITOR_KEYS,
  type MonitorWhere,
  monitorAction,
  monitorKeyTable,
} from '../../../src/tui/monitor/monitor-keys.ts';
import { createMonitorStore, type MonitorStore } from '../../../src/tui/monitor/monitor-store.ts';
import { MONITOR_PLACES } from '../../../src/tui/monitor/monitor-view.ts';
import { textOf } from '../support/looks.ts';
import {
  ends,
  type FakeRuns,
  fakeRuns,
  listingOf,
  monitorSnapshot,
  releasing,
  runAt,
} from '../support/monitor.ts';

const WHERES: readonly MonitorWhere[] = [...MONITOR_PLACES, 'help', 'confirm', 'filter'];

describe('the table of the monitor’s keys', () => {
  it('has a key for every action but typing, and gives no key two meanings in one place', () => {
    const bound = new Set(MONITOR_KEYS.map(({ action }) => action));
    const actions = Object.keys(MONITOR_ACTIONS).filter((action) => action !== 'type');
    expect(actions.toSorted()).toEqual([...bound].toSorted());
    for (const where of WHERES) {
      const keys = MONITOR_KEYS.flatMap((binding) => (binding.where.includes(where) ? binding.keys : []));
      expect(keys.length, where).toBe(new Set(keys).size);
    }
  });

  it('hints at nothing that does not work there, and has a way out of every place', () => {
    for (const { hint, where, says } of MONITOR_KEYS)
      for (const each of hint) expect(where, says).toContain(each);
    for (const where of WHERES) {
      expect(monitorAction('esc', where), where).toBe('back');
      expect(monitorAction('ctrl+c', where), where).toBe('leave');
    }
  });

  it('moves with arrows and with vim keys alike', () => {
    for (const where of MONITOR_PLACES) expect(monitorAction('j', where)).toBe(monitorAction('down', where));
  });

  it('is printed for documents with every key in it', () => {
    const table = monitorKeyTable();
    for (const { keys } of MONITOR_KEYS) for (const key of keys) expect(table).toContain(`\`${key}\``);
  });
});

const RUN = releasing();
const OLDER = { ...RUN, run_id: 'RELEASE-20261120-090000' as PipelineRunId };

let stores: MonitorStore[] = [];
afterEach(() => {
  for (const store of stores) store.close();
  stores = [];
});

interface Monitor {
  readonly client: FakeRuns;
  readonly press: (...keys: readonly string[]) => void;
  readonly screen: () => string;
  readonly did: string[];
  readonly store: MonitorStore;
}

/** Opens the monitor on runs that somebody drives, unless it is said otherwise. */
function monitor(runs: readonly RunState[] | null = [RUN, OLDER], driven = true): Monitor {
  const listed = runs?.map((run) => listingOf(run, driven ? undefined : null));
  const client = fakeRuns(listed === undefined ? null : monitorSnapshot(listed, runs?.[0] ?? null));
  const did: string[] = [];
  const store = createMonitorStore({
    client,
    run: null,
    theme: { ascii: false, color: false, motion: false, linear: false },
    size: { columns: 80, rows: 24 },
    host: {
      read: (file) => Promise.resolve(void did.push(`read ${file}`)),
      suspend: () => Promise.resolve(void did.push('suspend')),
      leave: () => void did.push('leave'),
    },
  });
  stores.push(store);
  return {
    client,
    did,
    store,
    press: (...keys) => {
      for (const key of keys) store.press(key);
    },
    screen: () => textOf(store.frame()),
  };
}

describe('cancelling', () => {
  it('a step is asked about first, and the key that asked says yes, too', () => {
    const { client, press, screen } = monitor();
    press('enter', 'x');
    expect(screen()).toContain('End integration-tests, which runs? It counts as failed');
    expect(client.asked).toEqual([]);
    press('x');
    expect(client.asked).toEqual([[RUN.run_id, { type: 'cancel_step', step: 'integration-tests' }]]);
    expect(screen()).toContain('Asked to cancel the step');
  });

  it('is not done by another key, nor after a no', () => {
    const { client, press, screen } = monitor();
    press('enter', 'x', 'X');
    expect(screen()).toContain('enter says yes, esc no');
    press('esc', 'x', 'j', 'esc', 'enter');
    expect(client.asked).toEqual([]);
  });

  it('the run is asked about, and a second time what always runs', () => {
    const { client, press, screen } = monitor();
    press('X', 'enter');
    const cancelled = runAt(RUN, [[80, { type: 'run_cancelled' }]]);
    client.show(monitorSnapshot([listingOf(cancelled)], cancelled));
    expect(screen()).not.toContain('Asked to cancel');
    press('X');
    expect(screen()).toContain('End the steps of RELEASE that always run, too?');
    press('X');
    expect(client.asked).toEqual([
      [RUN.run_id, { type: 'cancel' }],
      [RUN.run_id, { type: 'cancel' }],
    ]);
  });

  it('says why it is refused', async () => {
    const { client, press, screen } = monitor();
    client.refuse = 'the step integration-tests is over: SUCCEEDED';
    press('enter', 'x', 'enter');
    await expect.poll(screen).toContain('the step integration-tests is over: SUCCEEDED');
  });

  it('is off for what is over', () => {
    const { client, press, screen } = monitor();
    press('enter', 'home', 'x');
    expect(screen()).toContain('fetch is over');
    press('enter');
    expect(client.asked).toEqual([]);
  });
});

describe('trying again', () => {
  it('is of the step under the cursor', () => {
    const { client, press } = monitor();
    press('enter', 'home', 'j', 'j', 'r', 'r');
    expect(client.asked).toEqual([[RUN.run_id, { type: 'retry_step', step: 'lint' }]]);
  });

  it('is going on with a run that nobody drives', () => {
    const { client, press, screen } = monitor([RUN], false);
    press('r');
    expect(screen()).toContain('Go on with RELEASE? A try that was lost counts as failed');
    press('enter');
    expect(client.asked).toEqual([[RUN.run_id, { type: 'resume' }]]);
  });

  it('is of all that failed in a run that is over, and off for one that succeeded or runs', () => {
    const failed = { ...RUN, state: 'failed', ended_at: RUN.updated_at } as const;
    const { client, press } = monitor([failed]);
    press('r', 'enter');
    expect(client.asked).toEqual([[RUN.run_id, { type: 'resume' }]]);
    const running = monitor();
    running.press('r');
    expect(running.screen()).toContain('It runs');
    const succeeded = monitor([{ ...failed, state: 'succeeded' }]);
    succeeded.press('r');
    expect(succeeded.screen()).toContain('It has succeeded');
  });
});

describe('moving about', () => {
  it('goes from the runs to the steps to the output, and back', () => {
    const { press, screen, store } = monitor();
    press('enter');
    expect(store.look()?.view.place).toBe('steps');
    press('enter');
    expect(screen()).toContain('integration-tests  try 1 of 1  » running');
    press('esc', 'esc', 'esc');
    expect(screen()).toContain('This is the first screen; q leaves');
    press('3');
    expect(store.look()?.view.place).toBe('timeline');
    press('tab', 'tab');
    expect(store.look()?.view.place).toBe('runs');
  });

  it('reads the selected run, and follows the output of the selected step’s newest try', () => {
    const { client, press, screen } = monitor();
    press('j');
    expect(client.watches.at(-1)).toBe(OLDER.run_id);
    press('k', 'enter', 'home', 'j');
    expect(client.followed.at(-1)).toBe(`/repo/.git/intorch/pipelines/${RUN.run_id}/logs/build.2.log`);
    client.print('\x1b[31mcompiled\x1b[0m\n');
    expect(screen()).toContain('\ncompiled');
    press('[');
    expect(client.followed.at(-1)).toMatch(/build\.1\.log$/);
    press('[');
    expect(screen()).toContain('There is no other try');
  });

  it('keeps the selected step by its name when the run goes on', () => {
    const { client, press, screen } = monitor();
    press('enter', 'end');
    const later = runAt(RUN, [[80, ends('integration-tests')]]);
    client.show(monitorSnapshot([listingOf(later)], later));
    expect(screen()).toContain('>     4 report');
  });

  it('scrolls the output from its end, and finds the lines that report a problem', () => {
    const { client, press, screen } = monitor();
    press('4');
    client.print(
      Array.from({ length: 60 }, (_, index) => (index === 5 ? 'not ok 5' : `ok ${index}`)).join('\n'),
    );
    press('pgup');
    expect(screen()).toMatch(/log, \d+ lines below/);
    press('N');
    expect(screen()).toContain('not ok 5');
    press('f');
    expect(screen()).toContain('log (follows)');
  });

  it('filters what is typed, and takes no pasted text for keys', () => {
    const { client, press, screen, store } = monitor();
    press('/', ...'20261120');
    expect(screen()).toContain(' / 20261120_');
    press('enter');
    expect(screen()).toContain('> RELEASE-20261120-090000');
    press('esc');
    store.paste('XX');
    expect(screen()).toContain('Pasted text is ignored');
    expect(client.asked).toEqual([]);
  });

  it('presses a key that was found in the help', () => {
    const { press, screen } = monitor();
    press('enter', '?', ...'always run');
    expect(screen()).toContain('search: always run_');
    press('enter');
    expect(screen()).toContain('Cancel RELEASE?');
  });

  it('lends the terminal to the pager, and leaves without a question', () => {
    const { press, did } = monitor();
    press('enter', 'o', 'ctrl+z', 'x', 'ctrl+c', 'esc', 'q');
    expect(did).toEqual([
      `read /repo/.git/intorch/pipelines/${RUN.run_id}/logs/integration-tests.1.log`,
      'suspend',
      'leave',
      'leave',
    ]);
  });
});

describe('before anything is read', () => {
  it('says that it reads, or why it cannot, and can be left', () => {
    const { client, press, screen, did } = monitor(null);
    expect(screen()).toContain('Reading the runs of this repository');
    client.show(null, 'The database cannot be read: disk I/O error');
    expect(screen()).toContain('The runs cannot be read; trying again');
    expect(screen()).toContain('disk I/O error');
    press('x', 'q');
    expect(did).toEqual(['leave']);
  });
});

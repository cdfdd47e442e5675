/** Decide where you write: over a slow journal, slow performers and an operator who meddles at any moment. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type Action, actionKey } from '../../src/domain/integration/action.ts';
import type { Command } from '../../src/domain/integration/command.ts';
import { decide } from '../../src/domain/integration/decide.ts';
import { type Event, type Happened, isPassing } from '../../src/domain/integration/event.ts';
import { integrationMachine } from '../../src/domain/integration/machine.ts';
import { openQuestion } from '../../src/domain/integration/open-question.ts';
import { landingRefusals, startRefusal } from '../../src/domain/integration/rules.ts';
import type { IntegrationState } from '../../src/domain/integration/state.ts';
import { transition } from '../../src/domain/integration/transition.ts';
import type { EffortName } from '../../src/domain/shared/ids.ts';
import { drive } from '../../src/engine/drive.ts';
import { createStore } from '../../src/engine/store.ts';
import { anyCommand, anyLuck, outcomeOf } from '../support/simulation.ts';
import {
  freshState,
  mergedEffort,
  sampleGate,
  sampleInstant,
  sampleRun,
  sampleSettings,
  sampleSha,
} from '../support/states.ts';

interface Heard {
  readonly before: IntegrationState;
  readonly after: IntegrationState;
  readonly event: Event;
}
interface Performed {
  readonly action: Action;
  readonly state: IntegrationState;
}

/** Turns of the event loop: what comes in between is up to chance, never to the clock. */
async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn += 1) await new Promise<void>((go) => setImmediate(go));
}

/** Drives a state with a journal that takes `journal` turns, until it is finished or so many events have come. */
async function driven(
  initial: IntegrationState,
  options: {
    readonly journal: () => number;
    readonly perform: (action: Action, state: IntegrationState) => Promise<Happened>;
    /** Called again and again beside the work. */
    readonly meddle: (command: (command: Command) => void, state: IntegrationState) => Promise<void>;
    readonly most?: number;
  },
): Promise<{
  readonly heard: readonly Heard[];
  readonly performed: readonly Performed[];
  readonly obeyed: readonly { readonly command: Command; readonly before: IntegrationState }[];
  readonly end: IntegrationState;
}> {
  const heard: Heard[] = [];
  const performed: Performed[] = [];
  const obeyed: { command: Command; before: IntegrationState }[] = [];
  const at = () => sampleInstant(9000 + heard.length);
  const stop = new AbortController();
  const store = createStore<IntegrationState, Event>({
    initial,
    sequence: 0,
    transition,
    check: () => {},
    journal: () => turns(options.journal()),
    isSavePoint: () => true,
    save: () => Promise.resolve(),
    isPassing,
    onTrouble: () => {},
  });
  store.subscribe((before, after, event) => {
    heard.push({ before, after, event });
    if (heard.length > (options.most ?? 150)) stop.abort();
  });
  const command = (asked: Command) =>
    void store.dispatch((state) => {
      const decided = decide(state, asked, at());
      if ('refused' in decided) return null;
      obeyed.push({ command: asked, before: state });
      return decided;
    });
  let over = false;
  const meddling = (async () => {
    while (!over) {
      await turns(1);
      await options.meddle(command, store.state());
    }
  })();
  try {
    await drive({
      machine: integrationMachine,
      store,
      perform: async (action, state) => {
        performed.push({ action, state });
        return options.perform(action, state);
      },
      clock: { now: at, sleep: () => new Promise(() => {}) },
      attend: () => null,
      stay: (waiting) => !waiting.some(({ kind }) => kind === 'finished'),
      signal: stop.signal,
      finish: new AbortController().signal,
    });
  } finally {
    over = true;
    await meddling;
  }
  return { heard, performed, obeyed, end: store.state() };
}

const TIP = sampleSha('tip');
const BASE = sampleSha('base');

/** Everything is merged, and the last gate is about to end. */
function lastGateRuns(): IntegrationState {
  const settings = sampleSettings({
    gates: [sampleGate('unit')],
    landing: { mode: 'fast_forward', control_files: 'inform' },
  });
  return freshState({
    stage: 'VALIDATING',
    target_base: BASE,
    integration_tip: TIP,
    settings: { ...settings, baseline: false },
    efforts_included: [mergedEffort('one', 60, { restore_point: BASE, merge_commit: TIP })],
    gate_runs: [sampleRun(1, 'unit', { kind: 'effort', effort: 'one' as EffortName }, { commit: TIP })],
  });
}

it.each([1, 2, 3, 5, 8])(
  'an effort held %i turns after the last gate ended does not land, or is not held',
  async (wait) => {
    let pressed = false;
    let gateEnded = false;

    const { heard, performed, end } = await driven(lastGateRuns(), {
      journal: () => 6,
      perform: async (action, state) => {
        await turns(4);
        if (action.type === 'run_gate') gateEnded = true;
        return action.type === 'land'
          ? { type: 'landed', commit: TIP }
          : { ...outcomeOf(state, action, () => 1), ...(action.type === 'run_gate' ? { commit: TIP } : {}) };
      },
      meddle: async (command) => {
        if (!gateEnded || pressed) return;
        pressed = true;
        await turns(wait);
        command({ type: 'hold_effort', effort: 'one' as EffortName });
      },
    });

    expect(pressed).toBe(true);
    const isOut = heard.some(({ event }) => event.type === 'effort_held');
    expect(end.end?.outcome === 'LANDED').toBe(!isOut);
    expect(
      performed.filter(({ action }) => action.type === 'land').map(({ state }) => landingRefusals(state)),
    ).toEqual(isOut ? [] : [[]]);
  },
);

it('performs an action only in a state that offers it, with the state right after its start', async () => {
  await fc.assert(
    fc.asyncProperty(anyLuck, async (pick) => {
      const { heard, performed, obeyed } = await driven(freshState(), {
        journal: () => pick(5),
        perform: async (action, state) => {
          await turns(pick(5));
          return outcomeOf(state, action, pick);
        },
        meddle: async (command, state) => {
          const question = openQuestion(state);
          const open = question?.choices.filter((choice) => choice.disabled === null) ?? [];
          const choice = open[pick(Math.max(1, open.length))]?.id;
          const asked: Command | null =
            pick(3) === 0
              ? anyCommand(state, pick)
              : question === null || choice === undefined
                ? state.paused
                  ? { type: 'go_on' }
                  : null
                : { type: 'choose_named', question: question.id, choice };
          if (asked !== null) command(asked);
          await turns(pick(4));
        },
      });

      const starts = heard.filter(({ event }) => event.type === 'action_started');
      for (const { before, event } of starts) {
        if (event.type !== 'action_started') continue;
        expect(integrationMachine.nextActions(before).map(actionKey)).toContain(event.key);
        expect(startRefusal(before, event.action)).toBeNull();
      }
      expect(performed.map(({ state }) => state)).toEqual(starts.map(({ after }) => after));
      for (const { command, before } of obeyed)
        expect(decide(before, command, before.updated_at)).not.toHaveProperty('refused');
      // What landed holds no effort that is out.
      const onBranch = new Map<string, string>();
      for (const { event, after } of heard) {
        if (event.type === 'effort_merged') onBranch.set(event.effort, event.merge_commit);
        if (event.type !== 'landed') continue;
        const tip = [...onBranch].find(([, commit]) => commit === event.commit)?.[0];
        const last = after.efforts_included.find(({ name }) => name === tip);
        expect(last?.status ?? 'MERGED').toBe('MERGED');
        expect(after.take_back_to).toBeNull();
      }
    }),
    { numRuns: 60 },
  );
});

it('never has two actions at once that move a branch', async () => {
  const moves = new Set([
    'create_integration_branch',
    'merge_effort',
    'resolve_conflict',
    'take_back',
    'land',
  ]);
  await fc.assert(
    fc.asyncProperty(anyLuck, async (pick) => {
      const { heard } = await driven(freshState(), {
        journal: () => pick(3),
        perform: async (action, state) => {
          await turns(pick(6));
          return outcomeOf(state, action, pick);
        },
        meddle: async (command, state) => {
          const question = openQuestion(state);
          const open = question?.choices.filter((choice) => choice.disabled === null) ?? [];
          const choice = open[pick(Math.max(1, open.length))]?.id;
          const asked =
            pick(2) === 0 || question === null || choice === undefined
              ? anyCommand(state, pick)
              : ({ type: 'choose_named', question: question.id, choice } as const);
          command(state.paused ? { type: 'go_on' } : (asked ?? { type: 'go_on' }));
          await turns(pick(3));
        },
      });

      for (const { after } of heard) {
        const moving = after.in_flight.filter(({ action }) => moves.has(action.type));
        expect(moving.length).toBeLessThanOrEqual(1);
      }
    }),
    { numRuns: 40 },
  );
});

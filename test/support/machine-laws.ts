/** The laws of `src/domain/shared/machine.ts`, as functions of a machine: each machine's test calls `machineLaws` with its own runs. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Codec } from '../../src/domain/shared/codec.ts';
import type { Machine, MachineEvent } from '../../src/domain/shared/machine.ts';
import type { ProcessState } from '../../src/domain/shared/process.ts';
import { earliestWake } from '../../src/domain/shared/waiting.ts';

interface Named {
  readonly type: string;
}

/** One event of a run, with the states around it. */
export interface StepOf<State, Event> {
  readonly before: State;
  readonly event: Event;
  readonly after: State;
}

export interface Lawful<
  State extends ProcessState<Action>,
  Happened extends Named,
  Action extends Named,
  Command,
  Facts,
  Start,
> {
  readonly machine: Machine<State, Happened, Action, Command, Facts, Start>;
  readonly codec: Pick<Codec<State, never>, 'encode' | 'decode' | 'schema_version'>;
  /** Runs of any kind: any outcome, any order, any answer. */
  readonly runs: fc.Arbitrary<readonly StepOf<State, MachineEvent<Happened, Action>>[]>;
  /** Anything that the world may say of a state. */
  readonly facts: (state: State) => fc.Arbitrary<Facts>;
  /** Goes on from a state while nothing goes wrong any more; returns the number of events until its end, null: it found none in `most`. */
  readonly settle: (state: State, most: number) => number | null;
  /** Most events that an undisturbed way to the end may take from this state, and why so many. */
  readonly bound: (state: State) => number;
}

const RUNS = 100;
/** States of one run that are looked at: enough to see each stage, few enough to stay quick. */
const LOOKS = 40;

/** Defines one test for each law. */
export function machineLaws<
  State extends ProcessState<Action>,
  Happened extends Named,
  Action extends Named,
  Command,
  Facts,
  Start,
>(name: string, lawful: Lawful<State, Happened, Action, Command, Facts, Start>): void {
  const { machine, codec, runs, facts, settle, bound } = lawful;
  const forAllRuns = (law: (steps: readonly StepOf<State, MachineEvent<Happened, Action>>[]) => void) =>
    fc.assert(fc.property(runs, law), { numRuns: RUNS });
  const keysOffered = (state: State) => machine.nextActions(state).map(machine.actionKey);

  describe(`the laws of a machine hold for ${name}: it`, () => {
    it('gives the same state for the same event, and leaves the old one as it was', () => {
      forAllRuns((steps) => {
        for (const { before, event, after } of steps.slice(0, LOOKS)) {
          const copy = structuredClone(before);
          expect(machine.transition(copy, event)).toEqual(after);
          expect(copy).toEqual(before);
        }
      });
    });

    it('never offers an action that is in flight, nor one twice', () => {
      forAllRuns((steps) => {
        for (const { after } of steps) {
          const offered = keysOffered(after);
          const in_flight = after.in_flight.map(({ key }) => key);
          expect(offered.filter((key) => in_flight.includes(key))).toEqual([]);
          expect(new Set(offered).size).toBe(offered.length);
        }
      });
    });

    it('never stands still without saying what it waits for', () => {
      forAllRuns((steps) => {
        for (const { after } of steps) {
          if (machine.nextActions(after).length === 0 && after.in_flight.length === 0)
            expect(machine.waitingFor(after)).not.toEqual([]);
        }
      });
    });

    it('waits no longer for a time that has come', () => {
      forAllRuns((steps) => {
        for (const { after } of steps) {
          const at = earliestWake(machine.waitingFor(after));
          if (at === null) continue;
          const woken = machine.transition(after, { type: 'time_came', at });
          const next = earliestWake(machine.waitingFor(woken));
          expect(next === null || next > at).toBe(true);
        }
      });
    });

    it('has nothing new to say after it was reconciled, whatever the world says', () => {
      fc.assert(
        fc.property(
          runs.chain((steps) => {
            const states = steps.slice(0, LOOKS).map(({ after }) => after);
            return states.length === 0
              ? fc.constant(null)
              : fc.constantFrom(...states).chain((state) => facts(state).map((said) => ({ state, said })));
          }),
          (met) => {
            if (met === null) return;
            const settled = machine.reconcile(met.state, met.said).reduce(machine.transition, met.state);
            expect(machine.reconcile(settled, met.said)).toEqual([]);
          },
        ),
        { numRuns: 4 * RUNS },
      );
    });

    it('survives its codec unchanged', () => {
      forAllRuns((steps) => {
        const state = steps.at(-1)?.after;
        if (state === undefined) return;
        const stored = JSON.parse(JSON.stringify(codec.encode(state)));
        expect(codec.decode(stored, codec.schema_version)).toEqual({ ok: true, value: state });
      });
    });

    it('comes to an end from wherever chance has led it, once nothing goes wrong any more', () => {
      forAllRuns((steps) => {
        for (const { after } of steps.filter((_, index) => index % 7 === 0)) {
          const most = bound(after);
          expect(settle(after, most), `no end within ${most} events`).not.toBeNull();
        }
      });
    });
  });
}

import { describe, expect, it } from 'vitest';
import type { GateSubject } from '../../../src/domain/gate/gate.ts';
import type { EffortName, GateName, RunId } from '../../../src/domain/shared/ids.ts';
import { activityWords } from '../../../src/tui/facts/activity.ts';
import { line, lineText } from '../../../src/tui/frame/line.ts';
import { type Column, listTable } from '../../../src/tui/frame/table.ts';
import { finishedState, inFlight, sampleSha, startedState } from '../../support/states.ts';
import { screenOf } from '../support/looks.ts';
import { deciding, planned, resumed } from '../support/moments.ts';

describe('what is going on', () => {
  it('names gates by what they judge, and other work by its effort', () => {
    const gate = (name: string, subject: GateSubject) =>
      inFlight({
        type: 'run_gate',
        run: name as RunId,
        ordinal: 1,
        gate: name as GateName,
        subject,
        attempt: 1,
      });
    const state = startedState();
    const in_flight = [
      inFlight({ type: 'merge_effort', effort: 'search' as EffortName, onto: sampleSha('base') }),
      gate('lint', { kind: 'baseline' }),
      gate('test', { kind: 'final' }),
    ];
    expect(activityWords({ ...state, in_flight })).toBe(
      'merging search; lint on main, to know what fails already; test on the final tree',
    );
    expect(activityWords({ ...state, in_flight: in_flight.slice(1, 2) }, ['lint' as RunId])).toBe(
      'lint on main, to know what fails already (setting up the workspace)',
    );
  });
});

describe('a list that is longer than its room', () => {
  const columns: readonly Column[] = [{ title: 'EFFORT', width: 24 }];
  const items = Array.from({ length: 10 }, (_, index) => line(`effort ${index + 1}`));
  const titleAt = (selected: number, height: number) =>
    lineText(listTable(columns, items, selected, 30, height)[0] ?? []).trim();
  it('says which of its rows are in view', () => {
    expect([titleAt(0, 6), titleAt(9, 6), titleAt(0, 11)]).toEqual([
      'EFFORT  1-5 of 10',
      'EFFORT  6-10 of 10',
      'EFFORT',
    ]);
  });
});

describe('the screen for going on', () => {
  it('counts the efforts that it has no room for', () => {
    const [first] = resumed().efforts_included;
    if (first === undefined) throw new Error('the sample has efforts');
    const efforts_included = Array.from({ length: 12 }, (_, index) => ({
      ...first,
      name: `effort-${index}` as typeof first.name,
    }));
    expect(screenOf({ ...resumed(), efforts_included })).toMatch(/and \d+ more; 2 shows all of them/);
  });
});

describe('the last rows', () => {
  const last = (text: string) => text.split('\n').slice(-2).join('\n');
  it('say what is safe while somebody thinks', () => {
    expect(last(screenOf(planned()))).toContain('main moves only when you say so');
    expect(last(screenOf(deciding()))).toContain('Nothing is written before you choose');
  });
  it('keep the way to the question beside any notice', () => {
    const view = { place: 'run', notice: { text: 'Copied it', tone: 'plain' } } as const;
    expect(last(screenOf(deciding(), { view }))).toMatch(/Copied it .*! press c/);
  });
  it('say how much more there is below', () => {
    expect(last(screenOf(finishedState(), { rows: 15 }))).toMatch(/pgdn \d+ more/);
    expect(last(screenOf(finishedState(), { rows: 60 }))).not.toContain('pgdn');
  });
});

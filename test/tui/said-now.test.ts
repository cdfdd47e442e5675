/** What a screen says is so at the time at which it says it. */
import { describe, expect, it } from 'vitest';
import { shownQuestion } from '../../src/domain/integration/open-question.ts';
import type { PastSession } from '../../src/tui/past-session.ts';
import { sessionHistory } from '../../src/tui/session-history.ts';
import { freshState } from '../support/states.ts';
import { screenOf } from './support/looks.ts';
import { deciding, planned, testing } from './support/moments.ts';
import { past } from './support/past.ts';

describe('a paused session', () => {
  const paused = { ...deciding(), paused: true, in_flight: [] };

  it('merges nothing and estimates nothing, and p goes on', () => {
    const answered = { ...paused, conflicts_detected: [] };
    const shown = screenOf(answered, { view: { place: 'run' }, columns: 100 });

    expect(shown).toContain('. paused');
    expect(shown).not.toMatch(/merging|left/);
    expect(shown).toContain(' p go on ');
    expect(screenOf(testing(), { view: { place: 'run' }, columns: 100 })).toContain(' p pause ');
  });

  it('keeps its question in view, listed and with its keys, and nothing moves', () => {
    const moving = { theme: { motion: true } };
    const asked = screenOf(paused, moving);
    const run = screenOf(paused, { ...moving, view: { place: 'run' }, columns: 100 });

    expect(asked).toMatch(/^ decide │ paused .*! 1 question/m);
    expect(asked).toContain('> Keep both: current, then auth');
    expect(asked).toContain(' enter choose ');
    expect(asked).toContain('Paused: nothing new starts. p goes on');
    expect(run).toMatch(/auth +! decide/);
    expect(run).toContain(' c decide ');
    expect([asked, run].join()).not.toContain('merging');
  });

  it('cannot be paused by an answer once more', () => {
    const asked = (state: typeof paused) => shownQuestion(state)?.choices.find(({ id }) => id === 'stop');

    expect(asked(paused)?.disabled).toBe('it is paused already');
    expect(asked({ ...paused, paused: false })?.disabled).toBeNull();
  });

  it('shows the plan with its warnings, and enter starts it', () => {
    const shown = screenOf({ ...planned(), paused: true });

    expect(shown).toContain('! migrations has 940 lines, the limit is 800');
    expect(shown).toContain(' enter start ');
  });

  it('reads no branches, and does not look as if it did', () => {
    const stage = { stage: 'PLANNING' } as const;

    expect(screenOf(freshState({ ...stage, paused: true }))).toContain(
      '. Paused: the branches are read when it goes on',
    );
    expect(screenOf(freshState(stage))).toContain('» Reading the branches');
  });

  it('is left without a word about work that goes on', () => {
    const shown = screenOf(paused, { view: { overlay: { kind: 'leave', selected: 0 } } });

    expect(shown).toContain('Detach                leave the screen, keep the engine');
    expect(shown).toContain('ctrl+c detaches');
    expect(shown).not.toContain('again');
  });
});

describe('the hints of the gates', () => {
  it('offer to accept a failure only while a red gate is asked about', () => {
    const shown = screenOf(deciding(), { view: { place: 'gates' }, columns: 140 });

    expect(shown).not.toMatch(/ w accept/);
  });
});

describe('the sessions of a repository', () => {
  it('are read again each time they are opened, with the old ones in view meanwhile', async () => {
    const reads: ((sessions: readonly PastSession[]) => void)[] = [];
    const history = sessionHistory(
      () => new Promise((resolve) => reads.push(resolve)),
      () => {},
    );

    history.read();
    history.read();
    expect(history.known()).toEqual({ kind: 'reading' });
    reads[0]?.(past());
    await Promise.resolve();
    await Promise.resolve();
    history.read();
    expect(history.known()).toEqual({ kind: 'read', sessions: past() });
    reads[1]?.([]);
    await Promise.resolve();
    await Promise.resolve();

    expect(reads).toHaveLength(2);
    expect(history.known()).toEqual({ kind: 'read', sessions: [] });
  });
});

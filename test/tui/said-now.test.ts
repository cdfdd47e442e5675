/** What a screen says is so at the time at which it says it. */
import { describe, expect, it } from 'vitest';
import type { PastSession } from '../../src/tui/past-session.ts';
import { sessionHistory } from '../../src/tui/session-history.ts';
import { screenOf } from './support/looks.ts';
import { deciding, testing } from './support/moments.ts';
import { past } from './support/past.ts';

describe('a paused session', () => {
  const paused = { ...deciding(), paused: true, in_flight: [] };

  it('merges nothing and estimates nothing, and p goes on', () => {
    const shown = screenOf(paused, { view: { place: 'run' }, columns: 100 });

    expect(shown).toContain('. paused');
    expect(shown).not.toMatch(/merging|left/);
    expect(shown).toContain(' p go on ');
    expect(screenOf(testing(), { view: { place: 'run' }, columns: 100 })).toContain(' p pause ');
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

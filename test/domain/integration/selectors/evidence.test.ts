import { describe, expect, it } from 'vitest';
import {
  evidenceBlobs,
  evidencePlaces,
  linesAround,
} from '../../../../src/domain/integration/selectors/evidence.ts';
import { midConflictState, sampleConflict, sampleHunk, sampleSha } from '../../../support/states.ts';

const TEXT = 'one\ntwo\nthree\nfour\nfive\nsix\nseven\neight\n';

describe('the lines around a hunk', () => {
  it('are the five before and after it', () => {
    expect(linesAround(TEXT, { start: 7, count: 1 })).toEqual({
      before: ['two', 'three', 'four', 'five', 'six'],
      after: ['eight'],
    });
  });

  it('begin at its place where the side has no lines of its own', () => {
    const { before, after } = linesAround(TEXT, { start: 2, count: 0 });
    expect([before, after[0]]).toEqual([['one'], 'two']);
  });

  it('are none where the hunk is the whole text', () => {
    expect(linesAround('one\n', { start: 1, count: 1 })).toEqual({ before: [], after: [] });
  });
});

describe('what is read for an open conflict', () => {
  const open = sampleConflict('auth', 'a.ts', { hunks: [sampleHunk(0), sampleHunk(1, { lines: null })] });

  it('has a place for each hunk that is about lines', () => {
    const places = evidencePlaces(midConflictState({ conflicts_detected: [open] }));
    expect(places.map(({ key, files }) => [key, files.current])).toEqual([
      ['auth#1:0', sampleSha('current-a.ts')],
    ]);
  });

  it('is nothing once its effort is held', () => {
    const state = midConflictState({ conflicts_detected: [{ ...open, resolution_strategy: 'HELD' }] });
    expect([evidencePlaces(state), evidenceBlobs(state)]).toEqual([[], []]);
  });
});

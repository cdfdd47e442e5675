import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../../src/domain/shared/ids.ts';
import { startableBeside } from '../../../../src/domain/shared/scheduling/start-beside.ts';

const NOW = '2026-11-21T10:15:00.000Z' as Instant;
const needs = (name: string, ...exclusive: readonly string[]) => ({ name, exclusive });
const started = (
  running: readonly ReturnType<typeof needs>[],
  waiting: readonly ReturnType<typeof needs>[],
  limit: number,
) => startableBeside(running, waiting, limit, NOW).map(({ name }) => name);

describe('what runs for itself', () => {
  it('starts in its order, as far as the limit leaves room', () => {
    expect(started([], [needs('a'), needs('b'), needs('c')], 2)).toEqual(['a', 'b']);
    expect(started([needs('x')], [needs('a'), needs('b')], 2)).toEqual(['a']);
    expect(started([needs('x'), needs('y')], [needs('a')], 2)).toEqual([]);
  });

  it('never starts beside another that needs the same resource, and lets those behind it pass', () => {
    const port = [needs('a', 'port 3000', 'database'), needs('b', 'database'), needs('c')];

    expect(started([], port, 9)).toEqual(['a', 'c']);
    expect(started([needs('x', 'database')], port, 9)).toEqual(['c']);
    expect(started([], [needs('c'), needs('c')], 9)).toEqual(['c', 'c']);
  });
});

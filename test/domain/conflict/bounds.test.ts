import { describe, expect, it } from 'vitest';
import { encodeCheckpointText, MAX_CHECKPOINT_BYTES } from '../../../src/adapters/yaml/checkpoint-text.ts';
import { conflictsRefusal, roomByPlaces, tooManyPlaces } from '../../../src/domain/conflict/bounds.ts';
import type { Sides } from '../../../src/domain/conflict/conflict.ts';
import { integrationCodec } from '../../../src/domain/integration/checkpoint/codec.ts';
import {
  plannedState,
  sampleConflict,
  sampleEffort,
  sampleHunk,
  sampleInstant,
  sampleOption,
} from '../../support/states.ts';
import { draftOf, lines } from './tools.ts';

const place = (chars: number): Sides<string> => ({ base: '', current: 'x'.repeat(chars), incoming: 'x' });
const places = (count: number, chars = 1) => Array.from({ length: count }, () => place(chars));

describe('a file is decided place by place', () => {
  it.each([
    ['up to 200 places', places(200), 1_000, null],
    ['but not beyond', places(201), 1_000, '201 places in one file: decided as a whole'],
    ['where few places are in a long file', places(2), 4_000_000, null],
    ['but not where many are', places(100), 200_000, '100 places in one file: decided as a whole'],
    ['where what collides is short', places(1, 400_000), 400_000, null],
    [
      'but not where it is long',
      places(1, 600_000),
      600_000,
      '586 KB collide at 1 place in one file: decided as a whole',
    ],
  ])('%s', (_, colliding, chars, because) => {
    expect(tooManyPlaces(colliding, chars)).toBe(because);
  });
});

describe('a file with too many places', () => {
  const text = (by: string) => lines(...Array.from({ length: 201 }, (_, at) => `l${at} ${by}\n\nk${at}`));
  const sides = { base: text('base'), current: text('current'), incoming: text('incoming') };

  it('is one hunk that nobody but the operator decides, whatever policy they wrote for its path', () => {
    const policies = [{ class: null, path: '**', resolve: 'take_incoming' }];
    const { hunks, segments } = draftOf('f.txt', sides, { policies });

    expect(segments).toBeNull();
    expect(hunks).toMatchObject([
      { class: 'whole_file', level: 'semantic', severity: 'HIGH', choice: null, recommended: null },
    ]);
    expect(hunks[0]?.options[0]?.loses.incoming.lines).toBe(201);
  });

  it('follows the policy for its path where a tool writes it', () => {
    const policies = [{ class: null, path: '**', resolve: 'take_incoming' }];
    const { hunks } = draftOf('yarn.lock', sides, { policies });

    expect(hunks).toMatchObject([{ class: 'lockfile', choice: { option: 'take_incoming', by: 'policy' } }]);
  });

  it('is drafted again as it was asked about', () => {
    expect(draftOf('f.txt', sides, { whole: false }).hunks).toHaveLength(201);
    const few = { base: lines('a'), current: lines('b'), incoming: lines('c') };
    expect(draftOf('f.txt', few, { whole: true }).hunks).toMatchObject([
      { lines: null, class: 'whole_file' },
    ]);
  });
});

it.each([
  ['short', []],
  ['long', Array.from({ length: 3 }, () => '日本語'.repeat(33))],
  ['full of quotes', Array.from({ length: 3 }, () => `'"\\ #: `.repeat(14))],
])('as many conflicts as are accepted fit into a checkpoint where their texts are %s', (_, examples) => {
  const loses = { current: { lines: 3, examples }, incoming: { lines: 3, examples } };
  const hunk = (index: number) =>
    sampleHunk(index, {
      options: [sampleOption('keep_current', { loses }), sampleOption('take_incoming', { loses })],
    });
  const all = Array.from({ length: 100 }, (_, number) =>
    sampleConflict('auth', `src/f${number}.ts`, { hunks: [0, 1, 2].map(hunk) }),
  );
  let others = Array.from({ length: 15 }, () => all).flat();
  while (others.length > 0 && conflictsRefusal(all, others) !== null) others = others.slice(50);
  const conflicts_detected = [...others, ...all];
  const state = plannedState({ efforts_included: [sampleEffort('auth')], conflicts_detected });
  const envelope = {
    schema_version: integrationCodec.schema_version,
    sequence: 1,
    host: 'host',
    saved_at: sampleInstant(1),
    state,
  };

  expect(encodeCheckpointText(integrationCodec, envelope).bytes.byteLength).toBeLessThan(
    MAX_CHECKPOINT_BYTES,
  );
  expect(roomByPlaces(conflicts_detected)).toBeLessThan(0);
  expect(conflictsRefusal(all, [...conflicts_detected, ...all])).toBe(
    'with 100 conflicts of its own, this session has more of them than can be saved: merge it in another one',
  );
});

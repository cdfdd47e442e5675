import { describe, expect, it } from 'vitest';
import { decodeEvent } from '../../../../src/domain/integration/checkpoint/event-schema.ts';
import { sampleInstant } from '../../../support/states.ts';

describe('a stored event', () => {
  it('comes back as it was', () => {
    const event = { type: 'went_on', at: sampleInstant(), of: 'run_gate:1' };

    expect(decodeEvent(event)).toStrictEqual({ ok: true, value: event });
  });

  it('that lacks a part is refused in words', () => {
    expect(decodeEvent({ type: 'conflict_found', at: sampleInstant(), conflicts: [{}] })).toStrictEqual({
      ok: false,
      refused: 'a part of the event conflict_found is missing: it is damaged',
    });
  });

  it.each(['effort_teleported', 'constructor', '__proto__', ''])(
    'of the unknown type %j is refused in words',
    (type) => {
      expect(decodeEvent({ type, at: sampleInstant() })).toStrictEqual({
        ok: false,
        refused: `no event is called "${type}": update intorch`,
      });
    },
  );

  it.each([
    [null, 'null is not a map'],
    ['text', '"text" is not a map'],
    [{ at: '2026-11-21T10:15:00.000Z' }, 'type: is missing'],
    [{ type: 'paused' }, 'at: is missing'],
    [{ type: 'paused', at: 'noon' }, 'at: "noon" is not a time such as 2026-11-21T10:15:00.000Z'],
  ])('that is %j is refused with the place', (parsed, refused) => {
    expect(decodeEvent(parsed)).toStrictEqual({ ok: false, refused });
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_CHECKPOINT_BYTES } from '../../../src/adapters/yaml/checkpoint-text.ts';
import { sealed } from '../../../src/adapters/yaml/seal.ts';
import { REQUIRED_FIELDS } from '../../../src/domain/integration/checkpoint/decode.ts';
import type { IntegrationState } from '../../../src/domain/integration/state.ts';
import type { Envelope } from '../../../src/domain/shared/codec.ts';
import { decodeText, encodeText } from '../../support/checkpoint-files.ts';
import { anyState, bigState, finishedState, midConflictState, sampleInstant } from '../../support/states.ts';

function envelopeOf(state: IntegrationState = midConflictState()): Envelope<IntegrationState> {
  return { schema_version: 2, sequence: 7, host: 'mill', saved_at: sampleInstant(345), state };
}

const TEXT = encodeText(envelopeOf());

/** The sample as somebody edited it who also knew how to write the seal. */
function edited(change: (yaml: string) => string): Buffer {
  return sealed(change(TEXT.toString().replace(/# sha256.*\n$/, '')));
}

describe('a checkpoint text', async () => {
  it('keeps any state unchanged', async () => {
    return fc.assert(
      fc.asyncProperty(anyState(), async (state) => {
        expect(await decodeText(encodeText(envelopeOf(state)))).toStrictEqual({
          ok: true,
          value: envelopeOf(state),
        });
      }),
      { numRuns: 100 },
    );
  });

  it('is the same for a state that shares its parts with one written before', () => {
    const first = midConflictState();
    encodeText(envelopeOf(first));
    const [open, ...others] = first.conflicts_detected;
    const second = {
      ...first,
      conflicts_detected: [{ ...open, message: 'changed' }, ...others],
    } as IntegrationState;

    expect(encodeText(envelopeOf(second))).toEqual(encodeText(envelopeOf(structuredClone(second))));
  });

  it('has room for 50 efforts with 200 open conflicts', async () => {
    const bytes = encodeText(envelopeOf(bigState(50, 200)));

    expect(bytes.byteLength).toBeLessThan(MAX_CHECKPOINT_BYTES / 4);
    expect((await decodeText(bytes)).ok).toBe(true);
  });

  it('that nobody could read again is not written', () => {
    const state = finishedState({ outcome: 'FAILED', outcome_because: 'x'.repeat(MAX_CHECKPOINT_BYTES) });

    expect(() => encodeText(envelopeOf(state))).toThrowError(
      expect.objectContaining({
        code: 'STATE_UNWRITABLE',
        message: 'The checkpoint of event 7 is larger than 8 MB (8 MB)',
      }),
    );
  });
});

describe('a damaged checkpoint text', async () => {
  it('is refused when cut at any line', async () => {
    for (let end = TEXT.indexOf('\n'); end < TEXT.byteLength - 1; end = TEXT.indexOf('\n', end + 1)) {
      expect((await decodeText(TEXT.subarray(0, end + 1))).ok).toBe(false);
      expect((await decodeText(TEXT.subarray(0, end))).ok).toBe(false);
    }
  });

  it('is refused when cut at any 97th byte, or lacking only its last', async () => {
    for (let end = 0; end < TEXT.byteLength; end += 97) {
      expect((await decodeText(TEXT.subarray(0, end))).ok).toBe(false);
    }
    expect((await decodeText(TEXT.subarray(0, -1))).ok).toBe(false);
  });

  it('is refused with any byte flipped', async () => {
    for (let at = 0; at < TEXT.byteLength; at += 31) {
      const bytes = Buffer.from(TEXT);
      bytes[at] = (bytes[at] ?? 0) ^ 1;
      expect((await decodeText(bytes)).ok).toBe(false);
    }
  });

  it('is refused with a hole of zeroes, as a power cut leaves it', async () => {
    expect((await decodeText(Buffer.from(TEXT).fill(0, 512, 1024))).ok).toBe(false);
    expect((await decodeText(Buffer.alloc(TEXT.byteLength))).ok).toBe(false);
  });

  it.each([
    [
      'other line ends',
      TEXT.toString().replaceAll('\n', '\r\n'),
      'has no checksum at its end: it was cut or edited',
    ],
    ['a byte order mark', `\ufeff${TEXT}`, 'checksum does not match'],
    ['an edit by hand', TEXT.toString().replace('MERGING', 'MERGED'), 'checksum does not match'],
    ['a line added', `${TEXT}# note\n`, 'has no checksum at its end: it was cut or edited'],
    ['nothing in it', '', 'is empty'],
    ['too much in it', 'x'.repeat(MAX_CHECKPOINT_BYTES + 1), 'is larger than 8 MB (8 MB)'],
  ])('with %s is refused', async (_what, text, refused) => {
    expect(await decodeText(Buffer.from(text))).toEqual({ ok: false, refused });
  });
});

describe('an unbroken seal over something else', async () => {
  it('does not make a newer version readable', async () => {
    expect(
      await decodeText(edited((yaml) => yaml.replace('schema_version: 2', 'schema_version: 9'))),
    ).toEqual({
      ok: false,
      refused: 'schema_version 9 is newer than 2: update intorch',
    });
  });

  it.each(REQUIRED_FIELDS)('does not make up for the missing field %s', async (field) => {
    const without = edited((yaml) => yaml.replace(new RegExp(`^  ${field}:`, 'm'), `  not_${field}:`));

    expect(await decodeText(without)).toEqual({
      ok: false,
      refused: `required fields are missing: ${field}`,
    });
  });

  it('lets an unquoted name that looks like a number be a name', async () => {
    const typed = edited((yaml) => yaml.replace('host: mill', 'host: 12e456789'));

    expect(await decodeText(typed)).toMatchObject({ ok: true, value: { host: '12e456789' } });
  });

  it.each([
    ['an alias', 'host: mill', 'host: &h mill\n  x: *h'],
    ['a field twice with another meaning', 'phase: 1', 'phase: 1\n  phase: one'],
    ['a second document', 'host: mill', 'host: mill\n---\na: b'],
    ['a field nobody knows', 'host: mill', 'host: mill\n  command: rm'],
  ])('does not let %s pass', async (_what, from, to) => {
    expect((await decodeText(edited((yaml) => yaml.replace(from, to)))).ok).toBe(false);
  });
});

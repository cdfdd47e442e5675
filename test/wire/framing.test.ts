import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeFrame, frameReader } from '../../src/wire/framing.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const says = (value: unknown) => ({ kind: 'message', value });

describe('framing', () => {
  it('gives nothing for no bytes, half a line and empty lines', () => {
    const reader = frameReader();

    expect(reader.push(bytes(''))).toEqual([]);
    expect(reader.push(bytes('\n \n\n'))).toEqual([]);
    expect(reader.push(bytes('{"a"'))).toEqual([]);
    expect(reader.push(bytes(':1}\n'))).toEqual([says({ a: 1 })]);
  });

  it('gives every message back, however the bytes are cut', () => {
    const messages = fc.array(fc.dictionary(fc.string(), fc.string({ unit: 'grapheme' })), { maxLength: 5 });
    fc.assert(
      fc.property(messages, fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 }), (sent, cuts) => {
        const all = bytes(sent.map(encodeFrame).join(''));
        const reader = frameReader();
        const got: unknown[] = [];
        for (let at = 0, turn = 0; at < all.length; turn++) {
          const size = cuts[turn % cuts.length] ?? 1;
          got.push(...reader.push(all.subarray(at, at + size)));
          at += size;
        }

        expect(got).toEqual(sent.map((message) => says(JSON.parse(JSON.stringify(message)))));
      }),
    );
  });

  it('refuses what is not JSON and goes on with the next line', () => {
    const frames = frameReader().push(bytes('GET / HTTP/1.1\n{"b":2}\n'));

    expect(frames).toEqual([{ kind: 'refused', because: 'a message is not JSON' }, says({ b: 2 })]);
  });

  it('accepts a line of exactly the longest length', () => {
    expect(frameReader(7).push(bytes('{"a":1}\n'))).toEqual([says({ a: 1 })]);
  });

  it('refuses an oversize line before it is complete, and reads nothing after it', () => {
    const reader = frameReader(7);

    expect(reader.push(bytes('{"a":'))).toEqual([]);
    expect(reader.push(bytes('12'))).toEqual([]);
    expect(reader.push(bytes('3'))).toEqual([
      { kind: 'refused', because: 'a message is longer than 7 bytes' },
    ]);
    expect(reader.push(bytes('}\n{"b":2}\n'))).toEqual([]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitKeys } from '../../../src/tui/terminal/key-splitter.ts';
import { StdinKeys } from '../../../src/tui/terminal/stdin-keys.ts';
import { settled, TypedInput } from '../support/driver.ts';

const KEYS = [
  'a',
  'G',
  ' ',
  '\r',
  '\t',
  '\x03',
  '\x7f',
  '\x1b[A',
  '\x1b[1;2B',
  '\x1b[5~',
  '\x1bOP',
  '\x1b[[A',
  '\x1bj',
  'é',
  '語',
  '👍',
];

describe('input is split into keys', () => {
  it('whatever keys it consists of', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...KEYS)), (keys) => {
        expect(splitKeys(keys.join(''))).toEqual({ keys, rest: '' });
      }),
    );
  });

  it('wherever it is cut in two', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...KEYS), { minLength: 1 }), fc.nat(200), (keys, at) => {
        // The terminal's decoder never cuts inside of a character.
        const points = [...keys.join('')];
        const cut = at % points.length;
        const first = splitKeys(points.slice(0, cut).join(''));
        const second = splitKeys(first.rest + points.slice(cut).join(''));
        expect([...first.keys, ...second.keys]).toEqual(keys);
      }),
    );
  });

  it('with a bracketed paste as one, newlines and all', () => {
    const paste = '\x1b[200~q\r\x1b[A\nD\x1b[201~';
    expect(splitKeys(`a${paste}b`)).toEqual({ keys: ['a', paste, 'b'], rest: '' });
    expect(splitKeys(paste.slice(0, 12))).toEqual({ keys: [], rest: paste.slice(0, 12) });
  });

  it('without mouse reports', () => {
    expect(splitKeys('a\x1b[<0;10;5M\x1b[<0;10;5mb').keys).toEqual(['a', 'b']);
  });

  it('and escape twice is escape twice', () => {
    expect(splitKeys('\x1b\x1ba').keys).toEqual(['\x1b', '\x1ba']);
  });
});

function listening() {
  const input = new TypedInput();
  const keys = new StdinKeys(input);
  const heard: string[] = [];
  keys.on('readable', () => {
    const turn: string[] = [];
    for (let key = keys.read(); key !== null; key = keys.read()) turn.push(key);
    heard.push(turn.join('+'));
  });
  return { input, keys, heard };
}

describe('the standard input of the screen', () => {
  it('hands over one key per turn of the loop', async () => {
    const { input, keys, heard } = listening();
    keys.setRawMode(true);
    input.type('jj\x1b[B\r');
    await settled();
    expect(heard).toEqual(['j', 'j', '\x1b[B', '\r']);
  });

  it('takes a lone escape for the key once nothing follows it', async () => {
    const { input, keys, heard } = listening();
    keys.setRawMode(true);
    const arrived = new Promise((resolve) => keys.once('readable', resolve));
    input.type('\x1b');
    await arrived;
    expect(heard).toEqual(['\x1b[27u']);
  });

  it('puts a sequence together that came in two packets', async () => {
    const { input, keys, heard } = listening();
    keys.setRawMode(true);
    input.type('\x1b');
    await settled();
    input.type('[A');
    await settled();
    expect(heard).toEqual(['\x1b[A']);
  });

  it('reads nothing while somebody else has the terminal, and forgets what was typed before', async () => {
    const { input, keys, heard } = listening();
    keys.setRawMode(true);
    expect(input.reading).toBe(true);
    input.type('abc');
    keys.setRawMode(false);
    expect(input).toMatchObject({ reading: false, raw: false });
    expect(input.listenerCount('data')).toBe(0);
    await settled();
    expect(heard).toEqual([]);
    keys.setRawMode(true);
    input.type('d');
    await settled();
    expect(heard).toEqual(['d']);
  });
});

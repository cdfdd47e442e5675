/** Together this many characters are kept. */
const MOST_CHARS = 8_000_000;
/** Longer texts are not kept: each would push out hundreds of small ones. */
const LONGEST = 65_536;

interface Text {
  readonly text: string;
}

/** Keeps texts that never change, those used last, within a bound. */
export function boundedTexts<Kept extends Text>() {
  const kept = new Map<string, Kept>();
  let chars = 0;
  return {
    has: (name: string): boolean => kept.has(name),
    get: (name: string): Kept | null => {
      const found = kept.get(name);
      if (found === undefined) return null;
      kept.delete(name);
      kept.set(name, found);
      return found;
    },
    add: (name: string, value: Kept): void => {
      if (value.text.length > LONGEST || kept.has(name)) return;
      // A piece of an output keeps the whole output in memory; a copy does not.
      kept.set(name, { ...value, text: Buffer.from(value.text, 'latin1').toString('latin1') });
      chars += value.text.length;
      for (const [oldest, { text }] of kept) {
        if (chars <= MOST_CHARS) break;
        kept.delete(oldest);
        chars -= text.length;
      }
    },
  };
}

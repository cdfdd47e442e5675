/** Returns a function that makes its value when it is first called, and returns the same from then on; a failure is not kept. */
export function memoize<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make().catch((error) => {
      made = null;
      throw error;
    });
    return made;
  };
}

/** Memoizes by key; a failure is not kept. */
export function memoizeBy<Key, T>(make: (key: Key) => Promise<T>): (key: Key) => Promise<T> {
  const known = new Map<Key, () => Promise<T>>();
  return (key) => {
    const answer = known.get(key) ?? memoize(() => make(key));
    known.set(key, answer);
    return answer();
  };
}

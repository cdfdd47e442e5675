/** Gives a function that does its work when it is first asked, and gives the same answer from then on; a failure is not remembered. */
export function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make().catch((error) => {
      made = null;
      throw error;
    });
    return made;
  };
}

/** Gives a function that works once for each key; a failure is not remembered. */
export function onceFor<Key, T>(make: (key: Key) => Promise<T>): (key: Key) => Promise<T> {
  const known = new Map<Key, () => Promise<T>>();
  return (key) => {
    const answer = known.get(key) ?? once(() => make(key));
    known.set(key, answer);
    return answer();
  };
}

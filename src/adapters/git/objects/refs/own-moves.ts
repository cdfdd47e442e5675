import { IntorchError } from '../../../../domain/shared/errors.ts';
import type { RefName, Sha } from '../../../../domain/shared/ids.ts';
import type { Objects } from '../../../../ports/git.ts';

type Places = ReadonlyMap<RefName, readonly (Sha | null)[]>;

/** Returns the object database, and where refs are, or are about to be, after its own moves; null: gone. Other refs are left out. */
export function withOwnMoves(objects: Objects): { readonly objects: Objects; readonly moves: () => Places } {
  let places: Places = new Map();
  const updateRefs: Objects['updateRefs'] = async (updates) => {
    const before = places;
    // Until git has answered, a ref may be at either place.
    const either = updates.map(
      ({ ref, to, expected }) => [ref, [...(before.get(ref) ?? [expected]), to]] as const,
    );
    places = new Map([...places, ...either]);
    try {
      await objects.updateRefs(updates);
    } catch (thrown) {
      const isRefused = thrown instanceof IntorchError && thrown.code === 'REF_MOVED';
      if (isRefused) places = without(places, before, new Set(updates.map(({ ref }) => ref)));
      throw thrown;
    }
    places = new Map([...places, ...updates.map(({ ref, to }) => [ref, [to]] as const)]);
  };
  return { objects: { ...objects, updateRefs }, moves: () => places };
}

/** Returns the places, with some refs as they were before. */
function without(places: Places, before: Places, refs: ReadonlySet<RefName>): Places {
  const others = [...places].filter(([ref]) => !refs.has(ref));
  return new Map([...others, ...[...before].filter(([ref]) => refs.has(ref))]);
}

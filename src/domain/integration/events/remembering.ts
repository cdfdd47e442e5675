/** Keeps resolutions by the content of what collided, so that a session never asks about the same collision twice. */
import type { Conflict, Hunk, Option, Sides } from '../../conflict/conflict.ts';
import type { Instant, Sha } from '../../shared/ids.ts';
import type { IntegrationState, RememberedResolution } from '../state.ts';

/** Identifies a collision by the object names of its three texts. */
function fingerprintOf(texts: Sides<Sha | null>): string {
  return [texts.base, texts.current, texts.incoming].map((sha) => sha ?? '-').join(':');
}

/** Adds what the operator (or a policy) chose in these conflicts to the remembered resolutions; rules need no memory. */
export function rememberedFrom(
  state: IntegrationState,
  conflicts: readonly Conflict[],
  at: Instant,
): readonly RememberedResolution[] {
  const fresh = conflicts.flatMap((conflict) => [
    ...editedOf(conflict, at),
    ...conflict.hunks.flatMap((hunk) => chosenOf(conflict, hunk, at)),
  ]);
  const known = new Set(fresh.map((resolution) => `${resolution.path} ${resolution.fingerprint}`));
  return [
    ...state.remembered.filter(({ path, fingerprint }) => !known.has(`${path} ${fingerprint}`)),
    ...fresh,
  ];
}

/** Chooses again what was chosen before, in every hunk or for the whole file. */
export function recall(
  conflict: Conflict,
  remembered: readonly RememberedResolution[],
  at: Instant,
): Conflict {
  const find = (texts: Sides<Sha | null>) =>
    remembered.find(
      (resolution) => resolution.path === conflict.path && resolution.fingerprint === fingerprintOf(texts),
    );
  const edited = find(fileTexts(conflict));
  const tree = conflict.hunks[0]?.options[0]?.tree;
  if (edited?.option === 'edited' && edited.blob !== null && edited.mode !== null && tree !== undefined) {
    const nothing = { lines: 0, examples: [] };
    return {
      ...conflict,
      edited: { blob: edited.blob, mode: edited.mode, tree, loses: { current: nothing, incoming: nothing } },
    };
  }
  return {
    ...conflict,
    hunks: conflict.hunks.map((hunk) => {
      const resolution = hunk.choice === null ? find(hunk.texts) : undefined;
      if (resolution === undefined || resolution.option === 'edited') return hunk;
      const isSame = ({ blob, mode }: Option) => blob === resolution.blob && mode === resolution.mode;
      const same = hunk.options.filter(isSame);
      // Options that only place a file differently share blob and mode; then the name decides.
      const option = same.find(({ id }) => id === resolution.option) ?? same[0];
      return option === undefined ? hunk : { ...hunk, choice: { option: option.id, by: 'memory', at } };
    }),
  };
}

/** Returns the option that a hunk was resolved with; null while it is open. */
export function chosenOption(hunk: Hunk): Option | null {
  return hunk.options.find((option) => option.id === hunk.choice?.option) ?? null;
}

function fileTexts({ sides }: Conflict): Sides<Sha | null> {
  return {
    base: sides.base?.blob ?? null,
    current: sides.current?.blob ?? null,
    incoming: sides.incoming?.blob ?? null,
  };
}

function editedOf(conflict: Conflict, at: Instant): readonly RememberedResolution[] {
  const { edited, path } = conflict;
  if (edited === null) return [];
  return [
    {
      fingerprint: fingerprintOf(fileTexts(conflict)),
      path,
      blob: edited.blob,
      mode: edited.mode,
      option: 'edited',
      at,
    },
  ];
}

function chosenOf(conflict: Conflict, hunk: Hunk, at: Instant): readonly RememberedResolution[] {
  const option = chosenOption(hunk);
  if (option === null || hunk.choice?.by === 'rule') return [];
  return [
    {
      fingerprint: fingerprintOf(hunk.texts),
      path: conflict.path,
      blob: option.blob,
      mode: option.mode,
      option: option.id,
      at,
    },
  ];
}

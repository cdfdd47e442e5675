import { isMapping } from '../../config/config-path.ts';
import type { Dependencies } from '../../shared/graph.ts';

/** A step as the file has it, whatever else is wrong with it. */
export interface RawStep {
  readonly index: number;
  /** null: it has no usable id. */
  readonly id: string | null;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** Lists the steps of a file that can be looked at. */
export function rawSteps(raw: unknown): readonly RawStep[] {
  const steps = isMapping(raw) && Array.isArray(raw['steps']) ? raw['steps'] : [];
  return steps.flatMap((fields: unknown, index): readonly RawStep[] => {
    if (!isMapping(fields)) return [];
    return [{ index, fields, id: typeof fields['id'] === 'string' ? fields['id'] : null }];
  });
}

/** Lists the texts in a list, with their places in it; what is no text is left out. */
export function textsIn(value: unknown): readonly { readonly text: string; readonly at: number }[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  return items.flatMap((text, at) => (typeof text === 'string' ? [{ text, at }] : []));
}

/** Returns what each step depends on. */
export function rawDependencies(steps: readonly RawStep[]): Dependencies<string> {
  return new Map(
    steps.flatMap(({ id, fields }) =>
      id === null ? [] : [[id, textsIn(fields['depends_on']).map(({ text }) => text)] as const],
    ),
  );
}

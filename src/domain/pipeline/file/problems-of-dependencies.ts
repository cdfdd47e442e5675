import type { Problem } from '../../config/parse.ts';
import { type Dependencies, findCycle } from '../../shared/graph.ts';
import { nearest } from '../../shared/nearest.ts';
import { startsOn } from '../condition.ts';
import { type RawStep, rawDependencies, rawSteps, textsIn } from './raw-steps.ts';

/** Lists what is wrong with ids and dependencies: two steps of one id, unknown steps, circles, a `failure()` that nothing leads to. */
export function problemsOfDependencies(raw: unknown): readonly Problem[] {
  const steps = rawSteps(raw);
  const ids = steps.flatMap(({ id }) => id ?? []);
  return [
    ...steps.flatMap((step) => [
      ...problemsOfId(step, steps),
      ...unknownDependencies(step, ids),
      ...hopelessCondition(step),
    ]),
    ...circlesIn(rawDependencies(steps)).map((circle): Problem => {
      const first = steps.find(({ id }) => id === circle[0])?.index ?? 0;
      const sentence = `steps wait for each other in a circle: ${circle.join(' → ')}`;
      return { path: ['steps', first, 'depends_on'], about: 'value', sentence };
    }),
  ];
}

function problemsOfId({ id, index }: RawStep, steps: readonly RawStep[]): readonly Problem[] {
  const first = steps.find((other) => id !== null && other.id === id)?.index ?? index;
  if (first === index) return [];
  const sentence = `steps[${index}].id is "${id}", as is that of steps[${first}]; allowed: an id of its own`;
  return [{ path: ['steps', index, 'id'], about: 'value', sentence }];
}

function unknownDependencies({ index, fields }: RawStep, ids: readonly string[]): readonly Problem[] {
  return textsIn(fields['depends_on']).flatMap(({ text, at }): readonly Problem[] => {
    if (ids.includes(text)) return [];
    const near = nearest(text, ids);
    const hint = near === null ? `there are ${ids.join(', ')}` : `did you mean ${near}?`;
    const sentence = `steps[${index}].depends_on[${at}] is "${text}", which is no step; ${hint}`;
    return [{ path: ['steps', index, 'depends_on', at], about: 'value', sentence }];
  });
}

function hopelessCondition({ index, fields }: RawStep): readonly Problem[] {
  const { condition } = fields;
  if (typeof condition !== 'string' || startsOn(condition) !== 'failure') return [];
  if (textsIn(fields['depends_on']).length > 0) return [];
  const sentence = `steps[${index}].condition is failure(), and it depends on nothing that could fail; name steps in depends_on`;
  return [{ path: ['steps', index, 'condition'], about: 'value', sentence }];
}

/** Finds a circle, and others among the steps that are in none of those found before. */
function circlesIn(graph: Dependencies<string>): readonly (readonly string[])[] {
  const circle = findCycle(graph);
  if (circle === null) return [];
  const others = new Map([...graph].filter(([id]) => !circle.includes(id)));
  return [circle, ...circlesIn(others)];
}

import type { Problem } from '../../config/parse.ts';
import type { Pipeline } from '../schema.ts';
import { jsonPlaces, type TextPlace } from './json-places.ts';
import { parsePipeline } from './parse-pipeline.ts';

export type ReadPipeline = { readonly pipeline: Pipeline } | { readonly problems: readonly string[] };

/** Parses the text of a pipeline's file, or lists all that is wrong with it, each with file, line and column. */
export function parsePipelineText(file: string, text: string, given: readonly string[]): ReadPipeline {
  const at = ({ line, column }: TextPlace) => `${file}:${line}:${column}`;
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch (error) {
    return { problems: [`${file}: is not JSON: ${error instanceof Error ? error.message : error}`] };
  }
  const parsed = parsePipeline(raw, given);
  const places = jsonPlaces(text);
  const placed = ({ path, about, sentence }: Problem) => ({ place: places.placeOf(path, about), sentence });
  const problems = [
    ...('problems' in parsed ? parsed.problems.map(placed) : []),
    ...places.repeated.map(({ name, place }) => ({ place, sentence: `"${name}" stands here a second time` })),
  ];
  if ('pipeline' in parsed && problems.length === 0) return parsed;
  const inOrder = problems.toSorted((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  return { problems: inOrder.map(({ place, sentence }) => `${at(place)}: ${sentence}`) };
}

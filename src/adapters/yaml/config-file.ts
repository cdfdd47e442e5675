import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
} from 'yaml';
import { type ConfigPath, isMapping, valueAt } from '../../domain/config/config-path.ts';
import { fileJsonSchema } from '../../domain/config/file-json-schema.ts';
import { applyOverrides, environmentOverrides, type Override } from '../../domain/config/overrides.ts';
import { type Problem, parseSettings } from '../../domain/config/parse.ts';
import type { Settings } from '../../domain/config/settings.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import { counted, sanitizeLine } from '../../domain/shared/text.ts';
import type { ConfigText } from './config-text.ts';

export interface ConfigSources {
  /** null: there is no file. */
  readonly config: ConfigText | null;
  /** Raw configuration to use when there is no file: `rawProposal`, or undefined for the bare defaults. */
  readonly proposed?: unknown;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly flags: readonly Override[];
}

/** The parser compares every key with every other in its mapping. This limit keeps a hostile file cheap. */
const MAX_CHARACTERS = 64 * 1024;

/**
 * Reads the settings: flags override the environment, the environment overrides the file, the file overrides defaults.
 * @throws IntorchError CONFIG_INVALID with one line per problem: file, line and column, the value and what is allowed
 */
export function readSettings(sources: ConfigSources): Settings {
  const { overrides, problems } = environmentOverrides(sources.env, fileJsonSchema());
  const above = [...overrides, ...sources.flags];
  const file = sources.config === null ? null : openFile(sources.config);
  const merged = applyOverrides(file === null ? proposedBeside(above, sources.proposed) : file.raw, above);
  const parsed = parseSettings(merged);
  const found = 'problems' in parsed ? parsed.problems : [];
  const offset = (problem: Problem) => file?.offsetOf(problem) ?? 0;
  const inOrder = found.toSorted((a, b) => offset(a) - offset(b));
  const wrong = inOrder.map((problem) => placed(problem, merged, file, above));
  const lines = [...(file?.problems ?? []), ...problems, ...wrong];
  if (lines.length === 0 && 'settings' in parsed) return parsed.settings;
  const title = `The configuration has ${counted(lines.length, 'problem')}`;
  throw new IntorchError(
    'CONFIG_INVALID',
    [title, ...lines.map((line) => `  ${sanitizeLine(line)}`)].join('\n'),
  );
}

/** Drops guessed gates when flags or the environment name some. A guessed gate could fail everything because its tool is missing. */
function proposedBeside(above: readonly Override[], proposed: unknown): unknown {
  if (!isMapping(proposed) || !above.some(({ path }) => path[0] === 'gates')) return proposed ?? {};
  const { gates: _guessed, ...rest } = proposed;
  return rest;
}

interface OpenFile {
  readonly raw: unknown;
  /** Errors of the YAML itself, with their position. */
  readonly problems: readonly string[];
  readonly offsetOf: (problem: Problem) => number;
  readonly placeAt: (offset: number) => string;
}

function openFile({ file, text }: ConfigText): OpenFile {
  const at = (offset: number) => {
    const { line, col } = counter.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const counter = new LineCounter();
  if (text.length > MAX_CHARACTERS) {
    return {
      raw: {},
      problems: [`${file} is larger than ${MAX_CHARACTERS / 1024} KiB`],
      offsetOf: () => 0,
      placeAt: () => file,
    };
  }
  const document = parseDocument(text, { lineCounter: counter, prettyErrors: false, stringKeys: true });
  // A tag that nobody knows is only a warning to the parser.
  const wrong = [...document.errors, ...document.warnings];
  const problems = wrong.map((error) => `${at(error.pos[0])}: ${error.message}`);
  const offsets = ({ path, about }: Problem) => offsetOf(document, path, about);
  if (problems.length > 0) return { raw: {}, problems, offsetOf: offsets, placeAt: at };
  try {
    return { raw: document.toJS({ maxAliasCount: 50 }), problems, offsetOf: offsets, placeAt: at };
  } catch (error) {
    return {
      raw: {},
      problems: [`${file}: ${error instanceof Error ? error.message : error}`],
      offsetOf: offsets,
      placeAt: at,
    };
  }
}

/** Finds the position of a path in the text: its value, its key, or the nearest existing mapping above it. */
function offsetOf(document: Document, path: ConfigPath, about: Problem['about']): number {
  let node: unknown = document.contents;
  let offset = startOf(node) ?? 0;
  for (const [depth, step] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document);
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find(
        (item) => isScalar(item.key) && item.key.value === String(step),
      );
      const last = depth === path.length - 1;
      offset = (last && about === 'key' ? null : startOf(pair?.value)) ?? startOf(pair?.key) ?? offset;
      node = pair?.value;
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      offset = startOf(node) ?? offset;
    } else break;
  }
  return offset;
}

function startOf(node: unknown): number | null {
  return (node as Node | null | undefined)?.range?.[0] ?? null;
}

/** Adds the source of a problem: the flag or variable that set the value, else its position in the file. */
function placed(
  problem: Problem,
  merged: unknown,
  file: OpenFile | null,
  overrides: readonly Override[],
): string {
  const found = valueAt(merged, problem.path);
  const covers = ({ path, value }: Override) =>
    // Overrides of gates go by name, not by position in the list.
    path[0] === 'gates' && problem.path[0] === 'gates'
      ? found === value || found === path[1]
      : path.every((step, index) => step === problem.path[index]);
  const place = overrides.findLast(covers)?.from ?? file?.placeAt(file.offsetOf(problem)) ?? 'configuration';
  return `${place}: ${problem.sentence}`;
}

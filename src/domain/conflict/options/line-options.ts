import type { Classification } from '../classify.ts';
import type { OptionKind, Sides } from '../conflict.ts';
import { type Combined, combined } from '../facts/combine.ts';
import type { HunkText } from '../facts/hunk-text.ts';
import { stacked } from '../facts/lines.ts';
import { RESOLVERS } from '../resolvers/table.ts';
import type { Evidence } from './evidence.ts';
import { weigh } from './evidence.ts';
import type { OptionDraft, SideNames } from './option-draft.ts';

/** An option of a hunk with lines, and what it was made from. */
export interface LineOption {
  readonly draft: OptionDraft;
  readonly text: string;
  readonly evidence: Evidence;
  /** Every way that leads to this text: option kinds and `resolver:<rule>`. */
  readonly aliases: readonly string[];
  readonly rules: readonly AppliedRule[];
}

export interface AppliedRule {
  readonly rule: string;
  readonly because: string;
  readonly safe: boolean;
  readonly record: string | null;
}

interface Way {
  readonly id: string;
  readonly kind: OptionKind;
  readonly label: string;
  readonly text: string;
  readonly rule: AppliedRule | null;
}

/** Checks whether a whole file still parses with a text in place of a hunk; null if that cannot be told. */
export type Parses = (text: string) => boolean | null;

/** Lists the options of a hunk with lines; ways that lead to the same text become one option. */
export function lineOptions(
  hunk: HunkText,
  { class: hunk_class, level }: Classification,
  names: SideNames,
  mode: string,
  parses: Parses,
): readonly LineOption[] {
  const made_by_tool = hunk_class === 'lockfile' || hunk_class === 'generated';
  const ways = [...sideWays(hunk, names), ...(made_by_tool ? [] : resolverWays(hunk))];
  return merged(ways, hunk).map(({ way, ways: same }) => {
    const evidence = weigh(hunk.path, hunk, way.text, names, parses(way.text));
    const rules = same.flatMap(({ rule }) => rule ?? []);
    const tool = made_by_tool
      ? ['a tool writes this file: run it again rather than keep what this makes']
      : [];
    const semantic = level === 'semantic' && evidence.risk === 'LOW';
    const draft: OptionDraft = {
      id: way.id,
      kind: way.kind,
      label: way.label,
      pros: [...evidence.pros, ...rules.map((rule) => rule.because)],
      cons: [...evidence.cons, ...tool],
      risk: semantic || (tool.length > 0 && evidence.risk === 'LOW') ? 'MEDIUM' : evidence.risk,
      content: { kind: 'text', text: way.text, mode, paths: [hunk.path] },
      loses: evidence.loses,
    };
    return { draft, text: way.text, evidence, aliases: same.map(({ id }) => id), rules };
  });
}

function sideWays(hunk: Sides<string>, names: SideNames): readonly Way[] {
  const { base, current, incoming } = hunk;
  const way = (kind: OptionKind, label: string, text: string): Way => ({
    id: kind,
    kind,
    label,
    text,
    rule: null,
  });
  const [there, back] = [combined(base, current, incoming), combined(base, incoming, current)];
  const both = (kind: OptionKind, { text, order }: Combined, a: keyof SideNames, b: keyof SideNames) => {
    const words =
      order === 'mixed'
        ? `, each in its place${there.text === back.text ? '' : `; ${names[a]} first where they meet`}`
        : order === 'first_second'
          ? `: ${names[a]}, then ${names[b]}`
          : `: ${names[b]}, then ${names[a]}`;
    return way(kind, `Keep both${words}`, text);
  };
  return [
    way('keep_current', `Keep ${names.current} only`, current),
    way('take_incoming', `Take ${names.incoming} only`, incoming),
    both('combine_current_incoming', there, 'current', 'incoming'),
    both('combine_incoming_current', back, 'incoming', 'current'),
    way('keep_base', 'Keep neither: restore the original lines', base),
  ];
}

const RULE_LABELS: Readonly<Record<string, string>> = {
  identical: 'Keep the change that both made',
  whitespace: 'Keep the words, laid out again',
  imports: 'Import what either side imports',
  contained: 'Keep the larger change',
  list: 'Keep every item of both lists',
  changelog: 'Keep the entries of both, each once',
  version: 'Take the higher version',
  adjacent: 'Make both changes, line by line',
  same_line_apart: 'Make both changes, word by word',
};

function resolverWays(hunk: HunkText): readonly Way[] {
  return RESOLVERS.flatMap(({ rule, resolve }): readonly Way[] => {
    const found = resolve(hunk);
    if (found === null) return [];
    const { because, safe, record = null } = found;
    const applied = { rule, because, safe, record };
    return [
      {
        id: `resolver:${rule}`,
        kind: 'resolver',
        label: RULE_LABELS[rule] ?? rule,
        text: found.text,
        rule: applied,
      },
    ];
  });
}

/** Groups ways that lead to the same text. A plain way names the group rather than a rule; "neither" names it last. */
function merged(
  ways: readonly Way[],
  hunk: Sides<string>,
): readonly { readonly way: Way; readonly ways: readonly Way[] }[] {
  const rank = ({ kind }: Way) => (kind === 'keep_base' ? 2 : kind === 'resolver' ? 1 : 0);
  const ranked = [...ways].sort((a, b) => rank(a) - rank(b));
  const groups = Map.groupBy(ranked, ({ text }) => text);
  const found = [...groups.values()].flatMap((same) => same.slice(0, 1).map((way) => ({ way, ways: same })));
  const whole = stacked([hunk.current, hunk.incoming]);
  if (found.length >= 3 || groups.has(whole)) return found;
  const copies: Way = {
    id: 'combine_current_incoming',
    kind: 'combine_current_incoming',
    label: 'Keep two copies, one after the other',
    text: whole,
    rule: null,
  };
  return [...found, { way: copies, ways: [copies] }];
}

/** Finds what intorch.yaml says otherwise: edited after a session began, which keeps what it began with; or in the checkout, not on the target. */
import type { ConfigPlace } from '../../config/counting-file.ts';
import { sameSettings } from '../../config/same-settings.ts';
import type { GateSettings, Settings } from '../../config/settings.ts';
import type { Finding } from '../state.ts';

type Difference = Omit<Finding, 'at'>;

const LONGEST = 160;
const FROM_NEXT = 'counts from the next session';

/** Returns a finding for each part of the file that has changed; null: there is no file. */
export function settingsDifferences(before: Settings | null, now: Settings | null): readonly Difference[] {
  if (before === null)
    return now === null
      ? []
      : [difference('', 'not there when the session began', `there now; ${FROM_NEXT}`)];
  if (now === null)
    return [difference('', 'there when the session began', 'gone; the session keeps what it said')];
  return (Object.keys(before) as (keyof Settings)[]).flatMap((key) => {
    if (sameSettings(before[key], now[key])) return [];
    if (key !== 'gates')
      return [difference(key, shown(before[key]), `${shown(now[key])} since then; ${FROM_NEXT}`)];
    const [was, is] = gateWords(before.gates, now.gates);
    return [
      difference(key, was, `${is} since then; ${FROM_NEXT}, unless they are taken over in intorch tui`),
    ];
  });
}

/** Returns the finding for a file that can no longer be used. */
export function unusableSettings(because: string): Difference {
  return difference(
    '',
    'could be read when the session began',
    `${oneLine(because)}; the session keeps what it began with`,
  );
}

/** What is known of the file in the operator's checkout. */
export interface CheckoutConfig {
  /** What is typed to name it: `intorch.yaml`, `../intorch.yaml`. */
  readonly path: string;
  /** What it says, or why it cannot be used. */
  readonly says: Settings | string;
}

/** Returns what is to be said of the file in the checkout; `counting` is what the file that counts says, null where none does. */
export function settingsElsewhere(
  place: ConfigPlace | null,
  target: string | null,
  counting: Settings | null,
  { path, says }: CheckoutConfig,
): readonly Difference[] {
  if (place === 'named') return [];
  const note = (checkpoint_says: string, git_says: string): readonly Difference[] => [
    { kind: 'settings_elsewhere', subject: 'intorch.yaml', severity: 'LOW', checkpoint_says, git_says },
  ];
  const branch = target ?? 'the target';
  const offer = `use it with --config ${path}`;
  if (place === 'checkout') return note(`not on ${branch} yet`, 'the untracked one in your checkout is used');
  if (counting === null)
    return note(`not on ${branch}`, `that of the branch in your checkout is not used; ${offer}`);
  if (typeof says === 'string')
    return note(`that of ${branch} is used`, `the one in your checkout cannot be: ${oneLine(says)}`);
  const keys = (Object.keys(counting) as (keyof Settings)[]).filter(
    (key) => !sameSettings(counting[key], says[key]),
  );
  if (keys.length === 0) return [];
  const words = keys.map((key) =>
    key === 'gates' ? `gates (${gateWords(counting.gates, says.gates)[1]})` : key,
  );
  return note(
    `that of ${branch} is used`,
    `the one in your checkout differs in ${words.join(', ')}; ${offer}`,
  );
}

function difference(key: string, checkpoint_says: string, git_says: string): Difference {
  const subject = key === '' ? 'intorch.yaml' : `intorch.yaml ${key}`;
  return { kind: 'settings_changed', subject, severity: 'LOW', checkpoint_says, git_says };
}

function gateWords(before: readonly GateSettings[], now: readonly GateSettings[]): readonly [string, string] {
  const names = [...new Set([...before, ...now].map((gate) => gate.name))];
  const gateIn = (gates: readonly GateSettings[], name: string) => gates.find((gate) => gate.name === name);
  const differing = names.filter((name) => !sameSettings(gateIn(before, name), gateIn(now, name)));
  if (differing.length === 0) return ['the same gates', 'in another order'];
  const words = (gates: readonly GateSettings[], others: readonly GateSettings[]) =>
    oneLine(differing.map((name) => wordsOf(name, gateIn(gates, name), gateIn(others, name))).join(', '));
  return [words(before, now), words(now, before)];
}

/** Describes the settings of a gate that differ from the other's. */
function wordsOf(name: string, gate: GateSettings | undefined, other: GateSettings | undefined): string {
  if (gate === undefined) return `no ${name}`;
  const keys = (Object.keys(gate) as (keyof GateSettings)[]).filter(
    (key) => !sameSettings(gate[key], other?.[key]),
  );
  if (other === undefined || keys.includes('command')) return `${name}: ${gate.command}`;
  return `${name}: ${keys.map((key) => `${key} ${JSON.stringify(gate[key])}`).join(' ')}`;
}

function shown(value: unknown): string {
  return oneLine(typeof value === 'string' ? value : JSON.stringify(value));
}

function oneLine(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

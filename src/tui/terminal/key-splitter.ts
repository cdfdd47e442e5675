/** Splits input into single keys. Over a slow connection several keys can arrive together, and one key in two parts. */

export interface SplitInput {
  /** Whole keys and whole bracketed pastes, in order. */
  readonly keys: readonly string[];
  /** The start of something incomplete. */
  readonly rest: string;
}

const PASTE_BEGIN = '\x1b[200~';
const PASTE_END = '\x1b[201~';
// The Linux console sends ESC [ [ A for F1, so a second bracket does not end the sequence.
const CSI = /^\x1b\x1b?\[(?:\[[A-E]|[0-9:;<=>?]*[ -/]*[@-Z\\-~])/;
const CSI_PART = /^\x1b\x1b?\[(?:\[|[0-9:;<=>?]*[ -/]*)$/;
const SS3 = /^\x1b\x1b?O[0-9;]*[A-Za-z]/;
const SS3_PART = /^\x1b\x1b?O[0-9;]*$/;
const MOUSE_REPORT = /^\x1b\[<[0-9;]*[Mm]$/;

/** Splits input into its keys. Mouse reports are not keys and are dropped. */
export function splitKeys(input: string): SplitInput {
  const keys: string[] = [];
  let rest = input;
  while (rest !== '') {
    const length = keyLength(rest);
    if (length === null) break;
    const key = rest.slice(0, length);
    if (!MOUSE_REPORT.test(key)) keys.push(key);
    rest = rest.slice(length);
  }
  return { keys, rest };
}

/** Returns the length of the first key; null while it is incomplete. */
function keyLength(input: string): number | null {
  if (input.startsWith(PASTE_BEGIN)) {
    const end = input.indexOf(PASTE_END, PASTE_BEGIN.length);
    return end < 0 ? null : end + PASTE_END.length;
  }
  if (input[0] !== '\x1b') return codePointLength(input, 0);
  const complete = CSI.exec(input) ?? SS3.exec(input);
  if (complete !== null) return complete[0].length;
  if (input === '\x1b' || input === '\x1b\x1b' || CSI_PART.test(input) || SS3_PART.test(input)) return null;
  // Alt and a key, except that Escape twice stays Escape twice.
  return input[1] === '\x1b' ? 1 : 1 + codePointLength(input, 1);
}

function codePointLength(input: string, at: number): number {
  return (input.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

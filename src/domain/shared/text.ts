/**
 * The one sanitiser. Everything from a branch, a message or a process passes through here before it reaches a terminal, a log for people
 * or a report. It removes escape sequences, controls, lone surrogates, and whatever Unicode says is not to be seen: formats, direction marks,
 * tags, selectors and fillers. Each pattern takes what it has looked at, so that no text costs more than its length.
 */
const ESCAPE_SEQUENCES =
  // OSC/DCS/APC/PM strings up to their terminator, or to an escape that cancels them, then CSI, then two-byte escapes; 8-bit forms too.
  /(?:\x1b[\]PX^_]|[\x90\x98\x9d\x9e\x9f])[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)?|(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]?/g;
/** What cannot be seen; but for tabs and line feeds. The Braille blank is no space to Unicode, but to the eye. */
export const UNSEEN = /[[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]--[\t\n]]/gv;

/** A text that is safe as it is, as most lines are. */
const SAFE = /^[ -~\n]*$/;

/** Makes text safe to show: removes escapes and controls, keeps line feeds, and turns tabs into two spaces. */
export function sanitize(text: string): string {
  if (SAFE.test(text)) return text;
  return text
    .replace(/\r\n?/g, '\n')
    .replace(ESCAPE_SEQUENCES, '')
    .replace(UNSEEN, '')
    .replaceAll('\t', '  ');
}

/** Makes text safe to show in one row: line feeds become spaces. */
export function sanitizeLine(text: string): string {
  return sanitize(text).replace(/\n+/g, ' ');
}

/** Serializes a value as JSON that is safe to print: what is not to be seen and JSON itself leaves alone is escaped, too. */
export function safeJson(value: unknown): string {
  const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  return JSON.stringify(value).replaceAll(UNSEEN, (found) => found.replaceAll(/[\s\S]/g, escaped));
}

/** Cuts a text to its first lines within both bounds, and adds how much was left out. */
export function bounded(text: string, max_lines: number, max_chars: number): string {
  const lines = text.split('\n');
  const kept = lines.slice(0, max_lines).join('\n').slice(0, max_chars);
  if (kept.length === text.length) return text;
  return `${kept}\n… ${text.length - kept.length} more characters`;
}

/** Writes a size: `812 bytes`, `34 KB`, `57 MB`. */
export function sizeWords(bytes: number): string {
  if (bytes < 1024) return counted(bytes, 'byte');
  return bytes < 1024 * 1024 ? `${Math.round(bytes / 1024)} KB` : `${Math.round(bytes / 1024 / 1024)} MB`;
}

/** Writes a count with its noun: `1 hunk`, `2 hunks`. */
export function counted(count: number, noun: string, plural = `${noun}s`): string {
  return `${count} ${count === 1 ? noun : plural}`;
}

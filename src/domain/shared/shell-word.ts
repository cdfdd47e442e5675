/** Formats a text as one word of a shell command, quoted where necessary, so that people can copy the command from a report. */
export function shellWord(text: string): string {
  return /^[\w./@:+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

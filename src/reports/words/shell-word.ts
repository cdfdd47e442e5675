/** Gives a text as one word of a shell command, quoted where it needs to be, so that a command may be copied from a report. */
export function shellWord(text: string): string {
  return /^[\w./@:+=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

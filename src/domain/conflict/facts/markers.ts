/** The `<`, `|` and `>` lines of a conflict, of the usual size or larger. `=======` is left out: it also underlines headings. */
const MARKER = /^(?:<{7,}|\|{7,}|>{7,})(?: [^\n]*|\r?$)/gm;

/** Finds the lines of a text that look like conflict markers. */
export function markerLines(text: string): readonly string[] {
  return (text.match(MARKER) ?? []).map((line) => line.replace(/\r$/, ''));
}

/** Finds the marker lines of a result that none of its sides has. A marker line that a side has is content, as in a text about git. */
export function newMarkerLines(result: string, sides: readonly (string | null)[]): readonly string[] {
  const known = new Set(sides.flatMap((side) => (side === null ? [] : markerLines(side))));
  return markerLines(result).filter((line) => !known.has(line));
}

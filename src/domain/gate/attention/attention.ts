/**
 * This folder: which lines of an output say nothing and may be left out before it is read.
 *
 * Most of what a gate prints by the million says nothing to any reader. What a reader
 * makes of such a line, it makes of the first few; a reader says the same of the rest as of the whole (`test/domain/gate/attention/plain-lines.test.ts`).
 */

/** How summaries, points and errors begin. */
export const OPENING =
  'not ok|ok|FAIL|PASS|ERROR|ERR_|Error|error|fatal|FATAL|TAP|TOTAL|Tests|tests?\\b|Ran|npm|thread|[Nn]o test|Summary|X ';

/** What a reader has begun with a line lasts for so many lines more, and a tag for so many characters. */
const LINES_AFTER = 16;
const LENGTH_AFTER_TAG = 17 * 1024;

/** Remembers how long ago a line said something. */
export interface Attention {
  /** Records a line that may say something; `has_tag`: it may open a tag of XML. */
  readonly heed: (length: number, has_tag: boolean) => void;
  /** Returns whether a line that says nothing may be left out. */
  readonly maySkip: (length: number) => boolean;
}

/** Creates the attention of one reader. */
export function makeAttention(): Attention {
  let lines_due = LINES_AFTER;
  let length_due = 0;
  return {
    heed: (length, has_tag) => {
      lines_due = LINES_AFTER;
      length_due = has_tag ? LENGTH_AFTER_TAG : length_due - length;
    },
    maySkip: (length) => {
      if (lines_due <= 0 && length_due <= 0) return true;
      // An empty line ends less than another one does.
      if (length > 0) lines_due -= 1;
      length_due -= length + 1;
      return false;
    },
  };
}

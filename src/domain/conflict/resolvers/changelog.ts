import { surplus } from '../facts/counts.ts';
import { isChangelog } from '../facts/file-nature.ts';
import { isBlank, splitLines, stacked, trimmed } from '../facts/lines.ts';
import type { Resolver } from './resolver.ts';

/** Both sides added entries to a changelog at one place: all of them, each once. */
export const changelog: Resolver = {
  rule: 'changelog',
  resolve: (hunk) => {
    if (!isChangelog(hunk.path) || !isBlank(hunk.base)) return null;
    if (isBlank(hunk.current) || isBlank(hunk.incoming)) return null;
    const isEntry = (line: string) => /^(?:[-*+] |#)/.test(trimmed(line));
    const there = splitLines(hunk.current).filter(isEntry);
    const news = surplus(splitLines(hunk.incoming), there, trimmed);
    return {
      text: stacked([hunk.current, news.join('')]),
      because: 'both sides only add entries to a changelog',
      safe: false,
    };
  },
};

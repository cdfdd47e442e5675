import { isChangelog } from '../facts/file-nature.ts';
import { isBlank, splitLines, stacked, trimmed } from '../facts/lines.ts';
import type { Resolver } from './resolver.ts';

/** Both sides added entries to a changelog at one place: all of them, each once. */
export const changelog: Resolver = {
  rule: 'changelog',
  resolve: (hunk) => {
    if (!isChangelog(hunk.path) || !isBlank(hunk.base)) return null;
    if (isBlank(hunk.current) || isBlank(hunk.incoming)) return null;
    const there = new Set(splitLines(hunk.current).map(trimmed));
    const isTwin = (line: string) => /^[-*+] |^#/.test(trimmed(line)) && there.has(trimmed(line));
    const news = splitLines(hunk.incoming).filter((line) => !isTwin(line));
    return {
      text: stacked(hunk.current, news.join('')),
      because: 'both sides only add entries to a changelog',
      safe: false,
    };
  },
};

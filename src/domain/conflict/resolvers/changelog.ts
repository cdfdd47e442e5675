import { surplus } from '../facts/counts.ts';
import { isChangelog } from '../facts/file-nature.ts';
import { isBlank, splitLines, stacked, trimmed, wordedLines } from '../facts/lines.ts';
import { compareVersions, VERSION } from '../facts/versions.ts';
import type { Resolver } from './resolver.ts';

const RECORD = 'developers do the same in 8 of 10 such conflicts';

/** Keeps all entries that both sides added to a changelog at one place, each once; whole sections stand newest first. */
export const changelog: Resolver = {
  rule: 'changelog',
  resolve: ({ path, base, current, incoming }) => {
    if (!isChangelog(path) || !isBlank(base) || isBlank(current) || isBlank(incoming)) return null;
    const [ours, theirs] = [headings(current), headings(incoming)];
    if (ours.length > 0 && theirs.length > 0) {
      const [first, second] = [ours[0] ?? '', theirs[0] ?? ''];
      // Sections with the same name would have to be merged, and their entries told apart.
      if (first === second || !startsWith(current, first) || !startsWith(incoming, second)) return null;
      const newest_first = isNewer(second, first) ? [incoming, current] : [current, incoming];
      const because = 'both sides add a section of their own to a changelog';
      return { text: stacked(newest_first), because, safe: false, record: RECORD };
    }
    const isEntry = (line: string) => /^[-*+] /.test(trimmed(line));
    const news = surplus(splitLines(incoming), splitLines(current).filter(isEntry), trimmed);
    const because = 'both sides only add entries to a changelog';
    return { text: stacked([current, news.join('')]), because, safe: false, record: RECORD };
  },
};

function headings(text: string): readonly string[] {
  return wordedLines(text).filter((line) => line.startsWith('#'));
}

function startsWith(text: string, heading: string): boolean {
  return wordedLines(text)[0] === heading;
}

function isNewer(heading: string, than: string): boolean {
  const [one, other] = [heading, than].map((text) => text.match(VERSION)?.[0]);
  if (one === undefined) return other !== undefined && /unreleased|next/i.test(heading);
  return other !== undefined && compareVersions(one, other) > 0;
}

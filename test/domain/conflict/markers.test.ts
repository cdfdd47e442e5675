import { describe, expect, it } from 'vitest';
import { markerLines, newMarkerLines } from '../../../src/domain/conflict/facts/markers.ts';
import { lines } from './tools.ts';

describe('conflict markers in a text', () => {
  it('are its lines of seven signs and more, with a name behind them or nothing', () => {
    const text = `${lines('<<<<<<< a', 'x', '||||||| base', '=======', '>>>>>>>>> b')}<<<<<<<\r\nx <<<<<<< a\n<<<<<<<x\n<<<<<< a\n`;

    expect(markerLines(text)).toEqual(['<<<<<<< a', '||||||| base', '>>>>>>>>> b', '<<<<<<<']);
  });

  it('are new only where no side has them', () => {
    const about_git = lines('<<<<<<< HEAD', 'ours', '=======', 'theirs', '>>>>>>> topic');

    expect(newMarkerLines(about_git, [null, about_git, 'other\n'])).toEqual([]);
    expect(newMarkerLines(`${about_git}<<<<<<<< main\n`, [about_git, about_git])).toEqual(['<<<<<<<< main']);
    expect(newMarkerLines(about_git, [null])).toEqual(['<<<<<<< HEAD', '>>>>>>> topic']);
  });
});

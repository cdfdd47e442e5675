/** What it means for landing that the target is checked out, from facts alone. */
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Checkout } from '../../../../src/domain/integration/plan-facts/checkout.ts';
import {
  type CheckoutFacts,
  checkoutFindings,
} from '../../../../src/domain/integration/plan-facts/checkout-findings.ts';
import {
  hindranceWords,
  landingHindrance,
} from '../../../../src/domain/integration/plan-facts/landing-hindrance.ts';
import { landingWay } from '../../../../src/domain/integration/plan-facts/landing-way.ts';
import type { BranchName, RefName, Sha } from '../../../../src/domain/shared/ids.ts';

const MAIN = 'main' as BranchName;
const MOVE = { ref: 'refs/heads/main' as RefName, from: 'f'.repeat(40) as Sha, to: 'a'.repeat(40) as Sha };
const THERE = { is: 'there' } as const;
const GONE = { is: 'gone' } as const;
const checkout = (path: string, more: Partial<CheckoutFacts> = {}): CheckoutFacts => ({
  path,
  busy: null,
  folder: THERE,
  locked: null,
  local: null,
  ...more,
});
const UPDATE = `git update-ref refs/heads/main ${MOVE.to} ${MOVE.from}`;
const merge = (path: string) => `git -C ${path} merge --ff-only ${MOVE.to}`;

describe('before landing', () => {
  const changed = { changed: ['a.ts', 'own.ts'], untracked: ['new/'] };
  const paths = new Set(['a.ts', 'new/b.ts']);
  it.each<[string, readonly CheckoutFacts[], 'auto' | 'fast_forward', RegExp | null, readonly string[]]>([
    ['nothing, where nobody looks at the target', [], 'auto', null, []],
    ['nothing, where its folder is gone', [checkout('/w', { folder: GONE })], 'auto', null, []],
    ['where it is checked out', [checkout('/w')], 'auto', /^main is checked out in \/w, and/, []],
    ['and what is in the way', [checkout('/w', { local: changed })], 'auto', /in \/w, and/, ['a.ts', 'new/']],
    ['nothing, where the settings let it move', [checkout('/w')], 'fast_forward', null, []],
    [
      'what is in the way of that',
      [checkout('/w', { local: changed })],
      'fast_forward',
      /\/w/,
      ['a.ts', 'new/'],
    ],
    ['two folders', [checkout('/w'), checkout('/v')], 'fast_forward', /in \/w and in \/v/, []],
  ])('the question says %s', (_, checkouts, mode, because, in_the_way) => {
    const hindrance = landingHindrance(MAIN, checkouts, MOVE, { paths, mode });
    expect(hindrance).toEqual(because && { because: expect.stringMatching(because), in_the_way });
  });

  it('some of many paths in the way are named', () => {
    const words = hindranceWords({
      because: 'main is checked out in /w',
      in_the_way: ['a', 'b', 'c', 'd', 'e'],
    });
    expect(words).toEqual([
      'main is checked out in /w',
      'in the way there, not committed: a, b, c, 2 more paths; commit, stash or move that first, or git refuses the command',
    ]);
  });
});

describe('landing', () => {
  it.each<[string, readonly Checkout[], string, RegExp | null, string | null]>([
    ['nowhere', [], UPDATE, null, null],
    ['in a folder', [checkout('/w')], merge('/w'), /^main is checked out in \/w, and/, '/w'],
    ['in a folder that is gone', [checkout('/w', { folder: GONE })], UPDATE, null, null],
    [
      'in one that is gone and locked',
      [checkout('/w', { folder: GONE, locked: '' })],
      UPDATE,
      /gone but locked; if .*git worktree unlock \/w && git worktree prune$/,
      null,
    ],
    [
      'in a locked folder that is there',
      [checkout('/w', { locked: 'x' })],
      merge('/w'),
      /^main is checked out in \/w, and/,
      '/w',
    ],
    [
      'in one that was moved',
      [checkout('/w', { folder: { is: 'moved', to: '/v w' } })],
      `git worktree repair '/v w' && ${merge("'/v w'")}`,
      /was moved there by hand from \/w$/,
      null,
    ],
    [
      'twice',
      [checkout('/w'), checkout('/v')],
      `${merge('/w')} && git -C /v read-tree -m -u ${MOVE.from} ${MOVE.to}`,
      /in \/w and in \/v, and/,
      null,
    ],
    [
      'once there and once gone',
      [checkout('/w', { folder: GONE, locked: 'x' }), checkout('/v')],
      merge('/v'),
      /in \/v, and/,
      '/v',
    ],
    [
      'in the middle of a rebase',
      [checkout('/w', { busy: 'rebase' })],
      merge('/w'),
      /in the middle of a rebase in \/w; finish that first/,
      null,
    ],
  ])('of a target that is checked out %s', (_where, checkouts, command, because, movable) => {
    const way = landingWay(MAIN, checkouts, MOVE);

    expect(way).toMatchObject({ command, movable });
    if (because === null) expect(way.because).toBe(null);
    else expect(way.because).toMatch(because);
  });

  const any_checkout = fc.record<Checkout>({
    path: fc.constantFrom('/a', '/b', '/c d'),
    busy: fc.constantFrom(null, 'rebase', 'bisect'),
    folder: fc.constantFrom<Checkout['folder']>(THERE, GONE, { is: 'moved', to: '/moved' }),
    locked: fc.constantFrom(null, '', 'why'),
  });

  it('never happens by itself where somebody looks at the target, or may again', () => {
    fc.assert(
      fc.property(fc.array(any_checkout, { maxLength: 4 }), (checkouts) => {
        const { because } = landingWay(MAIN, checkouts, MOVE);
        const nobody = checkouts.every(({ folder, locked }) => folder.is === 'gone' && locked === null);
        expect(because === null).toBe(nobody);
      }),
    );
  });
});

describe('the plan', () => {
  const paths = new Set(['a.txt', 'src/b.txt']);
  const said = (more: Partial<CheckoutFacts>, mode: 'auto' | 'fast_forward' = 'auto') =>
    checkoutFindings(MAIN, [checkout('/w', more)], { paths, mode }).map(
      ({ checkpoint_says, git_says }) => `${checkpoint_says}; ${git_says}`,
    )[0];
  const local = (changed: readonly string[], untracked: readonly string[] = []) => ({
    local: { changed, untracked },
  });

  it.each([
    ['nothing', {}, 'checked out in /w; at the end one command moves it there'],
    ['nothing uncommitted', local([]), 'checked out in /w; at the end one command moves it there'],
    ['a change elsewhere', local(['c.txt']), 'with 1 uncommitted change, not in the way; at the end one'],
    ['a change in the way', local(['a.txt']), 'where a.txt would be in the way'],
    ['an untracked file in the way', local([], ['src/b.txt']), 'where src/b.txt would be in the way'],
    ['an untracked folder in the way', local([], ['src/']), 'where src/ would be in the way'],
    ['a folder that only begins alike', local([], ['sr/']), 'not in the way'],
    ['no folder', { folder: GONE }, 'which is gone: nobody looks at it there; it can land'],
    ['a bisection', { busy: 'bisect' as const }, 'in the middle of a bisect in /w; finish that first'],
  ])('with %s says what will happen', (_what, more, words) => {
    expect(said(more)).toContain(words);
  });

  it('names a few files in the way, and counts the rest', () => {
    const many = new Set(['1', '2', '3', '4', '5']);
    const [finding] = checkoutFindings(MAIN, [checkout('/w', local([...many]))], {
      paths: many,
      mode: 'auto',
    });

    expect(finding?.checkpoint_says).toContain('where 1, 2, 3 and 2 more would be in the way');
    expect(finding?.git_says).toContain('git would refuse the one command');
  });

  it('with leave to move the checkout says on what that depends', () => {
    expect(said({}, 'fast_forward')).toContain('it is moved forward there at the end');
    expect(said(local(['c.txt']), 'fast_forward')).toContain('only if that is committed or stashed');
  });
});

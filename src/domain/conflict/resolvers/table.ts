import { adjacent } from './adjacent.ts';
import { changelog } from './changelog.ts';
import { contained } from './contained.ts';
import { identical } from './identical.ts';
import { imports } from './imports.ts';
import { list } from './list.ts';
import type { Resolver } from './resolver.ts';
import { sameLineApart } from './same-line-apart.ts';
import { version } from './version.ts';
import { whiteSpace } from './white-space.ts';

/** Every strategy, surest first: the first safe one that applies resolves a hunk. */
export const RESOLVERS: readonly Resolver[] = [
  identical,
  whiteSpace,
  imports,
  contained,
  list,
  changelog,
  version,
  adjacent,
  sameLineApart,
];

import { gateOverride, listOf, type Override } from '../../domain/config/overrides.ts';
import { IntorchError } from '../../domain/shared/errors.ts';
import { type FlagValues, flagOn, flagValue, flagValues } from './parse-args.ts';

/** Returns the settings that the flags of this call stand for. They override the environment and the file. */
export function flagOverrides(flags: FlagValues): readonly Override[] {
  const set = (name: 'onto' | 'strategy' | 'setup', path: Override['path']): readonly Override[] => {
    const value = flagValue(flags, name);
    return value === null ? [] : [{ path, value, from: `--${name}` }];
  };
  const efforts = flagValues(flags, 'efforts').flatMap(listOf);
  return [
    ...set('onto', ['target']),
    ...set('strategy', ['efforts', 'strategy']),
    ...set('setup', ['worktree', 'setup']),
    ...(efforts.length === 0 ? [] : [{ path: ['efforts', 'patterns'], value: efforts, from: '--efforts' }]),
    ...(flagOn(flags, 'no-land') ? [{ path: ['landing', 'mode'], value: 'none', from: '--no-land' }] : []),
    ...flagValues(flags, 'gate').map(gateFlag),
  ];
}

function gateFlag(text: string): Override {
  const [, name, command] = /^([^=]+)=(.+)$/s.exec(text) ?? [];
  if (name !== undefined && command !== undefined) return gateOverride(name, command, '--gate');
  throw new IntorchError(
    'WRONG_USE',
    `--gate needs a name and a command, as in --gate test='npm test'; not ${text}`,
  );
}

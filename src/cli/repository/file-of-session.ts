import { settingsOutline } from '../../adapters/sessions.ts';
import { tipByFiles } from '../../adapters/survey/place-by-files.ts';
import { CONFIG_NAMES, findConfig } from '../../adapters/yaml/config-text.ts';
import { flagValue } from '../arguments/parse-args.ts';
import type { SettingsCall } from './chosen-settings.ts';

/**
 * Checks whether the intorch.yaml that counts is the one that a session began with, to the letter, or there is none: then it can be used, and
 * does not have to be read again. false: nobody knows.
 */
export async function isFileOfSession(
  { common_dir, top_level, flags }: SettingsCall,
  folder: string,
): Promise<boolean> {
  const began = await settingsOutline(folder);
  if (began === null || began.target === null || flagValue(flags, 'config') !== null) return false;
  const checkout = top_level === null ? null : await findConfig(top_level).catch(() => undefined);
  if (checkout === undefined) return false;
  const here = checkout?.text ?? null;
  // As at the start: the target has not moved, and what lies here is no other text.
  if (here === began.text && began.tip !== null && began.tip === tipByFiles(common_dir, began.target))
    return true;
  const { filesOnBranch } = await import('../../adapters/survey/branch-files.ts');
  const on_target = filesOnBranch(common_dir, began.target, CONFIG_NAMES)?.filter((text) => text !== null);
  if (on_target === undefined || on_target.length > 1) return false;
  const text = on_target[0] ?? here;
  return text === null || text === began.text;
}

/** Files that programs obey: what an effort changes in them counts for everybody once it lands, whatever the tests say of its code. */
import { isLockfile, isManifest } from '../conflict/facts/file-nature.ts';

const CONTROLS: readonly (readonly [what: string, paths: RegExp])[] = [
  ['settings of intorch', /^intorch\.ya?ml$/],
  [
    'continuous integration',
    /^(?:\.(?:github|gitea|forgejo)\/(?:workflows|actions)\/|\.gitlab-ci\.ya?ml$|\.gitlab\/ci\/|\.(?:circleci|buildkite|ci|woodpecker)\/|(?:\.travis|\.drone|\.woodpecker|\.?appveyor|bitbucket-pipelines|azure-pipelines[^/]*|cloudbuild)\.ya?ml$|Jenkinsfile)/,
  ],
  [
    'rules of the forge',
    /^(?:\.github\/|\.gitlab\/|docs\/)?(?:CODEOWNERS|dependabot\.ya?ml|renovate\.json5?|settings\.ya?ml)$/,
  ],
  ['attributes', /(?:^|\/)\.gitattributes$/],
  ['submodules', /^\.gitmodules$/],
  ['LFS', /^\.lfsconfig$/],
  [
    'hooks',
    /^(?:\.(?:husky|githooks|git-hooks|lefthook)\/|\.?lefthook\.(?:ya?ml|toml|json)$|\.pre-commit-config\.ya?ml$|\.overcommit\.yml$)/,
  ],
  [
    'package manager',
    /(?:^|\/)(?:\.npmrc|\.yarnrc(?:\.yml)?|\.pnpmfile\.cjs|pip\.conf|\.cargo\/config(?:\.toml)?)$/,
  ],
  [
    'workspace of editors',
    /^(?:\.envrc|\.devcontainer\/|\.devcontainer\.json$|\.vscode\/(?:tasks|launch|settings)\.json$)/,
  ],
];

/** A change as far as this asks about it; `submodule`: it is of a submodule's commit. */
export interface ControlChange {
  readonly path: string;
  readonly submodule: boolean;
}

/** Lists the control files among changed paths, in their order, each with what it controls. */
export function controlFiles(
  changed: readonly ControlChange[],
): readonly { readonly path: string; readonly what: string }[] {
  const manifests = changed.filter(({ path }) => isManifest(path)).map(({ path }) => folderOf(path));
  return changed.flatMap(({ path, submodule }) => {
    const controls = submodule ? 'submodule' : CONTROLS.find(([, paths]) => paths.test(path))?.[0];
    const what = controls ?? (isAlone(path, manifests) ? 'lock file without its manifest' : null);
    return what === null ? [] : [{ path, what }];
  });
}

/** Returns the names of the scripts that differ between two versions of a package.json; none where one cannot be read. */
export function changedScripts(before: string, after: string): readonly string[] {
  const [old, now] = [scriptsIn(before), scriptsIn(after)];
  if (old === null || now === null) return [];
  const names = new Set([...Object.keys(old), ...Object.keys(now)]);
  return [...names].filter((name) => JSON.stringify(old[name]) !== JSON.stringify(now[name]));
}

/** A lock file may follow from a manifest anywhere below its folder, as in a workspace. */
function isAlone(path: string, manifest_folders: readonly string[]): boolean {
  return isLockfile(path) && !manifest_folders.some((folder) => folder.startsWith(folderOf(path)));
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function scriptsIn(text: string): Readonly<Record<string, unknown>> | null {
  if (text === '') return {};
  try {
    const scripts: unknown = (JSON.parse(text) as { scripts?: unknown } | null)?.scripts ?? {};
    return typeof scripts === 'object' ? (scripts as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

import type { ChangedBlobs } from '../../../../domain/landed/lost-in-merge.ts';
import type { Sha } from '../../../../domain/shared/ids.ts';
import { listEach } from '../../merging/listed-changes.ts';
import { decodePath } from '../../process/path-bytes.ts';
import type { Git } from '../../process/run.ts';

const NO_OBJECT = /^0+$/;

/** Lists which objects spans change, by path, in one process. Where one cannot be read, none has any. */
export async function changedBlobs(
  git: Git,
  spans: readonly { readonly from: Sha; readonly to: Sha }[],
): Promise<readonly ChangedBlobs[]> {
  const lists = await listEach(
    git,
    spans.map(({ from, to }) => `${to} ${from}`),
  );
  return spans.map(
    (_, index) =>
      new Map(
        (lists[index] ?? []).map(([path, { blobs }]) => {
          const [before, after] = blobs
            .split(' ')
            .map((blob) => (NO_OBJECT.test(blob) ? null : (blob as Sha)));
          return [decodePath(path), { before: before ?? null, after: after ?? null }];
        }),
      ),
  );
}

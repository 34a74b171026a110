import type { Evidence } from '#shared/domain/readiness.ts';

import { cell, code, type Block } from './document.ts';
import { bytesText } from './plain-words.ts';

/**
 * Files that lie in the folder of the report, each with the hash that is on record.
 * @param title of the first column.
 * @param files each with what stands in that column: what it shows, or what it is attached to.
 */
export function keptFiles(title: string, files: readonly { of: string; kept: Evidence }[]): Block {
  return {
    kind: 'table',
    dense: true,
    columns: [
      { title, share: 0.2 },
      { title: 'File', share: 0.27 },
      { title: 'Size', align: 'right', share: 0.07 },
      { title: 'SHA-256', share: 0.46 },
    ],
    rows: files.map(({ of, kept: { file, bytes, sha256 } }) => [
      cell(of),
      code(file),
      cell(bytesText(bytes)),
      code(sha256),
    ]),
  };
}

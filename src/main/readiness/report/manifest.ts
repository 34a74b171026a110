import { createHash } from 'node:crypto';

import { z } from 'zod';

const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

const contentSchema = z.strictObject({
  format: z.literal(1),
  attemptId: z.string(),
  version: z.string(),
  commit: z.string().nullable(),
  /** ISO-8601 UTC. */
  builtAt: z.string(),
  /** Where the journal's chain ended when the report was built. */
  journal: z.strictObject({ seq: z.number().int(), hash: sha256Schema, at: z.string() }),
  /** Every other file of the folder, by its path in it, `/` between the parts. */
  files: z.array(
    z.strictObject({ file: z.string(), sha256: sha256Schema, bytes: z.number().int() }),
  ),
});

/** What a report's folder holds; `seal` is the hash of all the rest of it. */
export const manifestSchema = contentSchema.extend({ seal: sha256Schema });
export type Manifest = z.infer<typeof manifestSchema>;

export const manifestFile = 'manifest.json';

/** Where in a report's folder the files lie that people attached to the checklist. */
export const attachmentsIn = 'attachments';

/** Seals what a manifest says. The seal shows an alteration by accident; the tie to the journal shows one on purpose. */
export function sealed(content: z.infer<typeof contentSchema>): Manifest {
  const seal = createHash('sha256').update(JSON.stringify(contentSchema.parse(content)));
  return { ...content, seal: seal.digest('hex') };
}

/** Whether a manifest still says what was sealed. */
export function sealHolds({ seal, ...content }: Manifest): boolean {
  return sealed(content).seal === seal;
}

import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { z } from 'zod';

import { gatewayKindSchema } from '#shared/domain/gateway.ts';

import { StartRefused } from './start-refused.ts';

const gatewaySettingsSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('simulated') }),
  z.strictObject({
    kind: gatewayKindSchema.extract(['paper', 'shadow']),
    host: z.string().min(1),
    port: z.number().int().min(1).max(65_535),
    clientId: z.number().int().min(0),
  }),
]);
export type GatewaySettings = z.infer<typeof gatewaySettingsSchema>;

const settingsSchema = z.strictObject({
  /** Null until a person has chosen at first start. */
  gateway: gatewaySettingsSchema.nullable(),
});
export type Settings = z.infer<typeof settingsSchema>;

function settingsFile(dataDir: string): string {
  return join(dataDir, 'settings.json');
}

/** Reads the desk's settings; a folder without any gets the first start's. Throws {@link StartRefused}. */
export function readSettings(dataDir: string): Settings {
  const file = settingsFile(dataDir);
  if (!existsSync(file)) return { gateway: null };
  let raw: unknown;
  try {
    raw = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw broken(file, error instanceof Error ? error.message : String(error));
  }
  const parsed = settingsSchema.safeParse(raw);
  if (!parsed.success) throw broken(file, z.prettifyError(parsed.error).replaceAll('\n', ' '));
  return parsed.data;
}

/** Writes the settings whole or not at all. Throws {@link StartRefused} when the folder cannot be written. */
export function writeSettings(dataDir: string, settings: Settings): void {
  const file = settingsFile(dataDir);
  try {
    mkdirSync(dataDir, { recursive: true });
    writeFileSync(`${file}.new`, `${JSON.stringify(settings, null, 2)}\n`);
    renameSync(`${file}.new`, file);
  } catch (error) {
    throw new StartRefused(
      `The settings could not be written to ${file}: ${error instanceof Error ? error.message : String(error)}.`,
      'Make the folder writable or choose another one with --data.',
    );
  }
}

function broken(file: string, why: string): StartRefused {
  return new StartRefused(
    `The settings in ${file} cannot be read: ${why}.`,
    'Correct the file, or delete it to choose the gateway anew. The journal is not touched by that.',
  );
}

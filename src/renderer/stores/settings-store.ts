import { z } from 'zod';
import { create } from 'zustand';

import { barSizeSchema } from '#shared/domain/quote.ts';

import { readStored, writeStored } from './stored.ts';

const storageKey = 'deskcheck.settings';

const settingsSchema = z.object({
  theme: z.enum(['dark', 'light', 'system']).catch('dark'),
  /** Whether B, S, J, K and the digits act without Ctrl. */
  singleKeys: z.boolean().catch(true),
  barSize: barSizeSchema.catch('5 mins'),
  /** Whether a critical alert makes a sound. */
  sound: z.boolean().catch(true),
  /** Whether a person wants notifications of the system; the browser must allow them, too. */
  desktopNotice: z.boolean().catch(false),
});
type Settings = z.infer<typeof settingsSchema>;
export type ThemeChoice = Settings['theme'];

/** One person's choices in this browser. They never reach the desk. */
export const useSettings = create<Settings>(() =>
  readStored(storageKey, settingsSchema, settingsSchema.parse({})),
);

export function changeSettings(change: Partial<Settings>): void {
  useSettings.setState(change);
  writeStored(storageKey, useSettings.getState());
}

import { create } from 'zustand';

import type { Limits } from '#shared/domain/limits.ts';

import { problemOf, type Problem } from '../problem.ts';
import { call } from './connection-store.ts';

/** The desk's limits as last read; null before. */
export const useLimits = create<{ limits: Limits | null; problem: Problem | null }>(() => ({
  limits: null,
  problem: null,
}));

/** Reads the limits anew. */
export async function readLimits(): Promise<void> {
  try {
    const { limits } = await call('limits.read', {});
    useLimits.setState({ limits, problem: null });
  } catch (error) {
    useLimits.setState({ problem: problemOf(error) });
  }
}

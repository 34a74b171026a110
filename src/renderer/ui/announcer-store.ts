import { create } from 'zustand';

type Urgency = 'polite' | 'assertive';

/** What a screen reader is told. The count makes the same words twice be read twice. */
export const useAnnouncement = create<Record<Urgency, { text: string; count: number }>>(() => ({
  polite: { text: '', count: 0 },
  assertive: { text: '', count: 0 },
}));

export function announce(text: string, urgency: Urgency): void {
  useAnnouncement.setState((before) => ({
    ...before,
    [urgency]: { text, count: before[urgency].count + 1 },
  }));
}

/** Leaves nothing to be read of what was said. */
export function fallSilent(): void {
  useAnnouncement.setState(({ polite, assertive }) => ({
    polite: { ...polite, text: '' },
    assertive: { ...assertive, text: '' },
  }));
}

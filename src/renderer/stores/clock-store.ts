import { create } from 'zustand';

const tickMs = 250;

/**
 * The one clock that ages, countdowns and the exchange's time are drawn by. Select what you show (a text, a flag),
 * not the time itself, so that a tick that changes nothing draws nothing.
 */
export const useClock = create<{ now: number }>(() => ({ now: Date.now() }));

/** Starts the clock; returns how to stop it. */
export function startClock(): () => void {
  const timer = setInterval(() => {
    useClock.setState({ now: Date.now() });
  }, tickMs);
  return () => {
    clearInterval(timer);
  };
}

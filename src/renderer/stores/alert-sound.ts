/** Between two sounds at least, milliseconds; in a flood much longer: a siren that never stops is switched off. */
const pauseMs = 2_000;
const floodPauseMs = 30_000;

let context: AudioContext | null = null;
let lastAt = Number.NEGATIVE_INFINITY;

/** Whether it is time for a sound again. */
export function mayRing(now: number, before: number, flooding: boolean): boolean {
  return now - before >= (flooding ? floodPauseMs : pauseMs);
}

/**
 * Two short tones, made here: no file is loaded. A browser keeps silent until a person has clicked or typed in the page;
 * the promise is then false.
 */
export async function ringForCritical(now: number, flooding: boolean): Promise<boolean> {
  if (!mayRing(now, lastAt, flooding)) return true;
  context ??= new AudioContext();
  if (context.state === 'suspended') await context.resume();
  if (context.state !== 'running') return false;
  lastAt = now;
  for (const [offset, frequency] of [
    [0, 880],
    [0.18, 660],
  ] as const) {
    const at = context.currentTime + offset;
    const tone = context.createOscillator();
    const loudness = context.createGain();
    tone.frequency.value = frequency;
    loudness.gain.setValueAtTime(0.0001, at);
    loudness.gain.exponentialRampToValueAtTime(0.25, at + 0.02);
    loudness.gain.exponentialRampToValueAtTime(0.0001, at + 0.16);
    tone.connect(loudness).connect(context.destination);
    tone.start(at);
    tone.stop(at + 0.17);
  }
  return true;
}

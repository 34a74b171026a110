import type { RandomSource } from '#shared/domain/ports.ts';

/** A 32-bit number that depends on every part, in order (FNV-1a, then a finishing mix). */
export function hashOf(...parts: readonly (string | number)[]): number {
  let hash = 0x811c9dc5;
  for (const part of parts) {
    const text = `${part}|`;
    for (let i = 0; i < text.length; i += 1) {
      hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    }
  }
  return mix(hash);
}

/** Spreads the bits of a 32-bit number so that neighbours have nothing in common (splitmix32's last step). */
function mix(value: number): number {
  let bits = value | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return (bits ^ (bits >>> 15)) >>> 0;
}

/** Uniform in [0, 1) for an index, without a sequence: the same key and index always give the same number. */
export function uniformAt(key: number, index: number): number {
  // An index may be beyond 32 bits (a tick of a long run): both halves count.
  const high = Math.floor(index / 4_294_967_296);
  return (
    mix(mix(key ^ Math.imul(high, 0x9e3779b9)) + Math.imul(index | 0, 0x9e3779b9)) / 4_294_967_296
  );
}

/** A seeded stream of uniform numbers (sfc32). Not for secrets: for markets that can be replayed. */
export function seededRandom(...seed: readonly (string | number)[]): RandomSource {
  let a = hashOf(...seed, 'a');
  let b = hashOf(...seed, 'b');
  let c = hashOf(...seed, 'c');
  let counter = 1;
  const step = (): number => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let i = 0; i < 12; i += 1) step();
  return { next: step };
}

/** Standard normal numbers from a uniform stream (Box and Muller, two at a time). */
export function normals(random: RandomSource): () => number {
  let spare: number | null = null;
  return () => {
    if (spare !== null) {
      const value = spare;
      spare = null;
      return value;
    }
    const radius = Math.sqrt(-2 * Math.log(1 - random.next()));
    const angle = 2 * Math.PI * random.next();
    spare = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  };
}

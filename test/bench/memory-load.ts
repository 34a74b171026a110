/** One hour of desk time under load, and how much faster than life it is lived here. */
export const hour = {
  /** Ten a second. */
  orders: 36_000,
  /** Quotes a second of desk time, over the instruments that are watched at the start. */
  quotesPerSecond: 300,
  wallMs: 90_000,
  samples: 20,
} as const;

/** How much faster than life. */
export const compression = 3_600_000 / hour.wallMs;

export const sides = ['BUY', 'SELL'] as const;

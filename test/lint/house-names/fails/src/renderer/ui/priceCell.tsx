export const cell = 1; // breaks

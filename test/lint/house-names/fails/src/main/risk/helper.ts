export const collar = 1; // breaks

export const startedAt = Date.now(); // breaks

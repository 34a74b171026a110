export const nest = 1;

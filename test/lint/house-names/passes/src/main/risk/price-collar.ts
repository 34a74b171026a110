export const collar = 1;

export const gain = '#0a9f5c';

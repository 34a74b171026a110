export const gain = '#0a9f5c'; // breaks
export const edge = '1px solid #fff'; // breaks
export const shade = `rgba(0, 0, 0, 0.5)`; // breaks
export const tint = 'oklch(70% 0.1 120)'; // breaks

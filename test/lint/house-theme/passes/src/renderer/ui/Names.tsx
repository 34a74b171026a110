export const gain = 'var(--gain)';
export const heading = '#orders';
export const count = 'order #12';

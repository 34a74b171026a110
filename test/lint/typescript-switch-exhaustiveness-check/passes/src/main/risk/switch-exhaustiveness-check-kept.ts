export function sign(side: 'BUY' | 'SELL'): number {
  switch (side) {
    case 'BUY':
      return 1;
    case 'SELL':
      return -1;
  }
}

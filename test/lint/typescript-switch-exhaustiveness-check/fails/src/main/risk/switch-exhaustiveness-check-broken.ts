export function sign(side: 'BUY' | 'SELL'): number {
  let result = 0;
  switch (side) { // breaks
    case 'BUY':
      result = 1;
      break;
  }
  return result;
}

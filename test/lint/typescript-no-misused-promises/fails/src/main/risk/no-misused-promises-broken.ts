export function sendAll(orders: readonly string[], write: (order: string) => Promise<void>): void {
  orders.forEach(async (order) => write(order)); // breaks
}

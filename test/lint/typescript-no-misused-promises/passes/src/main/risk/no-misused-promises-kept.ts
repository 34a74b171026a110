export async function sendAll(orders: readonly string[], write: (order: string) => Promise<void>): Promise<void> {
  await Promise.all(orders.map(async (order) => write(order)));
}

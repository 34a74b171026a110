import { create } from 'zustand';

/** Which orders the blotter shows. */
export type OrdersShown = 'working' | 'external' | 'all';
export const useBlotter = create<{ orders: OrdersShown }>(() => ({ orders: 'all' }));

export function showOrders(orders: OrdersShown): void {
  useBlotter.setState({ orders });
}

let exportOrders: (() => void) | null = null;

/** Tells how the orders on the screen become a file; null when they are not on the screen. */
export function offerOrdersExport(offer: (() => void) | null): void {
  exportOrders = offer;
}

/** Saves the orders as the blotter shows them as CSV. */
export function saveOrdersAsCsv(): void {
  exportOrders?.();
}

import { useState } from 'react';

export function Ticket({ open }: { open: boolean }) {
  if (!open) return null;
  const [quantity] = useState(1); // breaks
  return <output>{quantity}</output>;
}

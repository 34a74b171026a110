import { useState } from 'react';

export function Strip({ open }: { open: boolean }) {
  const [quantity] = useState(1);
  return open ? <output>{quantity}</output> : null;
}

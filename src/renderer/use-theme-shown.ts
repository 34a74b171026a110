import { useSyncExternalStore } from 'react';

import { useSettings } from './stores/settings-store.ts';

const prefersLight = matchMedia('(prefers-color-scheme: light)');

function onSystemTheme(listener: () => void): () => void {
  prefersLight.addEventListener('change', listener);
  return () => {
    prefersLight.removeEventListener('change', listener);
  };
}

/** The theme on the screen: the person's choice, or the system's where they follow it. */
export function useThemeShown(): 'dark' | 'light' {
  const choice = useSettings((state) => state.theme);
  const system = useSyncExternalStore(onSystemTheme, () =>
    prefersLight.matches ? 'light' : 'dark',
  );
  return choice === 'system' ? system : choice;
}

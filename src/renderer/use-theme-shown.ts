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

const themeAttribute = 'data-mantine-color-scheme';

function onPainted(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: [themeAttribute] });
  return () => {
    observer.disconnect();
  };
}

/**
 * The theme whose colours the page has now; null before the first. For what reads colours itself, such as a canvas: the page
 * takes the colours of the theme chosen only after its parts have heard of the choice.
 */
export function useThemePainted(): string | null {
  return useSyncExternalStore(onPainted, () =>
    document.documentElement.getAttribute(themeAttribute),
  );
}

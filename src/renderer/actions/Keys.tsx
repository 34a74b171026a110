import { shortcutKeys } from './shortcut.ts';

/** A shortcut drawn as keys, beside the thing it does. */
export function Keys({ shortcut }: { shortcut: string }) {
  return (
    <span className="keys" aria-hidden="true">
      {shortcutKeys(shortcut).map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  );
}

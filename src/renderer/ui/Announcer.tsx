import { useAnnouncement } from './announcer-store.ts';

/** The live regions of the console: one waits for a pause, one interrupts. */
export function Announcer() {
  const { polite, assertive } = useAnnouncement();
  return (
    <div className="visually-hidden">
      <div role="status" aria-live="polite" aria-atomic="true">
        <span key={polite.count}>{polite.text}</span>
      </div>
      <div role="alert" aria-live="assertive" aria-atomic="true">
        <span key={assertive.count}>{assertive.text}</span>
      </div>
    </div>
  );
}

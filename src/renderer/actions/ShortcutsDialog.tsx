import { Modal } from '@mantine/core';

import { showShortcuts, useNavigation } from '../stores/navigation-store.ts';
import { allActions } from './all-actions.ts';
import { Keys } from './Keys.tsx';

/** Every shortcut there is, by group. */
export function ShortcutsDialog() {
  const open = useNavigation((state) => state.shortcutsOpen);
  const groups = Map.groupBy(
    allActions.filter(({ shortcut }) => shortcut !== null),
    ({ group }) => group,
  );
  return (
    <Modal
      opened={open}
      title="Shortcuts"
      closeButtonProps={{ 'aria-label': 'Close' }}
      onClose={() => {
        showShortcuts(false);
      }}
    >
      {[...groups].map(([group, actions]) => (
        <section key={group} className="shortcut-group">
          <h3>{group}</h3>
          <dl>
            {actions.map(({ id, label, shortcut }) => (
              <div key={id} className="figure">
                <dt>{label}</dt>
                <dd>
                  <span className="visually-hidden">{shortcut}</span>
                  {shortcut !== null && <Keys shortcut={shortcut} />}
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
      <p className="muted">
        In the ticket: ↑ and ↓ step by one tick or one lot, with Shift by ten; Enter previews, Enter
        again sends.
      </p>
    </Modal>
  );
}

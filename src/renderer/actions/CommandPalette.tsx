import { Spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';

import { isAtHand, refusalOf } from './action.ts';
import { useActionContext } from './action-context.ts';
import { allActions } from './all-actions.ts';
import { Keys } from './Keys.tsx';

/** Every action of the screen by name. An action that cannot be done now says why instead of hiding. */
export function CommandPalette() {
  const context = useActionContext();
  const actions = allActions
    .filter((action) => action.id !== 'palette.open' && isAtHand(action, context))
    .map((action) => {
      const refusal = refusalOf(action, context);
      return {
        id: action.id,
        label: action.label,
        description: refusal ?? action.group,
        disabled: refusal !== null,
        rightSection: action.shortcut === null ? undefined : <Keys shortcut={action.shortcut} />,
        onClick: action.run,
      };
    });
  return (
    <Spotlight
      actions={actions}
      shortcut={null}
      lockScroll={false}
      attributes={{ content: { 'aria-label': 'Command palette' } }}
      nothingFound="No action has that in its name."
      highlightQuery
      scrollable
      searchProps={{
        leftSection: <IconSearch aria-hidden="true" size={16} />,
        placeholder: 'What do you want to do?',
        'aria-label': 'Find an action',
      }}
    />
  );
}

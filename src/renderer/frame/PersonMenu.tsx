import { Menu, UnstyledButton } from '@mantine/core';

import { Keys } from '../actions/Keys.tsx';
import { showPersonMenu, useNavigation } from '../stores/navigation-store.ts';
import { lockWindow, signOut, switchPerson, useSession } from '../stores/session-store.ts';
import { rolesText } from './people-words.ts';

/** Who is at this window, and the way to another person. */
export function PersonMenu() {
  const person = useSession((session) => session.person);
  const people = useSession((session) => session.people) ?? [];
  const practice = useSession((session) => session.practice);
  const opened = useNavigation((state) => state.personMenuOpen);
  if (person === null) return null;
  return (
    <Menu
      opened={opened}
      onChange={showPersonMenu}
      position="bottom-end"
      withArrow
      trapFocus
      returnFocus
    >
      <Menu.Target>
        <UnstyledButton
          className="status-button person"
          title={`${person.name}: ${rolesText(person.roles)}`}
        >
          <span className="visually-hidden">Person: </span>
          {person.name}
          <span aria-hidden="true" className="muted">
            {' '}
            ▾
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          This window is worked by <Keys shortcut="P" />
        </Menu.Label>
        {practice === false && (
          <>
            <Menu.Item
              onClick={() => {
                void lockWindow();
              }}
            >
              Lock this window <Keys shortcut="Ctrl+L" />
            </Menu.Item>
            <Menu.Item
              onClick={() => {
                void signOut();
              }}
            >
              Sign out
            </Menu.Item>
          </>
        )}
        {practice === true && (
          <Menu.RadioGroup
            value={person.personId}
            onChange={(personId) => {
              void switchPerson(personId);
            }}
          >
            {people.map(({ personId, name, roles }) => (
              <Menu.RadioItem key={personId} value={personId} closeMenuOnClick>
                {name} <span className="muted">{rolesText(roles)}</span>
              </Menu.RadioItem>
            ))}
          </Menu.RadioGroup>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}

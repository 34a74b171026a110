import { useEffect, useRef, type KeyboardEvent } from 'react';

import { faultCatalogue, faultGroups, faultsOf } from '../../stores/fault-catalogue.ts';
import { askForFaultForm, chooseFault, useSimulator } from '../../stores/simulator-store.ts';

function goOnToForm(event: KeyboardEvent): void {
  if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  askForFaultForm();
}

/** Every fault there is, by what it touches. Arrow keys choose, Enter goes on to its form. */
export function FaultList() {
  const chosen = useSimulator((state) => state.kind);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const option = list.current?.querySelector('[data-chosen="true"]');
    option?.scrollIntoView({ block: 'nearest' });
    // Chosen by a shortcut while the focus is in the list: the arrow keys go on from there.
    if (list.current?.contains(document.activeElement) === true) {
      option?.querySelector('input')?.focus();
    }
  }, [chosen]);
  return (
    <div ref={list} className="fault-list" role="radiogroup" aria-label="Fault">
      {faultGroups.map(([group, name]) => (
        <div key={group} role="group" aria-labelledby={`faults-of-${group}`}>
          <h3 id={`faults-of-${group}`}>{name}</h3>
          {faultsOf(group).map((kind) => (
            <label key={kind} className="fault-option" data-chosen={kind === chosen}>
              <input
                type="radio"
                className="visually-hidden"
                name="fault"
                value={kind}
                checked={kind === chosen}
                onChange={() => {
                  chooseFault(kind);
                }}
                onKeyDown={goOnToForm}
              />
              {faultCatalogue[kind].title}
            </label>
          ))}
        </div>
      ))}
    </div>
  );
}

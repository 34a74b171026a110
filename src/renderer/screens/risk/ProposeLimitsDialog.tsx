import { Modal, Tabs, Textarea } from '@mantine/core';
import { useState } from 'react';

import { limitWords } from '#shared/domain/limit-words.ts';
import type { LimitName, Limits } from '#shared/domain/limits.ts';
import { limitsDifferences } from '#shared/domain/limits-difference.ts';

import { refusalOf } from '../../actions/action.ts';
import { useActionContext } from '../../actions/action-context.ts';
import { actionOf } from '../../actions/all-actions.ts';
import { CommandForm } from '../../actions/CommandForm.tsx';
import { call } from '../../stores/connection-store.ts';
import {
  draftOf,
  draftParts,
  draftProblems,
  limitsOfDraft,
  type DraftPart,
  type DraftProblem,
} from '../../stores/limits-draft.ts';
import { useLimits } from '../../stores/limits-store.ts';
import { proposeLimits, useNavigation } from '../../stores/navigation-store.ts';
import { ScrollRegion } from '../../ui/ScrollRegion.tsx';
import { Differences } from './Differences.tsx';
import { LimitLines } from './LimitLines.tsx';
import { MonitorLines } from './MonitorLines.tsx';
import { PermissionLines } from './PermissionLines.tsx';

const partWords: Record<DraftPart, string> = {
  limits: 'Limits',
  monitors: 'Monitors',
  permissions: 'Permissions',
};
const words = new Map<string, string>(limitWords satisfies readonly [LimitName, string][]);

/** Where something is wrong, for a person who may be looking at another part. */
function problemText({ part, about, sentence }: DraftProblem): string {
  return `${partWords[part]}, ${words.get(about) ?? about}: ${sentence}`;
}

function ProposeForm({ inForce, onDone }: { inForce: Limits; onDone: () => void }) {
  const [base] = useState(inForce);
  const [draft, setDraft] = useState(() => draftOf(inForce));
  const [part, setPart] = useState<DraftPart>('limits');
  const [reason, setReason] = useState('');
  const refused = refusalOf(actionOf('limits.propose'), useActionContext());
  const problems = draftProblems(draft);
  const [wrong] = problems;
  const limits = limitsOfDraft(draft, base);
  const differences = limits === null ? [] : limitsDifferences(base, limits);
  const refusal =
    refused ??
    (base.version !== inForce.version
      ? `Version ${inForce.version} came into force meanwhile. Close this and begin anew.`
      : wrong !== undefined
        ? problemText(wrong)
        : differences.length === 0
          ? 'Change something first.'
          : reason.trim() === ''
            ? 'Say why: the reason goes on record.'
            : null);
  return (
    <CommandForm
      label="Propose new limits"
      verb={`Propose version ${base.version + 1}`}
      refusal={refusal}
      send={async () => {
        // Without them there is a refusal, and nothing is sent.
        if (limits === null) return;
        await call('limits.propose', { baseVersion: base.version, limits, reason: reason.trim() });
      }}
      done="Proposed. Another person approves it."
      onDone={onDone}
    >
      <Tabs
        value={part}
        keepMounted={false}
        onChange={(value) => {
          setPart(draftParts.find((each) => each === value) ?? part);
        }}
      >
        <Tabs.List aria-label="Parts of the document">
          {draftParts.map((each) => {
            const count = problems.filter((problem) => problem.part === each).length;
            return (
              <Tabs.Tab key={each} value={each}>
                {partWords[each]}
                {count > 0 && <span className="severity-critical"> ◆ {count} to correct</span>}
              </Tabs.Tab>
            );
          })}
        </Tabs.List>
        <Tabs.Panel value="limits" className="draft-lines">
          <LimitLines draft={draft} onChange={setDraft} inForce={base} />
        </Tabs.Panel>
        <Tabs.Panel value="monitors" className="draft-lines">
          <MonitorLines draft={draft} onChange={setDraft} />
        </Tabs.Panel>
        <Tabs.Panel value="permissions" className="draft-lines">
          <PermissionLines draft={draft} onChange={setDraft} />
        </Tabs.Panel>
      </Tabs>
      {differences.length > 0 && (
        <ScrollRegion className="draft-differences" label="Differences">
          <Differences label="What you propose" differences={differences} />
        </ScrollRegion>
      )}
      <Textarea
        label="Reason"
        description="What a second person reads before they approve."
        value={reason}
        maxLength={2_000}
        onChange={(event) => {
          setReason(event.currentTarget.value);
        }}
      />
    </CommandForm>
  );
}

/** Writes new limits from those in force. Nothing changes until another person has approved them. */
export function ProposeLimitsDialog() {
  const opened = useNavigation((state) => state.proposingLimits);
  const limits = useLimits((state) => state.limits);
  const close = (): void => {
    proposeLimits(false);
  };
  return (
    <Modal
      opened={opened && limits !== null}
      size="var(--dialog-wide)"
      title="Propose new limits"
      closeButtonProps={{ 'aria-label': 'Close' }}
      onClose={close}
    >
      {limits !== null && <ProposeForm inForce={limits} onDone={close} />}
    </Modal>
  );
}

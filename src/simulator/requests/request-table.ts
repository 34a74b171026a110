import { accountRequests } from './account-requests.ts';
import { contractRequests } from './contract-requests.ts';
import { executionRequests } from './execution-requests.ts';
import { extentRequests } from './extent-requests.ts';
import { historyRequests } from './history-requests.ts';
import { newsRequests } from './news-requests.ts';
import { optionRequests } from './option-requests.ts';
import { orderRequests } from './order-requests.ts';
import { pastTickRequests } from './past-tick-requests.ts';
import { quoteRequests } from './quote-requests.ts';
import { referenceRequests } from './reference-requests.ts';
import type { RequestTable } from './rooms.ts';
import { sessionRequests } from './session-requests.ts';
import { streamRequests } from './stream-requests.ts';
import { unsupportedRequests } from './unsupported-requests.ts';

/** Every request of the protocol by its message id. */
export const requestTable: RequestTable = new Map([
  ...sessionRequests,
  ...contractRequests,
  ...quoteRequests,
  ...streamRequests,
  ...historyRequests,
  ...pastTickRequests,
  ...extentRequests,
  ...referenceRequests,
  ...newsRequests,
  ...accountRequests,
  ...optionRequests,
  ...orderRequests,
  ...executionRequests,
  ...unsupportedRequests,
]);

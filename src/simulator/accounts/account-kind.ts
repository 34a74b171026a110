/** The name that means every account at once, in a summary and for an advisor. */
export const allAccounts = 'All';

/** Whether an id is an advisor's own account: F… for money, DF… for paper. Source: IB, TWS API, Financial Advisors. */
export function isAdvisor(id: string): boolean {
  return /^D?F/.test(id);
}

/** Whether a name means all of an advisor's accounts together: `All`, or the advisor's id with an A at its end. */
export function meansAll(name: string, ids: readonly string[]): boolean {
  return name === allAccounts || ids.some((id) => isAdvisor(id) && name === `${id}A`);
}

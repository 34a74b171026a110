/** The options of one trading class of an underlying on one exchange: every expiry is listed with every strike. */
export interface OptionChain {
  exchange: string;
  /** conId of the underlying. */
  underlyingId: number;
  tradingClass: string;
  /** Value of one unit of price for one contract. */
  multiplier: number;
  /** Last trade dates `YYYYMMDD`, in order. */
  expiries: readonly string[];
  strikes: readonly number[];
}

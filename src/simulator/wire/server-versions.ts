/** The newest protocol the simulated gateway speaks: the last one before messages became protobuf. */
export const newestServerVersion = 193;

/** The oldest one: what the oldest client in common use negotiates. */
export const oldestServerVersion = 176;

/** From which server version on a field or a message has its newer shape. Source: the TWS API's EClient. */
export const minimumServerVersion = {
  noFinancialAdvisorProfile: 177,
  pendingPriceRevision: 178,
  lastTradeDate: 182,
  customerAccount: 183,
  professionalCustomer: 184,
  bondAccruedInterest: 185,
  ineligibilityReasons: 186,
  requestForQuoteFields: 187,
  bondTradingHours: 188,
  includeOvernight: 189,
  noRequestForQuoteFields: 190,
  cmeTaggingFields: 192,
  cmeTaggingFieldsInOpenOrder: 193,
} as const;

/** When in the day, by the wall clock of each zone, what decides about money begins: in this order, so that a bill knows what began and dunning what was billed. */
export const DAILY = { start_of_day: '00:01', bill_period: '02:00', dunning: '06:00' } as const;

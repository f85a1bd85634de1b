/** What an answer costs, in microseconds of a processor. A replica answers on one thread. */
export type UnitCost = { readonly replica: number; readonly edge: number; readonly database: number; readonly client: number };

/** Answers a second of some replicas on one machine with so many cores, of which the client uses a part if it is on it too. */
export function throughput(cost: UnitCost, replicas: number, cores: number): number {
  const ofThreads = (replicas * 1e6) / cost.replica;
  const ofCores = (cores * 1e6) / (cost.replica + cost.edge + cost.database + cost.client);
  return Math.min(ofThreads, ofCores);
}

export type Prices = { readonly coreHour: number; readonly gigabyteMonth: number };
export type Demand = { readonly perSecond: number; readonly unit: Pick<UnitCost, "replica" | "edge" | "database"> };

/** No more of a machine is planned for than this: the rest is for a machine that is lost, and for what nobody foresaw. */
export const plannedUse = 0.5;

/** Cores for work that comes at the same time; three machines, of which two have to be enough. */
export function coresFor(demands: readonly Demand[]): number {
  const used = demands.reduce((sum, { perSecond, unit }) => sum + (perSecond * (unit.replica + unit.edge + unit.database)) / 1e6, 0);
  return Math.ceil((used / plannedUse) * 1.5);
}

/** The price of a month with so many cores and so many bytes kept on each of `copies`. */
export const monthPrice = ({ coreHour, gigabyteMonth }: Prices, cores: number, bytes: number, copies = 2): number =>
  cores * 730 * coreHour + (bytes / 1e9) * copies * gigabyteMonth;

/** The peak of something that happens `total` times in `days`, when the busiest hour has `share` of its day and days are alike. */
export const peakOf = (total: number, days: number, share: number): number => ((total / days) * share) / 3_600;

import type { ServiceFigures } from "@troad/cases/api";
import type { ConnectedFigures } from "@troad/connected/api";

export type OnlineDegree = "full" | "part" | "none";
export type CatalogueEntry = { service: string; agency: string; online: OnlineDegree };
/** What a month says of a service. Shares are between 0 and 1; null where nothing was counted, or too little to show. */
export type Row = {
  service: string;
  agency: string;
  online: OnlineDegree;
  /** A service that its agency runs itself. */
  elsewhere: boolean;
  begun: number;
  completion: number | null;
  submitted: number;
  onlineShare: number | null;
  decided: number;
  granted: number;
  medianDays: number | null;
  slowDays: number | null;
  rated: number;
  score: number | null;
  /** Minutes of officers for a case in which one acted, and what they cost in NT$. */
  minutes: number | null;
  cost: number | null;
};

/** Fewer answers could be told apart. */
export const fewestRatings = 5;
const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole);
const days = (hours: number | null): number | null => (hours === null ? null : hours / 24);

const nothing: Omit<ServiceFigures, "service"> = {
  ...{ begun: 0, completed: 0, channels: {}, decided: 0, granted: 0, medianHours: null, slowHours: null, minutes: 0, worked: 0 },
  scores: [0, 0, 0, 0, 0],
};

/** One service of ours. `rate` is NT$ an hour. */
export function ownRow({ service, agency, online }: CatalogueEntry, found: ServiceFigures | undefined, rate: number): Row {
  const { begun, completed, channels, decided, granted, medianHours, slowHours, minutes, worked, scores } = found ?? nothing;
  const submitted = Object.values(channels).reduce((sum, n) => sum + n, 0);
  const rated = scores.reduce((sum, n) => sum + n, 0);
  const sum = scores.reduce((all, n, index) => all + n * (index + 1), 0);
  const aCase = share(minutes, worked);
  return {
    ...{ service, agency, online, elsewhere: false, begun, completion: share(completed, begun), submitted },
    onlineShare: share((channels.online ?? 0) + (channels.partner ?? 0), submitted),
    ...{ decided, granted, medianDays: days(medianHours), slowDays: days(slowHours), rated },
    score: rated < fewestRatings ? null : sum / rated,
    ...{ minutes: aCase, cost: aCase === null ? null : (aCase / 60) * rate },
  };
}

/** A service that its agency runs itself: what it tells has no drafts, ratings or minutes. */
export const elsewhereRow = ({
  service,
  agency,
  begun,
  online,
  decided,
  granted,
  medianHours,
  slowHours,
}: ConnectedFigures): Row => ({
  ...{ service, agency, online: "full", elsewhere: true, begun, completion: null, submitted: begun },
  ...{ onlineShare: share(online, begun), decided, granted, medianDays: days(medianHours), slowDays: days(slowHours) },
  ...{ rated: 0, score: null, minutes: null, cost: null },
});

export type Totals = { services: number; full: number; part: number; none: number; submitted: number; online: number };

/** How far the whole government is online: over services, and over the applications of the month. */
export function totalsOf(rows: readonly Row[]): Totals {
  const of = (degree: OnlineDegree): number => rows.filter(({ online }) => online === degree).length;
  const online = rows.reduce((sum, { onlineShare, submitted }) => sum + Math.round((onlineShare ?? 0) * submitted), 0);
  const submitted = rows.reduce((sum, row) => sum + row.submitted, 0);
  return { services: rows.length, full: of("full"), part: of("part"), none: of("none"), submitted, online };
}

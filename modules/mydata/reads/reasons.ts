/** Why a person is told of a read at once, the gravest first: one of many people, at night, for no matter that has a number, or for the first time. */
export const reasons = ["bulk", "night", "no-case", "first"] as const;
export type Reason = (typeof reasons)[number];

/** So many people read by one agency within the window before or after are many. */
export const bulkPeople = 50;
export const bulkMs = 10 * 60_000;
const [nightFrom, nightTo] = [22, 6];
const taipeiHours = 8;

/** The hour of the day in Taiwan, which has had no summer time since 1979. */
const hourOf = (at: string): number => (new Date(at).getUTCHours() + taipeiHours) % 24;
const isNight = (at: string): boolean => hourOf(at) >= nightFrom || hourOf(at) < nightTo;

export type Seen = {
  at: string;
  issue: string | null;
  /** The agency had read this person before. */
  before: boolean;
  /** How many people it read around then, counted up to `bulkPeople`. */
  people: number;
};

/** What is unusual about a read, the gravest first. */
export const reasonsOf = ({ at, issue, before, people }: Seen): Reason[] =>
  reasons.filter(
    (reason) =>
      ({ bulk: people >= bulkPeople, night: isNight(at), "no-case": issue === null || issue === "", first: !before })[reason],
  );

import type { End } from "../definition/steps.ts";

/** A calendar day in Taiwan, `YYYY-MM-DD`. */
export type Day = string;

/** Where a case stands. */
export type Place = {
  step: string;
  /** The day on which the step was entered, and the last day of its limit; null where it has none. */
  since: Day;
  due: Day | null;
  /** The one extension that a limit allows was used. */
  extended: boolean;
  /** How often this step has been entered, this time included. */
  visit: number;
};

export type Vote = { subject: string } & ({ vote: "for" | "against" | "abstain" } | { score: number });

/** What the rules of a flow look at; a fold over the actions of the case. */
export type FlowState = {
  /** Null once the case has ended. */
  place: Place | null;
  /** How it ended and on which day its parties were told (null: the letter is not delivered yet); kept while a remedy is under way. */
  ended: { end: End; told: Day | null } | null;
  /** Parties by key, as far as they have signed or refused in the present round. */
  signatures: Readonly<Record<string, "signed" | "refused">>;
  /** All keys of parties by party: `founder` -> `founder.1`, `founder.2`. */
  parties: Readonly<Record<string, readonly string[]>>;
  /** Who acted in each officer's step. */
  actors: Readonly<Record<string, readonly string[]>>;
  votes: readonly Vote[];
  /** The officer to whom the present step is assigned. */
  assigned: string | null;
  /** How often something was asked for; once, unless a remedy has begun since. */
  asked: number;
  /** Subjects of persons the case is about: none of them acts as an officer in it. */
  persons: readonly string[];
  /** The officer who filed it at the counter: where four eyes are asked, theirs are the first. */
  counter: string | null;
};

/** A post that an officer holds. `area`: a code of a place, whose officers act for all places whose code begins with it; null for all. */
export type Post = { role: string; agency: string; area: string | null };

/** Who wants to act: a party of the case, alone or by mandate, or an officer. */
export type Actor = { subject: string; parties: readonly string[]; posts: readonly Post[] };

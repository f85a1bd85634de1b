import { type Actor, type Collected, derive, type FlowState, isDerived, type ReadValue, recordOf, valueAt } from "@troad/flow";
import type { Answers } from "@troad/forms";
import type { Assessed, Case } from "./actions.ts";
import { isByOfficer } from "./on-behalf.ts";
import { referenceOf } from "./reference.ts";
import type { LoadedService } from "./services.ts";

/** What has come together for a case. A register that has no record of the person says what the service says that it means. */
export function collectedOf(service: LoadedService, state: Case): Collected {
  const sources: Record<string, Record<string, unknown>> = {};
  for (const source of service.definition.sources) {
    const record = recordIn(state, source);
    if (record) sources[source.id] = record;
  }
  return {
    answers: state.answers as Answers,
    sources,
    outcomes: state.outcomes,
    written: state.written,
    case: {
      number: referenceOf(state.id),
      applicant: state.opened.nationalId,
      name: state.opened.name,
      ...(state.place ? { today: state.place.since } : {}),
    },
    ...(state.law ? { law: state.law.values } : {}),
  };
}

/** What a source said; of several persons each field has a list with what was said of each. */
function recordIn(
  { sources }: Case,
  source: LoadedService["definition"]["sources"][number],
): Record<string, unknown> | undefined {
  const known = sources.get(source.id);
  if (known) return known.received ? recordOf(source, known.record) : undefined;
  const records: Record<string, unknown>[] = [];
  for (let n = 1; sources.get(`${source.id}.${n}`)?.received; n++) {
    const record = recordOf(source, sources.get(`${source.id}.${n}`)!.record);
    if (record) records.push(record);
  }
  if (records.length === 0) return undefined;
  return Object.fromEntries(source.fields.map((field) => [field, records.flatMap((record) => record[field] ?? [])]));
}

/** Follows references of the service through what has come together. */
export const readerOf = (service: LoadedService, state: Case): ReadValue => {
  const collected = collectedOf(service, state);
  return (reference) => valueAt(reference, collected);
};

/** What the law had worked out before people decide. */
export const lawBehind = ({ law }: Pick<Case, "law">): Assessed => law ?? { values: {}, trace: [] };

/** A person who takes part, by the key that signatures and letters use. */
export type Party = { key: string; party: string; nationalId: string; name: string };

/** Everybody who takes part, as the answers name them: one for each entry of a repeatable group. */
export function partiesOf({ definition }: LoadedService, { opened, answers }: Pick<Case, "opened" | "answers">): Party[] {
  /** A party is named by two answers, or by one of a person whom a register knows. */
  const text = (value: unknown, part: "number" | "name"): string => {
    const own = typeof value === "object" && value !== null && part in value ? (value as Record<string, unknown>)[part] : value;
    return typeof own === "string" ? own : "";
  };
  return Object.entries(definition.parties).flatMap(([party, one]): Party[] => {
    if (one.kind === "applicant") return [{ key: party, party, nationalId: opened.nationalId, name: opened.name }];
    if (one.each === undefined) {
      const nationalId = text(answers[one.nationalId], "number");
      return nationalId === "" ? [] : [{ key: party, party, nationalId, name: text(answers[one.name], "name") }];
    }
    const entries = answers[one.each];
    const list: Record<string, unknown>[] = Array.isArray(entries) ? entries : [];
    return list.map((entry, index) => ({
      ...{ key: `${party}.${index + 1}`, party },
      ...{ nationalId: text(entry[one.nationalId], "number"), name: text(entry[one.name], "name") },
    }));
  });
}

/** Whose record a source is asked for: the applicant's, another party's, or the one under a register's own key; undefined for nobody's. */
export function sourceSubject(
  service: LoadedService,
  state: Case,
  { of }: LoadedService["definition"]["sources"][number],
): { nationalId: string } | { key: string } | undefined {
  if (!of) return { nationalId: state.opened.nationalId };
  if ("party" in of) {
    // several persons are one party: a record of each would be several records
    const [first, ...others] = partiesOf(service, state).filter(({ party }) => party === of.party);
    return first && others.length === 0 ? { nationalId: first.nationalId } : undefined;
  }
  const read = readerOf(service, state);
  const key = isDerived(of.from) ? derive(of.from, read) : read(of.from);
  return typeof key === "string" && key !== "" ? { key } : undefined;
}

/** The case as the rules of its flow see it. */
export function flowStateOf(service: LoadedService, state: Case): FlowState {
  const parties: Record<string, string[]> = Object.fromEntries(Object.keys(service.definition.parties).map((id) => [id, []]));
  for (const { key, party } of partiesOf(service, state)) parties[party]!.push(key);
  const filer = state.onBehalf;
  return {
    place: state.place,
    // the days of an appeal begin when the letter is delivered, where one was sent as a notice
    ended:
      state.place === null && state.ended
        ? { end: state.ended.end, told: state.notice ? state.notice.deliveredOn : state.ended.told }
        : null,
    signatures: state.signatures,
    parties,
    actors: state.actors,
    votes: state.votes,
    assigned: state.assigned?.to ?? null,
    asked: state.asked,
    persons: [state.opened.subject, ...(filer && !isByOfficer(filer) ? [filer.subject] : [])],
    counter: isByOfficer(filer) ? filer.subject : null,
  };
}

/** The keys of the parties that a national id is in a case. */
export const partyKeysOf = (service: LoadedService, state: Case, nationalId: string): string[] =>
  partiesOf(service, state)
    .filter((one) => one.nationalId === nationalId)
    .map(({ key }) => key);

export type { Actor };

import type { EidApi } from "@troad/eid/api";
import { factsOf, isReference, type ReadValue, type StepOf } from "@troad/flow";
import { taipeiDate } from "@troad/kernel";
import type { Case, EntryFinding } from "../domain/actions.ts";
import { isByOfficer } from "../domain/on-behalf.ts";
import type { LoadedService } from "../domain/services.ts";
import { counterOf } from "../domain/standing.ts";
import { partiesOf, readerOf } from "../domain/values.ts";

type Entry = NonNullable<StepOf<"write">["entry"]>;
type Facts = Record<string, unknown>;
type Filer = { nationalId: string; as: string; present: "counter" | "online" | "mandate" };
export type EntryBody = {
  facts: Facts;
  filedOn: string;
  filers: Filer[];
  office: string;
  officer: { nationalId: string } | null;
  reasons?: string;
  exOfficio?: { remindedOn: string | null };
};

/**
 * What a case applies for: its facts, who filed it and how, and the officer who enters it with the reasons that they gave. What the office enters by itself is
 * of `today`, the day on which the case came to it, and has no applicants.
 */
export async function entryOf(
  eid: Pick<EidApi, "person">,
  entry: Entry,
  values: StepOf<"write">["values"],
  { state, service, officer: now, today }: { state: Case; service: LoadedService; officer?: string; today: string },
): Promise<EntryBody> {
  const read = readerOf(service, state);
  const officer = now ?? (entry.officer === undefined ? undefined : state.actors[entry.officer]?.at(-1));
  const person = officer === undefined ? null : await eid.person(officer);
  if (officer !== undefined && !person) throw new Error("the officer who decided is not known any more");
  return {
    facts: { ...factsOf(values, read), ...reminderOf(entry, state) },
    filedOn: entry.exOfficio ? today : taipeiDate(new Date(state.filedAt ?? state.submittedAt ?? state.createdAt)),
    ...exOfficioOf(entry, state),
    filers: entry.exOfficio ? [] : filersOf(service, state, entry, read),
    office: officeOf(counterOf(state)?.area ?? String(placeOf(entry.office, read) ?? "")),
    officer: person ? { nationalId: person.nationalId } : null,
    ...(state.reasons.trim() === "" ? {} : { reasons: state.reasons.trim().slice(0, 500) }),
  };
}

/** The last day that a reminder set, where the case has come to it. */
function reminderOf({ reminder }: Entry, { entered }: Case): Facts {
  const due = reminder && entered[reminder.step]?.due;
  return reminder && due ? { [reminder.fact]: due } : {};
}

const exOfficioOf = ({ exOfficio }: Entry, { entered }: Case): Pick<EntryBody, "exOfficio"> =>
  exOfficio ? { exOfficio: { remindedOn: entered[exOfficio.reminded]?.day ?? null } } : {};

const placeOf = (from: Entry["office"], read: ReadValue): unknown => (typeof from === "string" ? read(from) : from.value);

/** Offices are those of townships: of the code of a village, that is its beginning. */
const officeOf = (place: string): string => (place.length > 8 ? place.slice(0, 8) : place);

/** At the counter people stand before an officer; online they signed in themselves, and for those who gave a mandate another did. */
function filersOf(service: LoadedService, state: Case, { filers }: Entry, read: ReadValue): Filer[] {
  const parties = partiesOf(service, state);
  const how =
    state.onBehalf?.as === "counter" ? "counter" : state.onBehalf && !isByOfficer(state.onBehalf) ? "mandate" : "online";
  return filers.flatMap(({ as, party, present }) => {
    const named = party ?? parties.find(({ nationalId }) => nationalId === state.opened.nationalId)?.party;
    return parties
      .filter((one) => one.party === named)
      .map(
        ({ nationalId }): Filer => ({
          nationalId,
          as: isReference(as) ? String(read(as) ?? "") : as,
          present: present ?? (nationalId === state.opened.nationalId || how === "counter" ? how : "online"),
        }),
      );
  });
}

/** What a register answers to an entry that was made: its first record as the key, what it gave, what it costs, and the limits of a fine. */
export function enteredIn({
  entered,
  changes,
  given,
  fee,
  fine,
}: Facts): { key: string; version: number; given: Record<string, unknown> } | undefined {
  const [first] = Array.isArray(changes) ? (changes as { key?: unknown; version?: unknown }[]) : [];
  if (entered !== true || typeof first?.key !== "string" || typeof first.version !== "number") return undefined;
  const { from: fineFrom, to: fineTo } = (fine ?? {}) as { from?: unknown; to?: unknown };
  const money = { fee, fineFrom, fineTo };
  const amounts = Object.entries(money).filter(([, amount]) => Number.isSafeInteger(amount));
  return {
    ...{ key: first.key, version: first.version },
    given: { ...Object.fromEntries(amounts), ...(given as Record<string, string> | undefined) },
  };
}

/** What its rules say against an entry that was not made. */
export function findingsIn({ entered, findings }: Facts): EntryFinding[] | undefined {
  return entered === false && Array.isArray(findings) ? (findings as EntryFinding[]) : undefined;
}

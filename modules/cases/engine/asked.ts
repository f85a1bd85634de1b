import { applicantOf, type StepOf } from "@troad/flow";
import type { Case } from "../domain/actions.ts";
import type { LoadedService } from "../domain/services.ts";
import { partiesOf, sourceSubject } from "../domain/values.ts";

type Source = LoadedService["definition"]["sources"][number];

/** One question to one source: where several persons are a party, each of them is asked about by an own one, `income.2`. */
export type AskedSource = {
  /** The source, and which of several persons. */
  key: string;
  source: Source;
  /** Whose record it is; undefined where an answer should have named a person and did not. */
  subject: { nationalId: string } | { key: string } | undefined;
  /** The party whose consent it needs, by its key; null where a law allows the read. */
  agrees: string | null;
};

/** What is asked of a source in this case: nothing where nobody is the party, and absence has a meaning. */
export function askedOf(service: LoadedService, state: Case, source: Source): AskedSource[] {
  const { id, of, byLaw, absent } = source;
  if (!of || "key" in of) {
    const agrees = byLaw === undefined ? applicantOf(service.flow) : null;
    return [{ key: id, source, subject: sourceSubject(service, state, source), agrees }];
  }
  const persons = partiesOf(service, state).filter(({ party }) => party === of.party);
  const definition = service.definition.parties[of.party];
  const isEach = definition?.kind === "named" && definition.each !== undefined && absent !== undefined;
  if (persons.length === 0 && absent === undefined) return [{ key: id, source, subject: undefined, agrees: null }];
  if (!isEach && persons.length > 1) return [{ key: id, source, subject: undefined, agrees: null }];
  return persons.map(({ key, nationalId }, index) => ({
    ...{ key: isEach ? `${id}.${index + 1}` : id, source, subject: { nationalId } },
    agrees: byLaw === undefined ? key : null,
  }));
}

/** The collect step on which a case stands. */
export function collectStepOf(service: LoadedService, { place }: Pick<Case, "place">): StepOf<"collect"> | undefined {
  const step = place ? service.flow.step(place.step) : undefined;
  return step?.kind === "collect" ? step : undefined;
}

/** What the present step asks and has no answer to yet. */
export function waitingSources(service: LoadedService, state: Case): AskedSource[] {
  const step = collectStepOf(service, state);
  return service.definition.sources
    .filter(({ id }) => step?.sources.includes(id))
    .flatMap((source) => askedOf(service, state, source))
    .filter(({ key }) => !state.sources.get(key)?.received);
}

/** A person who agrees, with the consent that they gave in this round. */
export type Agreeing = { key: string; subject: string; nationalId: string; consent: string | null };

/** Who has to agree to what the present step still asks, the applicant first. A party is known by the account with which it signed. */
export function agreeingIn(service: LoadedService, state: Case): Agreeing[] {
  const keys = new Set(waitingSources(service, state).flatMap(({ agrees }) => agrees ?? []));
  const applicant = applicantOf(service.flow);
  return partiesOf(service, state).flatMap(({ key, nationalId }): Agreeing[] => {
    if (!keys.has(key)) return [];
    if (key === applicant) return [{ key, subject: state.opened.subject, nationalId, consent: state.consent?.id ?? null }];
    const subject = state.signatures[key] === "signed" ? state.signers[key] : undefined;
    return subject === undefined ? [] : [{ key, subject, nationalId, consent: state.consents[key]?.id ?? null }];
  });
}

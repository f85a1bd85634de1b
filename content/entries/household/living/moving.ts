import Type, { type Static } from "typebox";
import { checkApplicants, type Role } from "../applying/applicants.ts";
import { villageOf } from "../applying/offices.ts";
import { representativesOf } from "../applying/represent.ts";
import type { Term } from "../applying/terms.ts";
import { addMonths } from "../days.ts";
import type { Draft } from "../draft.ts";
import { address, closed, day, householdNo, nationalId, reminderEndedOn, villageCode } from "../facts.ts";
import { lookUpFamilies } from "../family/pedigree.ts";
import { together } from "../family/together.ts";
import { hasCapacity, isAdult } from "../people/capacity.ts";
import { informOfCard, livingPerson } from "../people/persons.ts";
import type { PersonRecord } from "../records.ts";
import { formHousehold, joinHousehold, leaveHousehold } from "./households.ts";
import { relationAmong } from "./relations.ts";

/** How one who forms a household shows to live there; a tenant by the lease (Enforcement Rules, Article 13). */
export const dwellingProof = Type.Enum(["owner", "lease", "lease-only", "owner-consent", "institution", "none"]);

export const target = Type.Union([
  closed({
    to: Type.Literal("join"),
    household: householdNo,
    /** The household book, which the head has to give (Act, Article 56). */
    bookShown: Type.Boolean(),
  }),
  closed({
    to: Type.Literal("form"),
    villageCode,
    address,
    kind: Type.Optional(Type.Literal("enterprise")),
    proof: dwellingProof,
    head: Type.Optional(nationalId),
  }),
]);

/** What a move states, within a township or from another one. */
export const moveFacts = {
  who: Type.Array(nationalId, { minItems: 1, maxItems: 30, uniqueItems: true }),
  /** When they began to live there. */
  movedOn: day,
  /** They mean to stay three months, where these are not over (Enforcement Rules, Article 30). */
  intendsToStay: Type.Boolean(),
  target,
  /** What those are to the new head whose kin the registers do not show. */
  relation: Type.Optional(Type.Enum(["other-kin", "lodger"])),
  /** The head of those who stay behind. */
  newHead: Type.Optional(nationalId),
  reminderEndedOn,
};
const move = closed(moveFacts);
export type Move = Static<typeof move>;

/** A move has to be registered once it has lasted three months, within thirty days of that (Act, Articles 16 to 18 and 48). */
export const termOf = ({ movedOn, reminderEndedOn }: Move): Term => ({
  event: addMonths(movedOn, 3),
  begins: movedOn,
  reminderEndedOn,
  fact: "movedOn",
});

/** The village that they move to; undefined if there is no such household or village. */
export function targetVillage(draft: Draft, { target }: Move): string | undefined {
  if (target.to === "form") {
    if (!villageOf(target.villageCode)) draft.refuse("village-unknown", "D0030007:26", "villageCode");
    return villageOf(target.villageCode)?.code;
  }
  const unit = draft.unit(target.household);
  if (!unit || unit.closedOn !== null) draft.refuse("household-unknown", "D0030006:3", "household");
  return unit?.villageCode;
}

/** Those who move, as far as they are there and live in households. */
export function moversOf(draft: Draft, { who }: Move, isRestored = false): PersonRecord[] {
  lookUpFamilies(draft.world, who);
  together(who.map((nationalId) => () => draft.card(nationalId)));
  const isBack = (nationalId: string): boolean => isRestored && draft.person(nationalId)?.status === "cancelled";
  return who.flatMap(
    (nationalId) => (isBack(nationalId) ? draft.person(nationalId) : livingPerson(draft, nationalId, "who")) ?? [],
  );
}

export function checkStay(draft: Draft, { movedOn, intendsToStay }: Move, article: string): void {
  if (!intendsToStay && draft.application.filedOn < addMonths(movedOn, 3))
    draft.refuse("three-months-not-over", article, "movedOn");
}

/** Papers: the household book of the household that they join, or proof that those who form one live there. */
export function checkTarget(draft: Draft, { target, who }: Move): void {
  if (target.to === "join") {
    if (!target.bookShown) draft.missing("household-book-missing", "D0030007:21", "bookShown");
    const members = draft.unit(target.household)?.members ?? [];
    if (members.some(({ nationalId }) => who.includes(nationalId))) draft.refuse("member-already", "D0030006:3", "who");
    return;
  }
  if (target.proof === "none") draft.missing("dwelling-proof-missing", "D0030007:13", "proof");
  if (target.proof === "lease-only") draft.judge("lease-to-be-judged", "D0030007:13", "proof");
}

/** A whole household is moved by its head, others by themselves or the head (Act, Article 41); for those without capacity others act. */
export function checkMovers(draft: Draft, facts: Move, movers: readonly PersonRecord[]): void {
  const { filers, exOfficio, filedOn } = draft.application;
  const numbers = new Set(movers.map(({ householdNo: no }) => no));
  const units = [...numbers].flatMap((no) => draft.unit(no) ?? []);
  const newHead = facts.target.to === "join" ? draft.unit(facts.target.household)?.head : null;
  const isHead: Role = ({ nationalId }) => units.some(({ head }) => head === nationalId) || newHead === nationalId;
  const isSelf: Role = ({ nationalId }) => movers.some((one) => one.nationalId === nationalId && hasCapacity(one, filedOn));
  const isFor = (nationalId: string, one: PersonRecord): boolean =>
    !hasCapacity(one, filedOn) && representativesOf(draft, one, filedOn).includes(nationalId);
  const isRepresentative: Role = ({ nationalId }) => movers.some((one) => isFor(nationalId, one));
  checkApplicants(draft, {
    article: "D0030006:41",
    recordedAsGone: movers.filter(({ status }) => status === "cancelled").map(({ nationalId }) => nationalId),
    roles: { self: isSelf, head: isHead, representative: isRepresentative },
  });
  checkMinors(draft, facts, movers);
  if (exOfficio || filers.length === 0) return;
  const applies = (one: PersonRecord): boolean =>
    filers.some(({ nationalId }) => nationalId === one.nationalId || isFor(nationalId, one));
  const whole = units.filter(({ members }) => members.every(({ nationalId }) => facts.who.includes(nationalId)));
  const heads = whole.flatMap(({ head }) => movers.find(({ nationalId }) => nationalId === head) ?? []);
  if (heads.some((head) => !applies(head))) draft.refuse("whole-household-by-head", "D0030006:41");
  else if (!filers.some(({ as }) => as === "head") && whole.length === 0 && !movers.every(applies))
    draft.missing("applicant-absent", "D0030006:41");
}

/** A minor's domicile is that of the parents, or the guardian's (Civil Code, Articles 21 and 1060): moving elsewhere is for an officer to judge. */
function checkMinors(draft: Draft, { target, who }: Move, movers: readonly PersonRecord[]): void {
  const there = target.to === "join" ? (draft.unit(target.household)?.members ?? []).map(({ nationalId }) => nationalId) : [];
  const together = new Set([...who, ...there]);
  const isAlone = movers.some(
    (one) =>
      !isAdult(one, draft.application.filedOn) &&
      ![one.father, one.mother, one.guardian].some((nationalId) => nationalId !== null && together.has(nationalId)),
  );
  if (isAlone) draft.judge("minor-away-from-parents", "B0000001:1060", "who");
}

/** The head of those who form a household: whom they name, else the one who was head before, else the only one with capacity. */
function newHeadOf(draft: Draft, named: string | undefined, movers: readonly PersonRecord[]): string | undefined {
  const { filedOn } = draft.application;
  const capable = movers.filter((one) => hasCapacity(one, filedOn));
  const former = capable.find(({ relation }) => relation === "head");
  const chosen = named
    ? movers.find(({ nationalId }) => nationalId === named)
    : (former ?? (capable.length === 1 ? capable[0] : undefined));
  if (named && !chosen) draft.refuse("new-head-not-member", "D0030007:22", "head");
  else if (chosen && !capable.includes(chosen) && capable.length > 0) draft.refuse("new-head-incapable", "D0030007:22", "head");
  else if (!chosen && capable.length > 1) draft.missing("new-head-missing", "D0030007:22", "head");
  else if (capable.length === 0) return [...movers].sort((a, b) => (a.birthDate < b.birthDate ? -1 : 1))[0]?.nationalId;
  return chosen?.nationalId;
}

/** Takes the movers out of their households and brings them into the other one, with the day and the cards. */
export function carryOut(draft: Draft, facts: Move, movers: readonly PersonRecord[], letter: string | undefined): void {
  const { target, newHead, relation: stated } = facts;
  const { filedOn } = draft.application;
  const head = target.to === "form" ? newHeadOf(draft, target.head, movers) : undefined;
  const numbers = new Set(movers.flatMap(({ householdNo: no }) => no ?? []));
  for (const no of numbers) leaveHousehold(draft, { no, who: facts.who, newHead, on: filedOn });
  if (draft.isStopped()) return;
  for (const { nationalId } of movers) draft.change(nationalId, { status: "present", statusOn: null, movedOn: filedOn });
  const leader = movers.find(({ nationalId }) => nationalId === head);
  const who = movers.map((one) => ({
    nationalId: one.nationalId,
    stated: (leader && relationAmong(draft.world, leader, one)) ?? stated,
  }));
  if (target.to === "join") joinHousehold(draft, target.household, who);
  else if (head && letter) {
    const { villageCode, address, kind } = target;
    const ordered = [...who].sort((a, b) => Number(b.nationalId === head) - Number(a.nationalId === head));
    formHousehold(draft, { letter, villageCode, address, kind, who: ordered, on: filedOn });
  }
  for (const { nationalId } of movers) informOfCard(draft, nationalId);
}

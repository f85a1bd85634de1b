import { daysBetween } from "../days.ts";
import type { Draft } from "../draft.ts";
import { birthOf, type PersonRecord, personOf } from "../records.ts";

export type BirthFacts = { birthDate: string; order: number; children: number; weeks: number | null };

const article = "D0030006:6";
/** No law says how far two births are apart; twenty weeks is less than any pregnancy that ends in a live birth. */
const betweenBirths = 140;

/** Children of a mother that are in the register, without those whose entry was void. */
const childrenOf = (draft: Draft, mother: string): PersonRecord[] =>
  draft.world.keysWith("person", "mother", mother).flatMap((key) => {
    const record = personOf(draft.world, key);
    return record && record.status !== "cancelled" ? [record] : [];
  });

/**
 * A birth is registered once. Children of one birth differ in their order, and there are no more of them than were born; a day between them is
 * midnight. Others of the same mother are older or younger by a pregnancy, and in their order.
 */
export function checkOnce(draft: Draft, mother: PersonRecord, { birthDate, order, children }: BirthFacts): void {
  const before = childrenOf(draft, mother.nationalId);
  const apart = (one: PersonRecord): number => Math.abs(daysBetween(one.birthDate, birthDate));
  const together = before.filter((one) => apart(one) <= 1);
  const isSame = together.some(({ birthOrder }) => birthOrder === order);
  if (isSame || together.length >= children) draft.refuse("birth-registered-already", article);
  const others = before.filter((one) => apart(one) > 1);
  if (others.some((one) => apart(one) < betweenBirths)) draft.judge("births-too-close", article);
  const isOutOfOrder = ({ birthDate: other, birthOrder }: PersonRecord): boolean =>
    birthOrder !== null && (other < birthDate ? birthOrder >= order : birthOrder <= order);
  if (others.some(isOutOfOrder)) draft.judge("birth-order-doubtful", article, "order");
  const last = birthOf(draft.world, mother.nationalId);
  if (last && together.length > 0 && last.children !== children) draft.judge("birth-count-differs", article, "children");
}

/** The mother's last birth; an older child that is registered late does not replace it. */
export function recordBirth(draft: Draft, mother: string, { birthDate, children, weeks }: BirthFacts): void {
  const last = birthOf(draft.world, mother);
  if (last && last.birthDate > birthDate) return;
  if (last?.birthDate === birthDate && last.children >= children) return;
  draft.put("birth", mother, { birthDate, children, weeks });
}

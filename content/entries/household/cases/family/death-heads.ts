import { allowed, missing, refused } from "../short.ts";
import { type Case, home, personKey, unitKey } from "../table.ts";
import {
  alone,
  apply,
  applyWithout,
  child,
  daughter,
  family,
  grandfather,
  grandmother,
  grandson,
  no,
  single,
  sister,
  son,
  village,
} from "./death-cast.ts";

export const deathHeads: readonly Case[] = [
  {
    name: "a head of household dies: the widow becomes head, relations follow, the card is clipped",
    article: "Household Registration Act, Articles 14 and 62; Enforcement Rules, Article 22",
    given: family,
    application: apply(),
    expect: allowed([], {
      due: "2024-04-03",
      fine: null,
      fee: 0,
      given: { head: grandmother.nationalId },
      tell: ["spouse:exchange-card", "head:exchange-household-book"],
      changes: {
        [personKey(grandfather)]: { status: "dead", statusOn: "2024-03-04", householdNo: null, relation: null },
        [personKey(grandmother)]: { maritalStatus: "widowed", spouse: null, relation: "head" },
        [personKey(son)]: null,
        [personKey(grandson)]: null,
        [unitKey(no)]: {
          head: grandmother.nationalId,
          members: [
            { nationalId: grandmother.nationalId, relation: "head" },
            { nationalId: son.nationalId, relation: "child" },
            { nationalId: grandson.nationalId, relation: "grandchild" },
          ],
        },
        [`id-card ${grandfather.nationalId}`]: { state: "collected", stateOn: "2024-03-11" },
      },
    }),
  },
  {
    name: "the son becomes head: his mother is a parent now, his child a child",
    article: "Enforcement Rules, Article 22",
    given: family,
    application: apply({ facts: { newHead: son.nationalId } }),
    expect: allowed([], {
      changes: {
        [personKey(son)]: { relation: "head" },
        [personKey(grandmother)]: { relation: "parent" },
        [personKey(grandson)]: { relation: "child" },
      },
    }),
  },
  {
    name: "who becomes head has to be said where two could",
    article: "Enforcement Rules, Article 22",
    given: family,
    application: applyWithout(),
    expect: missing("new-head-missing"),
  },
  {
    name: "a child of twelve cannot become head while adults are there",
    article: "Enforcement Rules, Article 22",
    given: family,
    application: apply({ facts: { newHead: grandson.nationalId } }),
    expect: refused("new-head-incapable"),
  },
  {
    name: "a daughter who lives elsewhere cannot become head",
    article: "Enforcement Rules, Article 22",
    given: family,
    application: apply({ facts: { newHead: daughter.nationalId } }),
    expect: refused("new-head-not-member"),
  },
  {
    name: "of members without capacity the eldest becomes head, and the office of welfare is told",
    article: "Enforcement Rules, Article 22",
    given: {
      people: [alone, child, sister],
      homes: [
        home(no, village, [
          [alone, "head"],
          [sister, "child"],
          [child, "child"],
        ]),
      ],
    },
    application: applyWithout({ facts: { person: alone.nationalId }, by: [[son, "burial-manager"]] }),
    expect: allowed(["new-head-eldest"], {
      given: { head: child.nationalId },
      tell: ["social-welfare:minor-without-parents"],
      changes: { [personKey(sister)]: { relation: "sibling" } },
    }),
  },
  {
    name: "the only adult left becomes head without a choice",
    article: "Enforcement Rules, Article 22",
    given: {
      people: family.people ?? [],
      homes: [
        home(no, village, [
          [grandfather, "head"],
          [son, "child"],
          [grandson, "grandchild"],
        ]),
      ],
    },
    application: applyWithout(),
    expect: allowed([], { given: { head: son.nationalId } }),
  },
  {
    name: "a household without members is closed",
    article: "Enforcement Rules, Article 22",
    given: single,
    application: applyWithout({ facts: { person: alone.nationalId }, by: [[son, "burial-manager"]] }),
    expect: allowed([], { changes: { [unitKey(no)]: { head: null, members: [], closedOn: "2024-03-11" } } }),
  },
  {
    name: "after a move on the day of death the new household loses the member",
    article: "Enforcement Rules, Article 10",
    given: {
      people: [{ ...grandfather, movedOn: "2024-03-04" }, grandmother, son],
      homes:
        family.homes?.map(({ no: number, unit }) => ({ no: number, unit: { ...unit, members: unit.members.slice(0, 3) } })) ?? [],
    },
    application: apply(),
    expect: allowed(["moved-on-day-of-death"], { changes: { [personKey(grandfather)]: { status: "dead", householdNo: null } } }),
  },
  {
    name: "nobody applied after the reminder, so the office enters it and chooses the head",
    article: "Household Registration Act, Article 48-2; Enforcement Rules, Article 22",
    given: family,
    application: applyWithout({
      by: [],
      filedOn: "2024-04-22",
      exOfficio: { remindedOn: "2024-04-10" },
      facts: { proof: "notice" },
    }),
    expect: allowed(["late-after-reminder"], { fine: [900, 900], given: { head: grandmother.nationalId } }),
  },
];

import { allowed, missing } from "../short.ts";
import { type Case, personKey, places, unitKey } from "../table.ts";
import { applyAs, family, man } from "./people-cast.ts";

const revoke = applyAs(
  "revocation",
  { person: man.nationalId, ground: "nationality-lost", on: "2024-03-04", notice: true, cardBrought: true },
  [[man, "self"]],
);

export const revocations: readonly Case[] = [
  {
    name: "who lost the nationality leaves the register, entered by the office without a reminder",
    article: "Household Registration Act, Articles 24 and 48-1",
    given: family,
    application: revoke({ by: [], exOfficio: { remindedOn: null }, office: places.daan.township }),
    expect: allowed([], {
      changes: {
        [personKey(man)]: { status: "cancelled", householdNo: null },
        [unitKey("A0500008")]: { head: null, closedOn: "2024-03-11" },
      },
    }),
  },
  {
    name: "the ministry's notice is missing",
    article: "Enforcement Rules, Article 13",
    given: family,
    application: revoke({ facts: { notice: false }, office: places.daan.township }),
    expect: missing("notice-missing"),
  },
];

import { allowed, missing, refused } from "../short.ts";
import { type Case, personKey } from "../table.ts";
import { applyAs, brother, family, here, husband, wife } from "./living-cast.ts";

const abroad = applyAs("move-abroad", {
  person: husband.nationalId,
  leftOn: "2022-02-28",
  exemption: "none",
  newHead: wife.nationalId,
});

export const movesAbroad: readonly Case[] = [
  {
    name: "two years after the departure the office enters it, once those who should have applied were told",
    article: "Household Registration Act, Articles 16 and 42; Enforcement Rules, Article 5",
    given: family,
    application: abroad({ ...here, by: [], filedOn: "2024-03-25", exOfficio: { remindedOn: "2024-03-11" } }),
    expect: allowed([], {
      due: "2024-04-01",
      changes: {
        [personKey(husband)]: { status: "abroad", statusOn: "2024-03-25", householdNo: null },
        [personKey(wife)]: { relation: "head", maritalStatus: "married" },
      },
    }),
  },
  {
    name: "without telling them first it may not",
    article: "Enforcement Rules, Article 5",
    given: family,
    application: abroad({ ...here, by: [], filedOn: "2024-03-25", exOfficio: { remindedOn: null } }),
    expect: missing("reminder-missing"),
  },
  {
    name: "a day too early",
    article: "Household Registration Act, Article 16",
    given: family,
    application: abroad({ ...here, filedOn: "2024-02-27" }),
    expect: refused("abroad-less-than-two-years"),
  },
  {
    name: "who left on a leap day has been away for two years on the last of February",
    article: "Civil Code, Article 121",
    given: family,
    application: abroad({ ...here, facts: { leftOn: "2020-02-29" }, filedOn: "2022-02-28" }),
    expect: allowed(),
  },
  {
    name: "a diplomat stays in the register",
    article: "Household Registration Act, Article 16",
    given: family,
    application: abroad({ ...here, facts: { exemption: "posted" } }),
    expect: refused("abroad-exempt"),
  },
  {
    name: "who has been moved abroad already",
    article: "Household Registration Act, Article 16",
    given: { people: [{ ...brother, status: "abroad", statusOn: "2020-01-06" }] },
    application: abroad({ ...here, facts: { person: brother.nationalId }, by: [[brother, "self"]] }),
    expect: refused("abroad-already", "office-only-if-announced"),
  },
];

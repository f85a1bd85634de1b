import { allowed, missing, refused } from "../short.ts";
import { application, type Case, personKey } from "../table.ts";
import { family, grandfather, grandmother, son } from "./death-cast.ts";

const declared = {
  person: grandfather.nationalId,
  deadOn: "2022-12-31",
  finalOn: "2024-03-04",
  ruling: true,
  newHead: son.nationalId,
};

export const declaredDeaths: readonly Case[] = [
  {
    name: "the petitioner brings the final ruling; the spouse is widowed, the household has a new head",
    article: "Household Registration Act, Articles 14 and 39; Civil Code, Article 9",
    given: family,
    application: application("declared-death", declared, { filedOn: "2024-03-11", by: [[son, "petitioner"]] }),
    expect: allowed(["card-not-brought"], {
      due: "2024-04-03",
      changes: {
        [personKey(grandfather)]: { status: "declared-dead", statusOn: "2022-12-31" },
        [personKey(grandmother)]: { maritalStatus: "widowed" },
      },
    }),
  },
  {
    name: "the office enters it by itself, without a reminder",
    article: "Household Registration Act, Article 48-1",
    given: family,
    application: application("declared-death", declared, { filedOn: "2024-03-11", exOfficio: { remindedOn: null } }),
    expect: allowed(["card-not-brought"]),
  },
  {
    name: "without a final ruling nothing is entered",
    article: "Enforcement Rules, Article 13",
    given: family,
    application: application(
      "declared-death",
      { ...declared, ruling: false },
      { filedOn: "2024-03-11", by: [[son, "petitioner"]] },
    ),
    expect: missing("ruling-missing"),
  },
  {
    name: "a ruling cannot find a day after itself",
    article: "Civil Code, Article 9",
    given: family,
    application: application(
      "declared-death",
      { ...declared, deadOn: "2024-03-05" },
      { filedOn: "2024-03-11", by: [[son, "petitioner"]] },
    ),
    expect: refused("death-after-ruling"),
  },
];

import { nationalIdOf } from "@troad/population";
import { allowed, judge, missing, refused } from "../short.ts";
import { type Case, type Given, person, places } from "../table.ts";
import { applyAs, child, family, man, mother } from "./people-cast.ts";

const first = applyAs(
  "first-registration",
  {
    ground: "national",
    approvedOn: "2024-03-01",
    proof: true,
    livesHere: true,
    surname: "江",
    name: { given: "海倫" },
    sex: "female",
    birthDate: "1995-05-05",
    birthPlace: "美國",
    father: man.nationalId,
    mother: null,
    maritalStatus: "single",
    target: { to: "join", household: "A0500008", bookShown: true },
  },
  [[man, "head"]],
);
const elder: Given = { ...family, people: [mother, child, { ...man, birthDate: "1965-05-05" }] };
const here = { office: places.daan.township };
const newId = nationalIdOf("A", "female", 1);

export const firstRegistrations: readonly Case[] = [
  {
    name: "a national born abroad settles, gets a number and joins the father's household",
    article: "Household Registration Act, Articles 15, 26 and 40",
    given: elder,
    application: first(here),
    expect: allowed([], {
      given: { nationalId: newId },
      due: "2024-04-01",
      tell: ["person:first-card"],
      changes: { [`person ${newId}`]: { name: "江海倫", fatherName: "江明哲", relation: "child", birthPlace: "美國" } },
    }),
  },
  {
    name: "only the office of the present home",
    article: "Household Registration Act, Article 26, item 5",
    given: elder,
    application: first({ office: places.banqiao.township }),
    expect: refused("office-not-competent"),
  },
  {
    name: "the permit of settlement is missing",
    article: "Enforcement Rules, Article 13",
    given: elder,
    application: first({ ...here, facts: { proof: false } }),
    expect: missing("settlement-permit-missing"),
  },
  {
    name: "who does not live here is told to the immigration agency",
    article: "Enforcement Rules, Article 9-1",
    given: elder,
    application: first({ ...here, facts: { livesHere: false } }),
    expect: refused("settlement-not-lived-in"),
  },
  {
    name: "born here, twelve years old and never entered",
    article: "Household Registration Act, Article 15, item 4",
    given: elder,
    application: first({
      ...here,
      facts: { ground: "born-here", neverLeft: true, birthDate: "2012-03-11", birthPlace: "63000" },
    }),
    expect: allowed([], { changes: { [`person ${newId}`]: { birthDate: "2012-03-11" } } }),
  },
  {
    name: "born here and not yet twelve: a birth is entered instead",
    article: "Household Registration Act, Article 6",
    given: elder,
    application: first({
      ...here,
      facts: { ground: "born-here", neverLeft: true, birthDate: "2012-03-12", birthPlace: "63000" },
    }),
    expect: refused("birth-entry-instead"),
  },
  {
    name: "a record with the same name and birthday is there",
    article: "Regulations on ID Cards, Article 4",
    given: {
      ...family,
      people: [...(family.people ?? []), person("江海倫", "female", "1995-05-05", { status: "abroad", statusOn: "2000-01-01" })],
    },
    application: first({ ...here, facts: { father: null } }),
    expect: judge("registered-perhaps-already"),
  },
  {
    name: "a child of a national was born abroad, and its certificate is translated",
    article: "Household Registration Act, Article 15, item 1",
    given: elder,
    application: first({
      ...here,
      facts: { birthDate: "2023-05-05", birthPlace: "US", abroad: { verified: true, translated: true } },
    }),
    expect: allowed([], { changes: { [`person ${newId}`]: { birthDate: "2023-05-05", birthPlace: "US" } } }),
  },
  {
    name: "and without the translation it is missing",
    article: "Enforcement Rules, Article 14",
    given: elder,
    application: first({
      ...here,
      facts: { birthDate: "2023-05-05", birthPlace: "US", abroad: { verified: true, translated: false } },
    }),
    expect: missing("translation-missing"),
  },
];

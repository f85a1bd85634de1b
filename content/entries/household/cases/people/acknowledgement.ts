import { allowed, judge, missing, refused } from "../short.ts";
import { type Case, childOf, person, personKey, places } from "../table.ts";
import { acknowledge, child, family, man, mother } from "./people-cast.ts";

export const acknowledgements: readonly Case[] = [
  {
    name: "the father acknowledges the child, who keeps the mother's surname",
    article: "Civil Code, Article 1065; Household Registration Act, Article 30",
    given: family,
    application: acknowledge(),
    expect: allowed(["responsibility-to-be-agreed"], {
      due: "2024-04-10",
      changes: { [personKey(child)]: { father: man.nationalId, fatherName: "江明哲", name: "簡語彤", responsibility: "mother" } },
    }),
  },
  {
    name: "the parents agree on the father's surname with it",
    article: "Civil Code, Article 1059-1",
    given: family,
    application: acknowledge({ facts: { surname: "father", surnameAgreement: true } }),
    expect: allowed(["responsibility-to-be-agreed"], {
      given: { surname: "江" },
      changes: { [personKey(child)]: { name: "江語彤", surnameChanges: 1, father: man.nationalId } },
    }),
  },
  {
    name: "without that agreement the surname stays",
    article: "Civil Code, Article 1059-1",
    given: family,
    application: acknowledge({ facts: { surname: "father" } }),
    expect: missing("responsibility-to-be-agreed", "surname-agreement-missing"),
  },
  {
    name: "by mandate only with the office's approval",
    article: "Household Registration Act, Article 47",
    given: family,
    application: acknowledge({ by: [], filers: [{ nationalId: man.nationalId, as: "father", present: "mandate" }] }),
    expect: judge("responsibility-to-be-agreed", "mandate-needs-approval"),
  },
  {
    name: "the office approved the mandate of a father in hospital",
    article: "Household Registration Act, Article 47",
    given: family,
    application: acknowledge({
      by: [],
      filers: [{ nationalId: man.nationalId, as: "father", present: "mandate" }],
      judged: { "mandate-needs-approval": "住院中，提出診斷證明" },
    }),
    expect: allowed(["responsibility-to-be-agreed", "mandate-needs-approval"]),
  },
  {
    name: "a child of married parents has a father",
    article: "Civil Code, Article 1065",
    given: { people: [mother, childOf(child, person("別人", "male", "1980-01-01"), mother), man], homes: family.homes ?? [] },
    application: acknowledge(),
    expect: refused("responsibility-to-be-agreed", "child-has-father"),
  },
  {
    name: "the mother has denied it",
    article: "Civil Code, Article 1066",
    given: family,
    application: acknowledge({ facts: { denied: true } }),
    expect: refused("responsibility-to-be-agreed", "acknowledgement-denied"),
  },
  {
    name: "after the father's death a court finds it, and the mother applies for the child",
    article: "Civil Code, Article 1067; Household Registration Act, Article 30",
    given: {
      people: [mother, child, { ...man, status: "dead", statusOn: "2023-05-05" }],
      homes: family.homes?.slice(0, 1) ?? [],
    },
    application: acknowledge({ facts: { proof: "ruling", on: "2024-03-01" }, by: [[mother, "mother"]] }),
    expect: allowed(["responsibility-to-be-agreed"]),
  },
  {
    name: "without a court a dead man acknowledges nobody",
    article: "Civil Code, Article 1067",
    given: {
      people: [mother, child, { ...man, status: "dead", statusOn: "2023-05-05" }],
      homes: family.homes?.slice(0, 1) ?? [],
    },
    application: acknowledge({ by: [[mother, "mother"]] }),
    expect: refused("responsibility-to-be-agreed", "father-not-living"),
  },
  {
    name: "whom he has reared counts as acknowledged, if the officer finds so",
    article: "Civil Code, Article 1065",
    given: family,
    application: acknowledge({ facts: { proof: "rearing" } }),
    expect: judge("responsibility-to-be-agreed", "rearing-to-be-judged"),
  },
  {
    name: "at an office elsewhere it depends on what the ministry has announced",
    article: "Household Registration Act, Article 26",
    given: family,
    application: acknowledge({ office: places.daan.township }),
    expect: judge("responsibility-to-be-agreed", "office-only-if-announced"),
  },
];

import { allowed, judge, missing, refused } from "../short.ts";
import { type Case, married } from "../table.ts";
import { apply, family, father, firstBoy, mother } from "./birth-cast.ts";

export const birthNames: readonly Case[] = [
  {
    name: "parents who have not agreed draw a lot, which falls on the mother's surname",
    article: "Civil Code, Article 1059",
    given: { ...family, lots: { surname: 1 } },
    application: apply({ facts: { surname: "lot", surnameAgreement: false } }),
    expect: allowed(["surname-by-lot"], {
      given: { surname: "陳", lot: "mother" },
      changes: { [`person ${firstBoy}`]: { name: "陳承恩" } },
    }),
  },
  {
    name: "the lot that the office drew with the parents counts, and none is drawn with the entry",
    article: "Household Registration Act, Article 49",
    given: { ...family, lots: { surname: 1 } },
    application: apply({ facts: { surname: "lot", surnameAgreement: false, lot: "father" } }),
    expect: allowed(["surname-by-lot"], { given: { surname: "林", lot: "father" } }),
  },
  {
    name: "a surname by agreement needs the agreement in writing",
    article: "Civil Code, Article 1059",
    given: family,
    application: apply({ facts: { surnameAgreement: false } }),
    expect: missing("surname-agreement-missing"),
  },
  {
    name: "a compound surname is taken as a whole",
    article: "Civil Code, Article 1059",
    given: {
      people: married({ ...father, name: "歐陽志明" }, mother),
      homes: family.homes ?? [],
    },
    application: apply(),
    expect: allowed([], { given: { surname: "歐陽" }, changes: { [`person ${firstBoy}`]: { name: "歐陽承恩" } } }),
  },
  {
    name: "a name in Latin letters is refused",
    article: "Name Act, Article 2",
    given: family,
    application: apply({ facts: { name: { given: "Leo" } } }),
    expect: refused("name-character"),
  },
  {
    name: "a name with a blank is refused",
    article: "Name Act, Article 3",
    given: family,
    application: apply({ facts: { name: { given: "承 恩" } } }),
    expect: refused("name-form"),
  },
  {
    name: "a character that may not be in the dictionaries is looked up by the officer",
    article: "Name Act, Article 2",
    given: family,
    application: apply({ facts: { name: { given: "喆" } } }),
    expect: judge("name-character-rare"),
  },
  {
    name: "the officer has found it in the Kangxi dictionary",
    article: "Name Act, Article 2",
    given: family,
    application: apply({ facts: { name: { given: "喆" } }, judged: { "name-character-rare": "康熙字典口部" } }),
    expect: allowed(["name-character-rare"], { changes: { [`person ${firstBoy}`]: { name: "林喆" } } }),
  },
  {
    name: "an indigenous child has a traditional name with its Latin writing beside it",
    article: "Name Act, Articles 1 and 4",
    given: family,
    application: apply({ facts: { name: { given: "瓦旦‧諾幹", custom: "indigenous", parallel: "Watan Nokan" } } }),
    expect: allowed([], { changes: { [`person ${firstBoy}`]: { name: "瓦旦‧諾幹 Watan Nokan" } } }),
  },
  {
    name: "since the end of May 2024 the traditional name can stand in its own script alone",
    article: "Name Act, Article 2",
    given: family,
    application: apply({ filedOn: "2024-06-03", facts: { name: { given: "Watan Nokan", custom: "indigenous" } } }),
    expect: allowed([], { changes: { [`person ${firstBoy}`]: { name: "Watan Nokan" } } }),
  },
  {
    name: "before, it could not",
    article: "Name Act, Article 2",
    given: family,
    application: apply({ facts: { name: { given: "Watan Nokan", custom: "indigenous" } } }),
    expect: refused("name-character"),
  },
];

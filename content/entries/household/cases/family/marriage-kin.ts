import type { PersonRecord } from "../../records.ts";
import { allowed, refused } from "../short.ts";
import { type Case, childOf, person } from "../table.ts";
import {
  adoptedCousin,
  adoptedSister,
  cousin,
  cousinsChild,
  family,
  father,
  firstWitness,
  grandfather,
  lateBrother,
  marries,
  secondWitness,
  sister,
  son,
  uncle,
  widowed,
  woman,
} from "./marriage-cast.ts";

export const marriageKin: readonly Case[] = [
  {
    name: "siblings",
    article: "Civil Code, Article 983",
    ...marries(son, sister, { people: family }),
    expect: refused("kin-by-blood"),
  },
  {
    name: "first cousins (4th degree)",
    article: "Civil Code, Article 983",
    ...marries(son, cousin, { people: family }),
    expect: refused("kin-by-blood"),
  },
  {
    name: "a cousin's child (5th degree)",
    article: "Civil Code, Article 983",
    ...marries(son, cousinsChild, { people: [...family, cousin] }),
    expect: refused("kin-by-blood"),
  },
  {
    name: "a cousin's grandchild (6th degree)",
    article: "Civil Code, Article 983",
    ...(() => {
      const ancestor = person("許祖", "male", "1900-01-01");
      const [elder, younger] = [person("許伯", "male", "1922-01-01"), person("許父", "male", "1925-01-01")];
      const theirs = [childOf(person("許堂姊", "female", "1945-01-01"), elder, null)];
      theirs.push(childOf(person("簡女", "female", "1970-01-01"), null, theirs[0]!));
      const people = [ancestor, childOf(elder, ancestor, null), childOf(younger, ancestor, null), ...theirs];
      return marries(
        childOf(person("許先生", "male", "1960-01-01"), younger, null),
        childOf(person("簡孫", "female", "2000-01-01"), null, theirs[1]!),
        {
          people,
        },
      );
    })(),
    expect: refused("kin-by-blood"),
  },
  {
    name: "a cousin by adoption of the same generation",
    article: "Civil Code, Article 983",
    ...marries(son, adoptedCousin, { people: family }),
    expect: allowed(),
  },
  {
    name: "a sister by adoption (2nd degree)",
    article: "Civil Code, Article 983",
    ...marries(son, adoptedSister, { people: family }),
    expect: refused("kin-by-adoption"),
  },
  {
    name: "an uncle's daughter by birth who was adopted away stays kin by blood",
    article: "Civil Code, Article 983",
    ...(() => {
      const away: PersonRecord = {
        ...childOf(person("林出養", "female", "1997-01-05"), secondWitness, firstWitness),
        birthFather: uncle.nationalId,
      };
      return marries(son, away, { people: family });
    })(),
    expect: refused("kin-by-blood"),
  },
  {
    name: "the father of a late husband: in-laws in the direct line, death does not end it",
    article: "Civil Code, Article 983",
    ...marries(father, widowed, { people: [grandfather, lateBrother] }),
    expect: refused("kin-by-marriage"),
  },
  {
    name: "the brother of a late husband is of one generation",
    article: "Civil Code, Article 983",
    ...marries(son, widowed, { people: [...family, lateBrother] }),
    expect: allowed(),
  },
  {
    name: "the uncle of a late husband is not (3rd degree)",
    article: "Civil Code, Article 983",
    ...marries(uncle, widowed, { people: [grandfather, father, lateBrother] }),
    expect: refused("kin-by-marriage"),
  },
  {
    name: "the father of a divorced husband, as earlier transcripts show",
    article: "Civil Code, Article 983",
    ...marries(father, woman, {
      people: [grandfather, son],
      facts: { formerSpouses: [{ of: woman.nationalId, spouse: son.nationalId }] },
    }),
    expect: refused("kin-by-marriage"),
  },
  {
    name: "the uncle of a divorced husband is no kin any more",
    article: "Civil Code, Article 971",
    ...marries(uncle, woman, {
      people: [grandfather, father, son],
      facts: { formerSpouses: [{ of: woman.nationalId, spouse: son.nationalId }] },
    }),
    expect: allowed(),
  },
  {
    name: "a former adoptive father",
    article: "Civil Code, Article 983",
    ...marries(father, woman, {
      people: [grandfather],
      facts: { formerAdopters: [{ child: woman.nationalId, parent: father.nationalId }] },
    }),
    expect: refused("kin-by-adoption"),
  },
];

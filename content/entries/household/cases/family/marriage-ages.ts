import { allowed, judge, missing, refused } from "../short.ts";
import { type Case, married, person } from "../table.ts";
import { firstWitness, man, marries, secondWitness, woman } from "./marriage-cast.ts";

export const marriageAges: readonly Case[] = [
  {
    name: "both are 18 on the day, one on the very birthday",
    article: "Civil Code, Article 980",
    ...marries(person("林十八", "male", "2008-03-02"), person("王十八", "female", "2007-01-01")),
    expect: allowed(),
  },
  {
    name: "a woman of 17, a day before her birthday",
    article: "Civil Code, Article 980",
    ...marries(man, person("王十七", "female", "2008-03-03")),
    expect: refused("under-age"),
  },
  {
    name: "born on 29 February, 18 on 1 March of a common year and not before",
    article: "Civil Code, Article 980",
    ...marries(man, person("王閏日", "female", "2008-02-29"), { on: "2026-02-26" }),
    expect: refused("under-age"),
  },
  {
    name: "on the last open day of 2022 a woman of 16 could, with her representatives' consent",
    article: "Civil Code, Article 980",
    ...marries(man, person("王十六", "female", "2006-12-30"), {
      on: "2022-12-30",
      facts: { representativesConsent: ["second"] },
    }),
    expect: allowed(),
  },
  {
    name: "without their consent she could not",
    article: "Civil Code, Article 981",
    ...marries(man, person("王十六", "female", "2006-12-30"), { on: "2022-12-30" }),
    expect: missing("representative-consent-missing"),
  },
  {
    name: "on the first open day of 2023 she cannot, consent or not",
    article: "Civil Code, Article 980",
    ...marries(man, person("王十六", "female", "2006-12-30"), {
      on: "2023-01-03",
      facts: { representativesConsent: ["second"] },
    }),
    expect: refused("under-age"),
  },
  {
    name: "in 2022 a man of 17 could not",
    article: "Civil Code, Article 980",
    ...marries(person("林十七", "male", "2005-01-01"), woman, { on: "2022-12-30", facts: { representativesConsent: ["first"] } }),
    expect: refused("under-age"),
  },
  {
    name: "in 2022 someone of 19 needed consent, since 2023 no more",
    article: "Civil Code, Article 12",
    ...marries(person("林十九", "male", "2003-06-01"), woman, { on: "2022-12-30" }),
    expect: missing("representative-consent-missing"),
  },
  {
    name: "someone of 19 in 2023",
    article: "Civil Code, Article 12",
    ...marries(person("林十九", "male", "2003-06-01"), woman, { on: "2023-01-03" }),
    expect: allowed(),
  },
  {
    name: "one is married to someone else",
    article: "Civil Code, Article 985",
    ...(() => {
      const [husband, wife] = married(man, firstWitness);
      const done = marries(husband, woman);
      return { ...done, given: { people: [husband, wife, woman, secondWitness] } };
    })(),
    expect: refused("already-married"),
  },
  {
    name: "both are married to each other: registered a second time",
    article: "Civil Code, Article 985",
    ...(() => {
      const [husband, wife] = married(man, woman);
      return { ...marries(husband, wife), given: { people: [husband, wife, firstWitness, secondWitness] } };
    })(),
    expect: refused("already-married"),
  },
  {
    name: "a guardian and the ward, without the parents' consent",
    article: "Civil Code, Article 984",
    ...marries(man, { ...woman, guardian: man.nationalId }),
    expect: missing("capability-to-be-judged", "ward-parents-consent-missing"),
  },
  {
    name: "a person under guardianship: whether they understand it is judged at the counter",
    article: "Civil Code, Article 996",
    ...marries(man, { ...woman, guardian: firstWitness.nationalId }),
    expect: judge("capability-to-be-judged"),
  },
];

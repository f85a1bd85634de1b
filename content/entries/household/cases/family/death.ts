import { allowed, judge, missing, refused } from "../short.ts";
import { application, type Case, childOf, type Given, home, married, person, personKey, places, unitKey } from "../table.ts";

const [grandfather, grandmother] = married(person("張金水", "male", "1945-03-01"), person("李阿玉", "female", "1948-09-09"));
const son = childOf(person("張文雄", "male", "1972-05-05", { maritalStatus: "divorced" }), grandfather, grandmother);
const daughter = childOf(person("張文惠", "female", "1975-08-15"), grandfather, grandmother);
const grandson = childOf(person("張承翰", "male", "2012-02-29"), son, null);
const no = "A0500002";
const village = places.zhongzheng.village;
const family: Given = {
  people: [grandfather, grandmother, son, daughter, grandson],
  homes: [
    home(no, village, [
      [grandfather, "head"],
      [grandmother, "spouse"],
      [son, "child"],
      [grandson, "grandchild"],
    ]),
  ],
  cards: {
    [grandfather.nationalId]: { serial: 2, issuedOn: "2015-05-05", reason: "exchange", state: "valid", stateOn: "2015-05-05" },
  },
};
const alone = person("何獨居", "male", "1950-12-31");
const single: Given = { people: [alone, son], homes: [home(no, village, [[alone, "head"]])] };
const child = person("許小弟", "male", "2015-04-01", { father: alone.nationalId, fatherName: alone.name });
const sister = person("許小妹", "female", "2018-04-01", { father: alone.nationalId, fatherName: alone.name });

const death = {
  person: grandfather.nationalId,
  diedOn: "2024-03-04",
  proof: "certificate",
  newHead: grandmother.nationalId,
  cardBrought: true,
};
type Change = Partial<Parameters<typeof application>[2]> & { facts?: object };
const apply = ({ facts = {}, ...rest }: Change = {}) =>
  application("death", { ...death, ...facts }, { filedOn: "2024-03-11", by: [[son, "kin"]], ...rest });
const { newHead: _none, ...withoutHead } = death;
const applyWithout = ({ facts = {}, ...rest }: Change = {}) =>
  application("death", { ...withoutHead, ...facts }, { filedOn: "2024-03-11", by: [[son, "kin"]], ...rest });

export const deaths: readonly Case[] = [
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
    name: "the card was not brought: it is no longer valid either",
    article: "Household Registration Act, Article 62",
    given: family,
    application: apply({ facts: { cardBrought: false } }),
    expect: allowed(["card-not-brought"], { changes: { [`id-card ${grandfather.nationalId}`]: { state: "lost" } } }),
  },
  {
    name: "there is no certificate",
    article: "Enforcement Rules, Article 13",
    given: family,
    application: apply({ facts: { proof: "none" } }),
    expect: missing("death-certificate-missing"),
  },
  {
    name: "the hospital's notice is proof enough",
    article: "Regulations on Notices of Death, Article 6",
    given: family,
    application: apply({ facts: { proof: "notice" } }),
    expect: allowed(),
  },
  {
    name: "thirty days are over, the last was a Wednesday",
    article: "Household Registration Act, Articles 48 and 79",
    given: family,
    application: apply({ filedOn: "2024-04-08" }),
    expect: allowed(["late"], { due: "2024-04-03", fine: [300, 900] }),
  },
  {
    name: "the thirtieth day falls into Tomb Sweeping Day and moves behind it",
    article: "Civil Code, Article 122",
    given: family,
    application: apply({ facts: { diedOn: "2024-03-05" }, filedOn: "2024-04-08" }),
    expect: allowed([], { due: "2024-04-08", fine: null }),
  },
  {
    name: "registered twice",
    article: "Household Registration Act, Article 14",
    given: {
      people: [{ ...grandfather, status: "dead", statusOn: "2024-03-04" }, son],
      homes: [home(no, village, [[son, "head"]])],
    },
    application: applyWithout(),
    expect: refused("death-registered-already", "office-elsewhere"),
  },
  {
    name: "a death before the birth",
    article: "Household Registration Act, Article 22",
    given: family,
    application: apply({ facts: { diedOn: "1945-02-28" } }),
    expect: refused("death-before-birth", "late"),
  },
  {
    name: "a death tomorrow",
    article: "Household Registration Act, Article 48",
    given: family,
    application: apply({ facts: { diedOn: "2024-03-12" } }),
    expect: refused("day-in-future"),
  },
  {
    name: "someone who is not in the register",
    article: "Household Registration Act, Article 1",
    given: family,
    application: apply({ facts: { person: alone.nationalId } }),
    expect: refused("person-unknown"),
  },
  {
    name: "a cousin's neighbour is no kin that the registers show",
    article: "Household Registration Act, Article 36",
    given: { ...family, people: [...(family.people ?? []), alone] },
    application: apply({ by: [[alone, "kin"]] }),
    expect: judge("applicant-to-be-judged"),
  },
  {
    name: "who was not the spouse cannot apply as the spouse",
    article: "Household Registration Act, Article 36",
    given: family,
    application: apply({ by: [[daughter, "spouse"]] }),
    expect: refused("applicant-not-entitled"),
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
    name: "a move that was entered after the death is void, so an officer judges first",
    article: "Household Registration Act, Article 23",
    given: {
      people: [{ ...grandfather, movedOn: "2024-03-06" }, grandmother, son],
      homes:
        family.homes?.map(({ no: number, unit }) => ({ no: number, unit: { ...unit, members: unit.members.slice(0, 3) } })) ?? [],
    },
    application: apply(),
    expect: judge("moved-after-death"),
  },
  {
    name: "the death of one who had moved abroad",
    article: "Household Registration Act, Article 14",
    given: { people: [{ ...alone, status: "abroad", statusOn: "2020-01-06" }, son] },
    application: applyWithout({ facts: { person: alone.nationalId }, by: [[son, "burial-manager"]] }),
    expect: allowed(["office-elsewhere"], { changes: { [personKey(alone)]: { status: "dead" } } }),
  },
  {
    name: "an officer may not enter the death of a grandfather",
    article: "Administrative Procedure Act, Article 32",
    given: family,
    application: apply({ officer: { nationalId: grandson.nationalId } }),
    expect: refused("officer-of-family"),
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
  {
    name: "a reminder before the term is over does not count",
    article: "Household Registration Act, Article 48",
    given: family,
    application: applyWithout({
      by: [],
      filedOn: "2024-04-22",
      exOfficio: { remindedOn: "2024-04-01" },
      facts: { proof: "notice" },
    }),
    expect: refused("reminder-too-early", "late-after-reminder"),
  },
  {
    name: "who died in prison and was claimed by no one is entered on the prison's notice",
    article: "Household Registration Act, Article 37",
    given: single,
    application: applyWithout({
      by: [],
      exOfficio: { remindedOn: null },
      facts: { person: alone.nationalId, proof: "inspection", unclaimed: "prison", cardBrought: false },
    }),
    expect: allowed([]),
  },
];

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

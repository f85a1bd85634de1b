import { allowed, judge, missing, refused } from "../short.ts";
import { application, type Case, childOf, type Given, home, married, person, personKey, places, unitKey } from "../table.ts";

const [husband, wife] = married(person("黃建豪", "male", "1985-10-10"), person("劉怡君", "female", "1987-01-31"));
const girl = childOf(person("黃品妍", "female", "2016-07-01"), husband, wife);
const brother = person("黃建中", "male", "1990-02-02");
const friend = person("方大同", "male", "1986-06-06");
const [home1, home2] = ["A0500003", "F0500001"];
const newNo = "F0000001";
const family: Given = {
  people: [husband, wife, girl, friend],
  homes: [
    home(home1, places.zhongzheng.village, [
      [husband, "head"],
      [wife, "spouse"],
      [girl, "child"],
    ]),
    home(home2, places.banqiao.village, [[friend, "head"]]),
  ],
};
const form = { to: "form", villageCode: places.banqiao.village, address: "文化路一段25號3樓", proof: "owner" };
const join = { to: "join", household: home2, bookShown: true };
const all = [husband.nationalId, wife.nationalId, girl.nationalId];
const move = { who: all, movedOn: "2024-03-01", intendsToStay: true, target: form };

type Change = Partial<Parameters<typeof application>[2]> & { facts?: object };
const applyAs =
  (kind: string, facts: object) =>
  ({ facts: more = {}, ...rest }: Change = {}) =>
    application(
      kind,
      { ...facts, ...more },
      { filedOn: "2024-03-11", office: places.banqiao.township, by: [[husband, "head"]], ...rest },
    );
const moveIn = applyAs("move-in", move);
const ofOne = { who: [husband.nationalId], newHead: wife.nationalId };

export const movesIn: readonly Case[] = [
  {
    name: "a family moves to another city as a whole: its household is closed, a new one is formed with a new number",
    article: "Household Registration Act, Articles 17 and 41",
    given: family,
    application: moveIn(),
    expect: allowed([], {
      given: { householdNo: newNo },
      due: "2024-07-01",
      fine: null,
      fee: 0,
      tell: ["former-office:moved-out", "head:first-household-book"],
      changes: {
        [unitKey(home1)]: { head: null, members: [], closedOn: "2024-03-11" },
        [unitKey(newNo)]: { head: husband.nationalId, villageCode: places.banqiao.village, kind: "family" },
        [personKey(girl)]: { householdNo: newNo, relation: "child", movedOn: "2024-03-11" },
      },
    }),
  },
  {
    name: "three months and thirty days after the move it is late",
    article: "Household Registration Act, Articles 17, 48 and 79",
    given: family,
    application: moveIn({ filedOn: "2024-07-02" }),
    expect: allowed(["late"], { due: "2024-07-01", fine: [300, 900] }),
  },
  {
    name: "a move on 30 November has lasted three months at the end of February",
    article: "Civil Code, Article 121",
    given: family,
    application: moveIn({ facts: { movedOn: "2022-11-30" }, filedOn: "2023-03-30" }),
    expect: allowed([], { due: "2023-03-30", fine: null }),
  },
  {
    name: "who stays less than three months and does not mean to stay is not moved",
    article: "Enforcement Rules, Article 30",
    given: family,
    application: moveIn({ facts: { intendsToStay: false } }),
    expect: refused("three-months-not-over"),
  },
  {
    name: "the village does not exist",
    article: "Enforcement Rules, Article 26",
    given: family,
    application: moveIn({ facts: { target: { ...form, villageCode: "65000010999" } } }),
    expect: refused("village-unknown"),
  },
  {
    name: "the office of the old home is not the competent one",
    article: "Household Registration Act, Article 26, item 6",
    given: family,
    application: moveIn({ office: places.zhongzheng.township }),
    expect: refused("office-not-competent"),
  },
  {
    name: "who forms a household shows that they live there",
    article: "Enforcement Rules, Article 13, item 10",
    given: family,
    application: moveIn({ facts: { target: { ...form, proof: "none" } } }),
    expect: missing("dwelling-proof-missing"),
  },
  {
    name: "a tenant shows the notarised lease",
    article: "Enforcement Rules, Article 13, item 10",
    given: family,
    application: moveIn({ facts: { target: { ...form, proof: "lease" } } }),
    expect: allowed(),
  },
  {
    name: "a tenant with a lease that is not notarised: the officer judges",
    article: "Enforcement Rules, Article 13, item 10",
    given: family,
    application: moveIn({ facts: { target: { ...form, proof: "lease-only" } } }),
    expect: judge("lease-to-be-judged"),
  },
  {
    name: "the wife cannot move the whole household while the husband is its head",
    article: "Household Registration Act, Article 41",
    given: family,
    application: moveIn({ by: [[wife, "self"]] }),
    expect: refused("whole-household-by-head"),
  },
  {
    name: "the husband moves alone to a friend: he lodges there, his wife becomes head",
    article: "Household Registration Act, Article 17; Enforcement Rules, Article 22",
    given: family,
    application: moveIn({ facts: { ...ofOne, target: join }, by: [[husband, "self"]] }),
    expect: allowed([], {
      given: { head: wife.nationalId },
      changes: {
        [personKey(husband)]: { householdNo: home2, relation: "lodger" },
        [personKey(wife)]: { relation: "head", householdNo: home1 },
        [personKey(girl)]: null,
        [unitKey(home2)]: { kind: "family", head: friend.nationalId },
      },
    }),
  },
  {
    name: "who joins a household brings its book",
    article: "Enforcement Rules, Article 21",
    given: family,
    application: moveIn({ facts: { ...ofOne, target: { ...join, bookShown: false } }, by: [[husband, "self"]] }),
    expect: missing("household-book-missing"),
  },
  {
    name: "a girl of seven moves without her parents: the officer judges",
    article: "Civil Code, Article 1060",
    given: family,
    application: moveIn({ facts: { who: [girl.nationalId], target: join }, by: [[wife, "representative"]] }),
    expect: judge("minor-away-from-parents"),
  },
  {
    name: "a girl of seven cannot apply for herself",
    article: "Household Registration Act, Article 41",
    given: family,
    application: moveIn({ facts: { who: [girl.nationalId], target: join }, by: [[girl, "self"]] }),
    expect: refused("applicant-not-entitled", "minor-away-from-parents"),
  },
  {
    name: "within a township it is a change of address",
    article: "Household Registration Act, Article 18",
    given: family,
    application: moveIn({
      office: places.zhongzheng.township,
      facts: { target: { ...form, villageCode: "63000050002" } },
    }),
    expect: refused("move-within-township"),
  },
  {
    name: "who lives there already does not move in",
    article: "Household Registration Act, Article 3",
    given: family,
    application: moveIn({ facts: { who: [friend.nationalId], target: join }, by: [[friend, "self"]] }),
    expect: refused("move-within-township", "member-already"),
  },
  {
    name: "a dead person does not move",
    article: "Civil Code, Article 6",
    given: { ...family, people: [...(family.people ?? []), { ...brother, status: "dead", statusOn: "2024-03-02" }] },
    application: moveIn({ facts: { who: [brother.nationalId], target: join }, by: [[friend, "head"]] }),
    expect: refused("person-not-living"),
  },
  {
    name: "one who had moved abroad comes back with a passport of this country and lives with the friend",
    article: "Household Registration Act, Article 17, paragraph 2",
    given: { ...family, people: [...(family.people ?? []), { ...brother, status: "abroad", statusOn: "2020-01-06" }] },
    application: moveIn({
      facts: { who: [brother.nationalId], target: join, entry: { on: "2024-02-20", isWithOwnPapers: true } },
      by: [[brother, "self"]],
    }),
    expect: allowed([], { changes: { [personKey(brother)]: { status: "present", statusOn: null, householdNo: home2 } } }),
  },
  {
    name: "who came back with a foreign passport cannot move in",
    article: "Household Registration Act, Article 17, paragraph 2",
    given: { ...family, people: [...(family.people ?? []), { ...brother, status: "abroad", statusOn: "2020-01-06" }] },
    application: moveIn({
      facts: { who: [brother.nationalId], target: join, entry: { on: "2024-02-20", isWithOwnPapers: false } },
      by: [[brother, "self"]],
    }),
    expect: refused("entry-with-foreign-papers"),
  },
  {
    name: "nobody applied after the reminder, so the office moves the family",
    article: "Household Registration Act, Article 48-2",
    given: family,
    application: moveIn({ by: [], filedOn: "2024-07-22", exOfficio: { remindedOn: "2024-07-08" } }),
    expect: allowed(["late-after-reminder"], { fine: [900, 900], tell: ["liable-applicants:entered-ex-officio"] }),
  },
  {
    name: "a number that another household has is passed over",
    article: "Regulations on ID Cards, Article 3",
    given: {
      people: [...(family.people ?? []), brother],
      homes: [...(family.homes ?? []), home(newNo, places.banqiao.village, [[brother, "head"]])],
    },
    application: moveIn(),
    expect: allowed([], { given: { householdNo: "F0000002" } }),
  },
];

const within = applyAs("address-change", { ...move, target: { ...form, villageCode: "63000050002" } });
const here = { office: places.zhongzheng.township };

export const addressChanges: readonly Case[] = [
  {
    name: "a family that moves as a whole keeps its number",
    article: "Household Registration Act, Article 18",
    given: family,
    application: within(here),
    expect: allowed([], {
      changes: {
        [unitKey(home1)]: { villageCode: "63000050002", address: form.address, head: husband.nationalId },
        [personKey(girl)]: { movedOn: "2024-03-11" },
      },
    }),
  },
  {
    name: "the wife and the girl form a household of their own",
    article: "Household Registration Act, Article 18",
    given: family,
    application: within({ ...here, facts: { who: [wife.nationalId, girl.nationalId] }, by: [[wife, "self"]] }),
    expect: allowed([], {
      given: { householdNo: "A0000001" },
      changes: {
        [personKey(wife)]: { relation: "head" },
        [personKey(girl)]: { relation: "child", householdNo: "A0000001" },
        [unitKey(home1)]: { kind: "single" },
      },
    }),
  },
  {
    name: "to another township it is a moving in",
    article: "Household Registration Act, Article 17",
    given: family,
    application: within({ facts: { target: form } }),
    expect: refused("move-to-other-township"),
  },
  {
    name: "at the same address it is a division of the household",
    article: "Household Registration Act, Article 19",
    given: family,
    application: within({
      ...here,
      facts: { target: { ...form, villageCode: places.zhongzheng.village, address: "建國路1號" } },
    }),
    expect: refused("address-unchanged"),
  },
];

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

const split = applyAs("split-household", {
  household: home1,
  who: [wife.nationalId, girl.nationalId],
  head: wife.nationalId,
  on: "2024-03-04",
  proof: true,
});

export const splits: readonly Case[] = [
  {
    name: "the wife divides the household at the same address and is head of the new one",
    article: "Household Registration Act, Articles 19 and 43",
    given: family,
    application: split({ ...here, by: [[wife, "self"]] }),
    expect: allowed([], {
      given: { householdNo: "A0000001" },
      due: "2024-04-03",
      changes: {
        "household-unit A0000001": { address: "建國路1號", head: wife.nationalId, kind: "family" },
        [unitKey(home1)]: { kind: "single" },
        [personKey(girl)]: { householdNo: "A0000001", relation: "child" },
      },
    }),
  },
  {
    name: "a child cannot be the head of the new household",
    article: "Enforcement Rules, Article 22",
    given: family,
    application: split({ ...here, facts: { who: [girl.nationalId], head: girl.nationalId }, by: [[husband, "head"]] }),
    expect: refused("new-head-incapable"),
  },
  {
    name: "one member at least stays behind",
    article: "Household Registration Act, Article 19",
    given: family,
    application: split({ ...here, facts: { who: all } }),
    expect: refused("nobody-left-behind"),
  },
  {
    name: "proof of living apart is missing",
    article: "Enforcement Rules, Article 13, item 11",
    given: family,
    application: split({ ...here, facts: { proof: false } }),
    expect: missing("separate-living-proof-missing"),
  },
];

const sibling = childOf(brother, person("黃老先生", "male", "1955-01-01"), null);
const elder = { ...husband, father: sibling.father, fatherName: "黃老先生" };
const neighbours: Given = {
  people: [elder, wife, girl, sibling, friend, person("黃老先生", "male", "1955-01-01")],
  homes: [
    home(home1, places.zhongzheng.village, [
      [elder, "head"],
      [wife, "spouse"],
      [girl, "child"],
    ]),
    home("A0500004", places.zhongzheng.village, [[sibling, "head"]]),
  ],
};
const merge = applyAs("merge-household", { household: "A0500004", into: home1, on: "2024-03-04", proof: true });

export const merges: readonly Case[] = [
  {
    name: "a brother's household at the same address joins: it is closed, he is the head's sibling",
    article: "Household Registration Act, Article 19",
    given: neighbours,
    application: merge({ ...here, by: [[sibling, "head"]] }),
    expect: allowed([], {
      changes: {
        [unitKey("A0500004")]: { closedOn: "2024-03-11", head: null },
        [personKey(sibling)]: { householdNo: home1, relation: "sibling" },
      },
    }),
  },
  {
    name: "households at different addresses do not merge",
    article: "Household Registration Act, Article 19",
    given: family,
    application: application(
      "merge-household",
      { household: home2, into: home1, on: "2024-03-04", proof: true },
      { filedOn: "2024-03-11", by: [[husband, "head"]] },
    ),
    expect: refused("addresses-differ"),
  },
];

const lodger = person("余青年", "male", "2004-06-01");
const young: Given = {
  people: [husband, lodger],
  homes: [
    home(home1, places.zhongzheng.village, [
      [husband, "head"],
      [lodger, "lodger"],
    ]),
  ],
};
const change = applyAs("change-head", { household: home1, newHead: wife.nationalId, on: "2024-03-04", headConsents: false });

export const headChanges: readonly Case[] = [
  {
    name: "the husband makes his wife the head",
    article: "Enforcement Rules, Article 22",
    given: family,
    application: change(here),
    expect: allowed([], {
      changes: {
        [unitKey(home1)]: { head: wife.nationalId },
        [personKey(husband)]: { relation: "spouse" },
        [personKey(wife)]: { relation: "head" },
        [personKey(girl)]: null,
      },
    }),
  },
  {
    name: "the wife applies alone: the head has to agree",
    article: "Household Registration Act, Article 46",
    given: family,
    application: change({ ...here, by: [[wife, "new-head"]] }),
    expect: missing("head-consent-missing"),
  },
  {
    name: "a child cannot be made the head",
    article: "Enforcement Rules, Article 22",
    given: family,
    application: change({ ...here, facts: { newHead: girl.nationalId } }),
    expect: refused("new-head-incapable"),
  },
  {
    name: "at 18 a married woman could act before 2023, when marriage made minors of full capacity",
    article: "Civil Code, Article 13, as it was",
    given: { ...family, people: [husband, { ...wife, birthDate: "2004-06-01" }, { ...girl, mother: null }, friend] },
    application: change({ ...here, filedOn: "2022-12-30", facts: { on: "2022-12-30" } }),
    expect: allowed(),
  },
  {
    name: "at 18 an unmarried one could not be head in 2022",
    article: "Civil Code, Article 12, as it was",
    given: young,
    application: change({ ...here, filedOn: "2022-12-30", facts: { on: "2022-12-30", newHead: lodger.nationalId } }),
    expect: refused("new-head-incapable"),
  },
  {
    name: "and can since 2023",
    article: "Civil Code, Article 12",
    given: young,
    application: change({ ...here, filedOn: "2023-01-03", facts: { on: "2023-01-03", newHead: lodger.nationalId } }),
    expect: allowed([], { changes: { [personKey(husband)]: { relation: "lodger" } } }),
  },
  {
    name: "one under guardianship cannot be made the head",
    article: "Civil Code, Article 15",
    given: { ...family, people: [husband, { ...wife, guardian: husband.nationalId }, girl, friend] },
    application: change(here),
    expect: refused("new-head-incapable"),
  },
];

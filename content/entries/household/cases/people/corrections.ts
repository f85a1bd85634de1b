import { nationalIdOf } from "@troad/population";
import { allowed, judge, missing, refused } from "../short.ts";
import { application, type Case, childOf, type Given, home, married, person, personKey, places, unitKey } from "../table.ts";

const mother = person("簡秀蘭", "female", "1988-03-03");
const child = childOf(person("簡語彤", "female", "2019-11-11", { responsibility: "mother" }), null, mother);
const man = person("江明哲", "male", "1985-05-05");
const no = "A0500007";
const village = places.zhongzheng.village;
const family: Given = {
  people: [mother, child, man],
  homes: [
    home(no, village, [
      [mother, "head"],
      [child, "child"],
    ]),
    home("A0500008", places.daan.village, [[man, "head"]]),
  ],
};
type Change = Partial<Parameters<typeof application>[2]> & { facts?: object };
const applyAs =
  (kind: string, facts: object, by: readonly (readonly [ReturnType<typeof person>, string])[]) =>
  ({ facts: more = {}, ...rest }: Change = {}) =>
    application(kind, { ...facts, ...more }, { filedOn: "2024-03-11", by, ...rest });

const acknowledge = applyAs(
  "acknowledgement",
  { child: child.nationalId, father: man.nationalId, on: "2024-03-11", proof: "declaration", surname: "keep" },
  [[man, "father"]],
);

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

const correct = applyAs(
  "correction",
  {
    person: mother.nationalId,
    values: { birthDate: "1988-03-13" },
    origin: "declared",
    reason: "申報錯誤",
    paper: { kind: "birth-certificate", issuedOn: "1988-03-14" },
    firstRegisteredOn: "1988-04-01",
  },
  [[mother, "self"]],
);

export const corrections: readonly Case[] = [
  {
    name: "a birthday that was stated wrongly, by a certificate older than the first registration",
    article: "Enforcement Rules, Articles 16 and 17",
    given: family,
    application: correct(),
    expect: allowed([], { due: null, changes: { [personKey(mother)]: { birthDate: "1988-03-13" } } }),
  },
  {
    name: "a school's paper that is younger than the first registration does not prove a birthday",
    article: "Enforcement Rules, Article 17",
    given: family,
    application: correct({ facts: { paper: { kind: "school", issuedOn: "2000-06-30" } } }),
    expect: refused("paper-too-late"),
  },
  {
    name: "a ruling does at any time",
    article: "Enforcement Rules, Article 17",
    given: family,
    application: correct({ facts: { paper: { kind: "ruling", issuedOn: "2024-01-05" } } }),
    expect: allowed(),
  },
  {
    name: "without a paper it is not corrected",
    article: "Enforcement Rules, Article 16",
    given: family,
    application: correct({ facts: { paper: { kind: "none" } } }),
    expect: missing("correction-paper-missing"),
  },
  {
    name: "the office corrects its own mistake by itself and tells the person",
    article: "Enforcement Rules, Article 15; Household Registration Act, Article 46",
    given: family,
    application: correct({
      by: [],
      exOfficio: { remindedOn: null },
      facts: { origin: "office-error", values: { name: "簡琇蘭" }, paper: { kind: "none" } },
    }),
    expect: allowed([], {
      tell: ["person:entry-made", "children:name-of-parent-changed"],
      changes: { [personKey(mother)]: { name: "簡琇蘭" }, [personKey(child)]: { motherName: "簡琇蘭" } },
    }),
  },
  {
    name: "a mother cannot be born after her child",
    article: "Household Registration Act, Article 22",
    given: family,
    application: correct({ facts: { values: { birthDate: "2020-01-01" } } }),
    expect: refused("correction-impossible"),
  },
  {
    name: "another sex needs another number",
    article: "Regulations on ID Cards, Article 6",
    given: family,
    application: correct({ facts: { values: { sex: "male" } } }),
    expect: refused("correction-needs-new-id"),
  },
  {
    name: "while a suit is pending its end is awaited",
    article: "Household Registration Act, Article 25",
    given: family,
    application: correct({ facts: { inLitigation: true } }),
    expect: refused("litigation-pending"),
  },
  {
    name: "one with an interest applies: the officer judges it, and the person is told",
    article: "Household Registration Act, Article 46",
    given: family,
    application: correct({ by: [[man, "interested"]], judged: { "applicant-to-be-judged": "遺產管理人" } }),
    expect: allowed(["applicant-to-be-judged"], { tell: ["person:entry-made"] }),
  },
  {
    name: "nothing is wrong",
    article: "Household Registration Act, Article 22",
    given: family,
    application: correct({ facts: { values: { birthPlace: "63000" } } }),
    expect: refused("nothing-to-correct"),
  },
];

const cancel = applyAs(
  "cancellation",
  { person: child.nationalId, entry: { of: "birth" }, reason: "虛報出生", proof: "ruling", on: "2024-03-04" },
  [[mother, "representative"]],
);
const acknowledged = childOf({ ...child, name: "江語彤" }, man, mother);
const [dead, widow] = married(person("阮文德", "male", "1960-06-06"), person("阮太太", "female", "1962-02-02"));
const revived = { of: "death", target: { to: "join", household: "A0500009", bookShown: true } };
const ofDead: Given = {
  people: [
    { ...dead, status: "dead", statusOn: "2024-02-01" },
    { ...widow, maritalStatus: "widowed", spouse: null, spouseName: null },
  ],
  homes: [home("A0500009", village, [[widow, "head"]])],
};

export const cancellations: readonly Case[] = [
  {
    name: "a birth that never was: the record is cancelled and leaves the household",
    article: "Household Registration Act, Article 23",
    given: family,
    application: cancel(),
    expect: allowed([], {
      due: "2024-04-03",
      changes: {
        [personKey(child)]: { status: "cancelled", householdNo: null, mother: null },
        [unitKey(no)]: { kind: "single" },
      },
    }),
  },
  {
    name: "what the office found by itself is for the officer to judge",
    article: "Household Registration Act, Article 23",
    given: family,
    application: cancel({ facts: { proof: "office-finding" } }),
    expect: judge("void-to-be-judged"),
  },
  {
    name: "an acknowledgement falls by a ruling alone",
    article: "Civil Code, Article 1070; Household Registration Act, Article 25",
    given: { people: [mother, acknowledged, man], homes: family.homes ?? [] },
    application: cancel({ facts: { entry: { of: "acknowledgement", formerName: "簡語彤" }, proof: "papers" } }),
    expect: missing("ruling-missing"),
  },
  {
    name: "he is not the father, a court found: the child has the former name again",
    article: "Civil Code, Article 1070",
    given: { people: [mother, { ...acknowledged, nationalId: child.nationalId }, man], homes: family.homes ?? [] },
    application: cancel({ facts: { entry: { of: "acknowledgement", formerName: "簡語彤" } } }),
    expect: allowed([], { changes: { [personKey(child)]: { father: null, fatherName: null, name: "簡語彤" } } }),
  },
  {
    name: "who was entered as dead is alive: marriage and household revive",
    article: "Household Registration Act, Article 23",
    given: ofDead,
    application: cancel({
      facts: { person: dead.nationalId, entry: revived, proof: "papers" },
      by: [[dead, "self"]],
      judged: { "void-to-be-judged": "本人到場", "office-only-if-announced": "最後戶籍地" },
    }),
    expect: allowed(["void-to-be-judged", "office-only-if-announced"], {
      changes: { [personKey(dead)]: { status: "present", relation: "spouse" } },
    }),
  },
  {
    name: "the spouse of one entered as dead applies, and is married again",
    article: "Household Registration Act, Articles 23 and 46",
    given: ofDead,
    application: cancel({
      facts: { person: dead.nationalId, entry: revived, proof: "papers" },
      by: [[widow, "original-applicant"]],
      judged: { "void-to-be-judged": "本人到場", "office-only-if-announced": "最後戶籍地" },
    }),
    expect: allowed(["void-to-be-judged", "office-only-if-announced"], {
      tell: ["spouse:exchange-card"],
      changes: {
        [personKey(dead)]: { status: "present", statusOn: null, householdNo: "A0500009", relation: "spouse" },
        [personKey(widow)]: { maritalStatus: "married", spouse: dead.nationalId },
      },
    }),
  },
  {
    name: "one renamed by a void entry has the former name and one change less",
    article: "Household Registration Act, Article 23",
    given: { ...family, people: [{ ...mother, renamed: 2 }, child, man] },
    application: cancel({
      facts: { person: mother.nationalId, entry: { of: "name-change", formerName: "簡秀琴", counted: true } },
      by: [[mother, "self"]],
    }),
    expect: allowed([], { changes: { [personKey(mother)]: { name: "簡秀琴", renamed: 1 } } }),
  },
];

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
const here = { office: places.daan.township };
const newId = nationalIdOf("A", "female", 1);

export const firstRegistrations: readonly Case[] = [
  {
    name: "a national born abroad settles, gets a number and joins the father's household",
    article: "Household Registration Act, Articles 15, 26 and 40",
    given: { ...family, people: [mother, child, { ...man, birthDate: "1965-05-05" }] },
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
    given: family,
    application: first({ office: places.banqiao.township }),
    expect: refused("office-not-competent"),
  },
  {
    name: "the permit of settlement is missing",
    article: "Enforcement Rules, Article 13",
    given: family,
    application: first({ ...here, facts: { proof: false } }),
    expect: missing("settlement-permit-missing"),
  },
  {
    name: "who does not live here is told to the immigration agency",
    article: "Enforcement Rules, Article 9-1",
    given: family,
    application: first({ ...here, facts: { livesHere: false } }),
    expect: refused("settlement-not-lived-in"),
  },
  {
    name: "born here, twelve years old and never entered",
    article: "Household Registration Act, Article 15, item 4",
    given: { ...family, people: [mother, child, { ...man, birthDate: "1965-05-05" }] },
    application: first({
      ...here,
      facts: { ground: "born-here", neverLeft: true, birthDate: "2012-03-11", birthPlace: "63000" },
    }),
    expect: allowed([], { changes: { [`person ${newId}`]: { birthDate: "2012-03-11" } } }),
  },
  {
    name: "born here and not yet twelve: a birth is entered instead",
    article: "Household Registration Act, Article 6",
    given: family,
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
];

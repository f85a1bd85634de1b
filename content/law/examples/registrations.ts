import { examplesOf, official, statute, type WorkedExample } from "./write.ts";

const today = "2026-11-29";
const tax = examplesOf("tax-registration");
const rule = (article: string) => statute(`稅籍登記規則 §${article}`);
const act = (article: string) => statute(`加值型及非加值型營業稅法 §${article}`);
const firm = {
  "taxreg.kind": "registered",
  "taxreg.status": "active",
  "taxreg.applicant": "B123456780",
  "taxreg.director": "B123456780",
  "taxreg.online": true,
};
const stall = { "taxreg.kind": "domestic", "taxreg.openingOn": today };
const abroad = { "taxreg.kind": "foreign", "taxreg.sales": 600_001 };

const donor = examplesOf("organ-donor");
const standard = (article: string) => statute(`捐贈屍體器官移植喪葬費補助標準 §${article}`);
/** A child of a donor whose spouse died before. */
const child = {
  "donor.applicant": "B123456780",
  "donor.ownFather": "A123456789",
  "donor.ownMother": "none",
  "donor.ownSpouse": "none",
  "donor.deceased": "A123456789",
  "donor.father": "none",
  "donor.mother": "none",
  "donor.spouse": "none",
  "donor.marital": "widowed",
  "donor.status": "dead",
  "donor.organs": "several",
  "donor.relation": "descendant",
  "donor.others": "none",
};
const widow = { ...child, "donor.relation": "spouse", "donor.spouse": "B123456780", "donor.ownFather": "none" };

const grain = examplesOf("grain-dealer");
const mill = {
  ...{ "grain.body": "firm", "grain.status": "active", "grain.applicant": "B123456780" },
  "grain.director": "B123456780",
};
const miller = { ...mill, "grain.milling": true };
const dealt = (article: string) => statute(`糧商管理規則 §${article}`);

const medic = examplesOf("medical-licence");
const nurse = {
  "medic.kind": "certificate",
  "medic.copies": 3,
  "medic.state": "valid",
  "medic.sanction": "none",
  "medic.practiceUntil": today,
  "medic.passport": "valid",
};
const charged = statute("醫事人員申請證明書收費標準 §3 I");

const transcript = examplesOf("household-transcript");
const papers = { "transcript.language": "english", "transcript.copies": 3 };
const household = statute("戶政規費收費標準 §2");

const partnership = examplesOf("limited-partnership");
const charge = statute("有限合夥規費收費準則 §3");
const contributions = (amount: number) => ({ "limitedPartnership.capital": amount, "limitedPartnership.limitedOther": false });

const vacancy = examplesOf("vacancy");
const job = {
  "vacancy.status": "active",
  "vacancy.applicant": "B123456780",
  "vacancy.director": "B123456780",
  "vacancy.shown": true,
  "vacancy.pay": 32_000,
};
const hidden = { ...job, "vacancy.shown": false };
const employment = (article: string) => statute(`就業服務法 §${article}`);

const association = examplesOf("association");
const club = {
  "association.scope": "national",
  "association.founders": 30,
  "association.adults": true,
  "association.counties": 7,
};
const civil = (article: string) => statute(`人民團體法 §${article}`);

const cooperative = examplesOf("cooperative");
const coop = {
  "coop.trade": "labour",
  "coop.members": 7,
  "coop.capable": true,
  "coop.meetingOn": "2026-10-29",
  "coop.value": 6,
  "coop.largest": 200_000_000,
  "coop.shares": 1_000_000_000,
};
const coopAct = (article: string) => statute(`合作社法 §${article}`);

/** What is registered, certified or subsidised. */
export const registrations: readonly WorkedExample[] = [
  tax("taxreg.outcome", today, firm, "names", rule("3 II: pages are added")),
  tax("taxreg.outcome", today, { ...firm, "taxreg.online": false }, "automatic", rule("3 II: built from the register")),
  tax("taxreg.outcome", today, { ...firm, "taxreg.status": "none" }, "not-found", rule("3 II")),
  tax("taxreg.outcome", today, { ...firm, "taxreg.director": "C123456781" }, "not-yours", rule("5")),
  tax("taxreg.outcome", today, stall, "registered", rule("3 I")),
  tax("taxreg.outcome", today, abroad, "registered", official("a threshold of 600,000, as the press of 2025 reported")),
  tax(
    "taxreg.outcome",
    today,
    { ...abroad, "taxreg.sales": 600_000 },
    "below",
    official("a threshold of 600,000, as the press of 2025 reported"),
  ),
  tax(
    "taxreg.outcome",
    "2024-12-31",
    { ...abroad, "taxreg.sales": 480_000 },
    "below",
    official("480,000 before, as the press of 2024 reported"),
  ),
  tax("taxreg.eligible", today, firm, true, rule("3 II")),
  tax("taxreg.eligible", today, { ...firm, "taxreg.online": false }, false, rule("3 II: nothing to apply for")),
  tax("taxreg.late", today, stall, false, act("28: on the day itself")),
  tax("taxreg.late", "2026-11-30", stall, true, act("28: a day after it opened")),
  tax("taxreg.fineFrom", "2026-11-30", stall, 3_000, act("45")),
  tax("taxreg.fineTo", "2026-11-30", stall, 30_000, act("45")),
  tax("taxreg.fineTo", today, stall, 0, act("45")),
  grain("grain.fee", today, miller, 300, statute("糧商登記規費收費標準 §2")),
  grain("grain.visit", today, miller, true, dealt("4: a mill")),
  grain("grain.visit", today, { ...mill, "grain.selling": true }, false, dealt("4: a shop")),
  grain("grain.eligible", today, miller, true, dealt("4")),
  grain("grain.outcome", today, mill, "no-trade", statute("糧食管理法 §4")),
  grain("grain.outcome", today, { ...mill, "grain.selling": true, "grain.small": true }, "exempt", statute("糧食管理法 §10 II")),
  grain("grain.outcome", today, { ...miller, "grain.small": true }, "registered", statute("糧食管理法 §10 II: retail alone")),
  grain("grain.outcome", today, { ...miller, "grain.status": "none" }, "not-active", dealt("4 I")),
  grain("grain.outcome", today, { ...miller, "grain.director": "C123456781" }, "not-yours", dealt("4 I")),
  medic("medic.fee", today, nurse, 900, charged),
  medic("medic.fee", today, { ...nurse, "medic.copies": 1 }, 500, charged),
  medic("medic.fee", today, { ...nurse, "medic.kind": "standing" }, 600, charged),
  medic(
    "medic.fee",
    today,
    { ...nurse, "medic.kind": "practice" },
    900,
    official("fees as the Ministry of Health and Welfare charges, those of counties not read"),
  ),
  medic("medic.eligible", today, nurse, true, statute("醫師法 §8")),
  medic("medic.eligible", today, { ...nurse, "medic.kind": "practice" }, true, statute("醫事人員執業登記及繼續教育辦法 §7")),
  medic("medic.outcome", "2026-11-30", { ...nurse, "medic.kind": "practice" }, "not-practising", statute("醫師法 §8")),
  medic("medic.outcome", today, { ...nurse, "medic.kind": "standing", "medic.sanction": "warned" }, "sanctioned", charged),
  medic("medic.outcome", today, { ...nurse, "medic.state": "revoked" }, "no-certificate", charged),
  medic("medic.outcome", today, { ...nurse, "medic.passport": "none" }, "no-passport", charged),
  transcript("transcript.fee", today, papers, 130, household),
  transcript("transcript.fee", today, { ...papers, "transcript.copies": 1 }, 100, household),
  transcript("transcript.fee", today, { ...papers, "transcript.language": "chinese" }, 45, household),
  vacancy("vacancy.eligible", today, job, true, employment("14")),
  vacancy("vacancy.payShown", today, { ...hidden, "vacancy.pay": 40_000 }, true, employment("5 II 6: 40,000 exactly")),
  vacancy("vacancy.payShown", today, { ...hidden, "vacancy.pay": 39_999 }, false, employment("5 II 6: below 40,000")),
  vacancy("vacancy.outcome", today, hidden, "pay-hidden", employment("5 II 6")),
  vacancy("vacancy.fair", today, { ...job, "vacancy.asks": true }, false, employment("5 I")),
  vacancy("vacancy.fair", today, { ...job, "vacancy.asks": true, "vacancy.byLaw": true }, true, employment("5 I: another law")),
  vacancy("vacancy.outcome", today, { ...job, "vacancy.keeps": true }, "keeps", employment("5 II 2, 3")),
  vacancy("vacancy.outcome", today, { ...job, "vacancy.director": "C123456781" }, "not-yours", employment("14")),
  association("association.eligible", today, club, true, civil("8 II")),
  association("association.outcome", today, { ...club, "association.founders": 29 }, "too-few", civil("8 II: thirty")),
  association("association.outcome", today, { ...club, "association.barred": true }, "barred", civil("8 II")),
  association("association.outcome", today, { ...club, "association.adults": false }, "minors", civil("8 II")),
  association(
    "association.spread",
    today,
    club,
    true,
    official("seven counties, as the Ministry of the Interior asks in practice"),
  ),
  association(
    "association.spread",
    today,
    { ...club, "association.counties": 6 },
    false,
    official("seven counties, as the Ministry of the Interior asks in practice"),
  ),
  association("association.outcome", today, { ...club, "association.scope": "local" }, "not-spread", civil("5")),
  cooperative("coop.eligible", today, coop, true, coopAct("8, 9, 16, 17: each at its limit")),
  cooperative("coop.eligible", today, { ...coop, "coop.value": 150 }, true, coopAct("16: 150")),
  cooperative("coop.outcome", today, { ...coop, "coop.value": 151 }, "shares", coopAct("16: above 150")),
  cooperative("coop.outcome", today, { ...coop, "coop.value": 5 }, "shares", coopAct("16: below 6")),
  cooperative("coop.outcome", today, { ...coop, "coop.largest": 200_000_001 }, "shares", coopAct("17: more than a fifth")),
  cooperative("coop.outcome", today, { ...coop, "coop.members": 6 }, "too-few", coopAct("8")),
  cooperative("coop.outcome", today, { ...coop, "coop.capable": false }, "not-capable", coopAct("11")),
  cooperative("coop.outcome", "2026-11-30", coop, "too-late", coopAct("9: a day more than a month")),
  cooperative("coop.outcome", today, { ...coop, "coop.trade": "credit", "coop.mixed": true }, "mixed", coopAct("3 II")),
  donor("donor.amount", today, child, 100_000, standard("2 II: several organs")),
  donor("donor.amount", today, { ...child, "donor.organs": "cornea" }, 50_000, standard("2 I: cornea alone")),
  donor("donor.eligible", today, child, true, standard("4: a child, and no spouse")),
  donor("donor.eligible", today, { ...child, "donor.county": true }, false, standard("6: the county paid")),
  donor("donor.kin", today, { ...widow, "donor.spouse": "C123456781" }, false, standard("4: another is the spouse")),
  donor("donor.proven", today, widow, true, standard("3: the register shows the spouse")),
  donor("donor.proven", today, { ...child, "donor.relation": "in-law", "donor.ownFather": "none" }, false, standard("3")),
  donor("donor.first", today, { ...child, "donor.marital": "married" }, false, standard("4: the spouse comes first")),
  donor("donor.first", today, { ...child, "donor.others": "agree" }, true, standard("4: the others agree")),
  donor("donor.outcome", today, { ...child, "donor.organs": "none" }, "no-donation", standard("3")),
  donor("donor.outcome", today, { ...child, "donor.others": "disagree" }, "not-first", standard("4")),
  partnership("limitedPartnership.fee", today, contributions(4_003_999), 1_000, charge),
  partnership("limitedPartnership.fee", today, contributions(4_004_000), 1_001, charge),
  partnership("limitedPartnership.eligible", today, contributions(1), true, statute("有限合夥法 §14 I")),
  partnership(
    "limitedPartnership.outcome",
    today,
    { ...contributions(1), "limitedPartnership.limitedOther": true },
    "limited-in-kind",
    statute("有限合夥法 §14 I"),
  ),
];

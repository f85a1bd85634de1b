import { examplesOf, statute, type WorkedExample } from "../examples/write.ts";

const today = "2026-11-30";
const caught = examplesOf("catch-certificate");
const tuna = {
  ...{ "catch.kind": "legal", "catch.applicant": "B123456780", "catch.operator": "B123456780" },
  ...{ "catch.vessel": "CT7-000123", "catch.landedBy": "CT7-000123" },
  ...{ "catch.permitUntil": "2026-10-01", "catch.fines": 0, "catch.tonnage": 99, "catch.open": 0 },
  ...{ "catch.landedOn": "2026-10-01", "catch.landed": 20_000, "catch.used": 8_000, "catch.weight": 12_000 },
};
const of = (kind: string, other: Record<string, string | number | boolean> = {}) => ({ ...tuna, "catch.kind": kind, ...other });
const rules = (article: string) => statute(`遠洋漁業漁獲證明書核發辦法 §${article}`);

/** Certificates of what distant-water vessels caught. */
export const ofCatches: readonly WorkedExample[] = [
  caught("catch.eligible", today, tuna, true, rules("7, 10, 22: all that is left")),
  caught("catch.within", today, of("legal", { "catch.weight": 12_001 }), false, rules("10 (4): a kilogram more")),
  caught("catch.outcome", today, of("fishing", { "catch.weight": 12_001 }), "exceeds", rules("7 (4)")),
  caught("catch.entitled", today, of("legal", { "catch.operator": "C123456781" }), false, rules("4")),
  caught("catch.entitled", today, of("legal", { "catch.operator": "C123456781", "catch.exporter": true }), true, rules("4 I 2")),
  caught(
    "catch.entitled",
    today,
    of("fishing", { "catch.operator": "C123456781", "catch.exporter": true }),
    false,
    rules("4 II"),
  ),
  caught("catch.ofVessel", today, of("legal", { "catch.landedBy": "CT7-000124" }), false, rules("4: caught by another vessel")),
  caught("catch.permitted", today, of("legal", { "catch.permitUntil": "2026-09-30" }), false, rules("7 (3)")),
  caught("catch.lawful", today, of("eu", { "catch.iuu": true }), false, rules("20 (2)")),
  caught("catch.lawful", today, of("origin", { "catch.unreported": true }), true, rules("10: not among its grounds")),
  caught("catch.settled", today, of("frozen", { "catch.fines": 1 }), false, rules("17 (5)")),
  caught("catch.settled", today, of("frozen", { "catch.suspended": true }), false, rules("17 (5)")),
  caught("catch.fit", today, of("fresh"), true, rules("14: 99 tonnes")),
  caught("catch.fit", today, of("fresh", { "catch.tonnage": 100 }), false, rules("14: a hundred")),
  caught("catch.fit", today, of("origin"), false, rules("10 (5): no hygiene assessment")),
  caught("catch.fit", today, of("eu", { "catch.clean": true }), false, rules("24: not registered")),
  caught("catch.writtenOff", today, of("origin", { "catch.open": 1 }), false, rules("10 (6)")),
  caught("catch.writtenOff", today, of("fishing", { "catch.open": 1 }), true, rules("7: not among its grounds")),
  caught("catch.validUntil", today, tuna, "2030-10-01", rules("5 I: four years from the landing")),
  caught("catch.validUntil", today, of("fresh"), "2026-12-01", rules("5 I: two months")),
  caught("catch.validUntil", "2026-09-01", tuna, "2030-09-01", rules("5 II: issued before the landing")),
];

const crew = examplesOf("crew");
const sailor = {
  ...{ "crew.paper": "book", "crew.bornOn": "2010-11-30", "crew.examinedOn": "2026-05-30", "crew.trainedOn": "2021-11-30" },
  ...{ "crew.officerTrainedOn": "1900-01-01", "crew.bookUntil": "1900-01-01", "crew.seaDays": 0 },
  ...{ "crew.revokedOn": "2024-12-01", "crew.revokedBy": "none" },
};
const mate = { ...sailor, "crew.paper": "officer", "crew.bornOn": "2008-11-30", "crew.bookUntil": "2027-11-30" };
const crewRule = (article: string) => statute(`漁船船員管理規則 §${article}`);
/** Papers of the crews of fishing vessels. */
export const ofCrews: readonly WorkedExample[] = [
  crew("crew.eligible", today, sailor, true, crewRule("9, 10, 14: each at its limit")),
  crew("crew.oldEnough", today, { ...sailor, "crew.bornOn": "2010-12-01" }, false, crewRule("9: sixteen tomorrow")),
  crew("crew.oldEnough", today, { ...sailor, "crew.bornOn": "2011-11-30", "crew.kin": true }, true, crewRule("9: fifteen, kin")),
  crew("crew.oldEnough", today, { ...sailor, "crew.bornOn": "2011-12-01", "crew.kin": true }, false, crewRule("9: fourteen")),
  crew("crew.oldEnough", today, mate, true, crewRule("9: an officer of eighteen")),
  crew("crew.oldEnough", today, { ...mate, "crew.bornOn": "2008-12-01" }, false, crewRule("9: seventeen")),
  crew("crew.examined", today, { ...sailor, "crew.examinedOn": "2026-05-29" }, false, crewRule("10: a day more than six months")),
  crew("crew.trained", today, { ...sailor, "crew.trainedOn": "2021-11-29" }, false, crewRule("14: a day more than five years")),
  crew("crew.trained", today, { ...mate, "crew.officerTrainedOn": "2021-11-30" }, true, crewRule("15: five years")),
  crew("crew.trained", today, { ...mate, "crew.officerTrainedOn": "2021-11-29" }, false, crewRule("15: a day more")),
  crew("crew.trained", today, { ...mate, "crew.seaDays": 365 }, true, crewRule("15: a year at sea")),
  crew("crew.trained", today, { ...mate, "crew.seaDays": 364 }, false, crewRule("15: a day less")),
  crew(
    "crew.trained",
    today,
    { ...mate, "crew.seaDays": 365, "crew.bookUntil": "2026-11-29" },
    false,
    crewRule("15: the book ended"),
  ),
  crew(
    "crew.trained",
    today,
    { ...sailor, "crew.paper": "renewal", "crew.bookUntil": "2021-11-30", "crew.seaDays": 1 },
    true,
    crewRule("14-1 II: five years after its end"),
  ),
  crew(
    "crew.trained",
    today,
    { ...sailor, "crew.paper": "renewal", "crew.bookUntil": "2021-11-29", "crew.seaDays": 1 },
    false,
    crewRule("14-1 II: a day more"),
  ),
  crew(
    "crew.inTime",
    today,
    { ...sailor, "crew.paper": "renewal", "crew.bookUntil": "2027-11-30" },
    true,
    crewRule("14: a year before"),
  ),
  crew(
    "crew.inTime",
    today,
    { ...sailor, "crew.paper": "renewal", "crew.bookUntil": "2027-12-01" },
    false,
    crewRule("14: earlier"),
  ),
  crew("crew.free", today, { ...sailor, "crew.revokedBy": "fisheries" }, false, crewRule("20 (1): a day short of two years")),
  crew(
    "crew.free",
    today,
    { ...sailor, "crew.revokedBy": "fisheries", "crew.revokedOn": "2024-11-30" },
    true,
    crewRule("20 (1): two years"),
  ),
  crew("crew.free", today, { ...sailor, "crew.revokedBy": "distant", "crew.revokedOn": "2022-11-30" }, true, crewRule("20 (2)")),
  crew("crew.free", today, { ...sailor, "crew.revokedBy": "distant", "crew.revokedOn": "2022-12-01" }, false, crewRule("20 (2)")),
  crew("crew.validUntil", today, sailor, "2031-11-30", crewRule("14: five years")),
  crew("crew.validUntil", today, { ...sailor, "crew.paper": "course" }, "2031-11-30", crewRule("14: counts for five years")),
  crew("crew.validUntil", today, mate, "2027-11-30", crewRule("15 IV: not longer than the book")),
  crew("crew.validUntil", today, { ...mate, "crew.bookUntil": "2032-01-01" }, "2031-11-30", crewRule("15 IV: five years")),
];

const departed = examplesOf("departure");
const boat = {
  ...{ "departure.applicant": "B123456780", "departure.operator": "B123456780", "departure.captain": "C123456781" },
  ...{ "departure.period": "this-year", "departure.tripsThisYear": 12, "departure.tripsLastYear": 0 },
  ...{ "departure.hoursThisYear": 240, "departure.hoursLastYear": 0 },
};
const coast = statute("海岸巡防法 §3");
const feed = examplesOf("feed");
const product = { "feed.status": "active", "feed.director": "B123456780", "feed.applicant": "B123456780" };
const feedAct = (article: string) => statute(`飼料管理法 §${article}`);
/** Departures of boats, and products that are no feed. */
export const ofBoatsAndFeed: readonly WorkedExample[] = [
  departed("departure.eligible", today, boat, true, coast),
  departed("departure.concerned", today, { ...boat, "departure.operator": "D123456782" }, false, statute("行政程序法 §46")),
  departed(
    "departure.concerned",
    today,
    { ...boat, "departure.applicant": "C123456781" },
    true,
    statute("行政程序法 §46: the captain"),
  ),
  departed("departure.trips", today, boat, 12, coast),
  departed("departure.hours", today, boat, 240, statute("漁業動力用油優惠油價標準 §6")),
  departed("departure.hours", today, { ...boat, "departure.period": "last-year" }, 0, statute("漁業動力用油優惠油價標準 §6")),
  departed("departure.outcome", today, { ...boat, "departure.period": "last-year" }, "no-record", coast),
  feed("feed.eligible", today, product, true, feedAct("3, 3-1")),
  feed("feed.isFeed", today, { ...product, "feed.nourishes": true, "feed.listed": true }, true, feedAct("3")),
  feed("feed.isFeed", today, { ...product, "feed.nourishes": true }, false, feedAct("3: not announced")),
  feed("feed.isAdditive", today, { ...product, "feed.raises": true, "feed.listed": true }, true, feedAct("3-1")),
  feed(
    "feed.isAdditive",
    today,
    { ...product, "feed.raises": true, "feed.listed": true, "feed.medicine": true },
    false,
    feedAct("3-1"),
  ),
  feed("feed.outcome", today, { ...product, "feed.raises": true, "feed.listed": true }, "additive", feedAct("3-1")),
  feed("feed.outcome", today, { ...product, "feed.nourishes": true }, "use", feedAct("3")),
  feed("feed.outcome", today, { ...product, "feed.director": "C123456781" }, "not-yours", feedAct("11")),
];

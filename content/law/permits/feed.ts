import { and, code, collect, createLaw, eq, not, or, when } from "@troad/law";
import { writer } from "../taxes/write.ts";
import { codesOf, outcome, text } from "./build.ts";

const from = "2015-02-04";
const of = writer("person", "day", from);
const act = (zh: string, en: string) => [`飼料管理法第 ${zh}`, `Feed Control Act, Article ${en}`] as const;

const state = of.one(
  "feed.status",
  ["公司或商業登記狀態", "State in the register"],
  codesOf({ active: ["核准設立", "active"], dissolved: ["解散", "dissolved"], none: ["查無登記", "not found"] }),
);
const director = text("feed.director", "負責人", "Who leads the business");
const applicant = text("feed.applicant", "申請人", "Applicant");
const nourishes = of.fact("feed.nourishes", ["供動物營養或促進成長", "Feeds animals or makes them grow"]);
const raises = of.fact("feed.raises", ["提高飼料效用、保持品質或動物健康", "Improves feed, keeps it, or keeps animals healthy"]);
const listed = of.fact("feed.listed", ["在公告品目內", "In the announced lists"]);
const medicine = of.fact("feed.medicine", ["含藥品", "Contains a medicine"]);

const isFeed = of.yes("feed.isFeed", ["屬飼料", "It is feed"], act("3 條", "3"), and(nourishes, listed));
const isAdditive = of.yes(
  "feed.isAdditive",
  ["屬飼料添加物", "It is an additive"],
  act("3-1 條", "3-1"),
  and(raises, listed, not(nourishes), not(medicine)),
);
const responsible = and(eq(state, code("active")), eq(applicant, director));
const forAnimals = or(nourishes, raises);
const eligible = of.yes(
  "feed.eligible",
  ["可證明非屬飼料或添加物", "Can be certified as neither"],
  act("3 條、第 3-1 條", "3 and 3-1"),
  and(responsible, not(medicine), not(listed), not(forAnimals)),
);
const result = outcome(
  "feed.outcome",
  from,
  {
    neither: ["非屬飼料或添加物", "neither feed nor additive"],
    "not-yours": ["非登記的負責人或查無登記", "not the registered director, or no business"],
    feed: ["屬飼料", "it is feed"],
    additive: ["屬飼料添加物", "it is an additive"],
    medicine: ["含藥品", "it contains a medicine"],
    use: ["用於動物飼養", "it is used for animals"],
  },
  when(eligible, code("neither"))
    .when(not(responsible), code("not-yours"))
    .when(medicine, code("medicine"))
    .when(isFeed, code("feed"))
    .when(isAdditive, code("additive"))
    .otherwise(code("use")),
);

/** Which products are certified as neither feed nor an additive. */
export const feed = createLaw(collect([result, eligible]));

import { addDays, addYears, code, collect, createLaw, day, ge, ne, or } from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";

const from = "2021-01-20";
const of = writer("person", "day", from);
const act = (zh: string, en: string) =>
  [`身心障礙者權益保障法第 ${zh}`, `People with Disabilities Rights Protection Act, Article ${en}`] as const;
const term = figuresOf(act("14 條", "14"), "A", "law.moj.gov.tw pcode=D0050046 art. 14");
const most = term.count("disability.mostYears", ["證明最長有效年數", "Most years that a certificate holds"], { [from]: 5 });
const before = term.count("disability.renewalDays", ["屆滿前可申請的日數", "Days before its end from which it is renewed"], {
  [from]: 90,
});

const reason = of.one("disability.reason", ["申請類別", "Reason"], {
  first: { "zh-Hant": "初次", en: "the first time" },
  renewal: { "zh-Hant": "屆期", en: "it ends" },
  changed: { "zh-Hant": "情況改變", en: "changed" },
  lost: { "zh-Hant": "遺失", en: "lost" },
});
const until = of.date("disability.presentUntil", ["現有證明有效期限", "The present certificate holds until"]);

const mayRenew = of.yes(
  "disability.mayRenew",
  ["可以申請重新鑑定", "May be assessed again"],
  act("14 條第 2 項", "14, paragraph 2"),
  or(ne(reason, code("renewal")), ge(addDays(day, before), until)),
);
const validUntil = of.day(
  "disability.validUntil",
  ["證明有效期限", "The certificate holds until"],
  act("14 條第 1 項", "14, paragraph 1"),
  addYears(day, most),
);

/** When a disability is assessed again, and how long a certificate holds at most. */
export const disability = createLaw(collect([mayRenew, validUntil]));

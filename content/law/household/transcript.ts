import { add, code, collect, createLaw, eq, multiply, subtract, when, whole } from "@troad/law";
import { figuresOf } from "../figures.ts";
import { writer } from "../taxes/write.ts";

const from = "2011-06-22";
const of = writer("person", "day", from);
const charges = ["戶政規費收費標準第 2 條", "Fee Standards for Household Administration, Article 2"] as const;

const language = of.one("transcript.language", ["謄本語文", "Language of the transcript"], {
  chinese: { "zh-Hant": "中文", en: "Chinese" },
  english: { "zh-Hant": "英文", en: "English" },
});
const copies = of.count("transcript.copies", ["份數", "Copies"], 20);

const fees = figuresOf(charges, "A", "law.moj.gov.tw pcode=D0030026 art. 2");
const page = fees.money("transcript.page", ["中文謄本每張", "A page in Chinese"], { [from]: 15 });
const first = fees.money("transcript.englishFirst", ["英文謄本第一份每張", "A page of the first copy in English"], {
  [from]: 100,
});
const further = fees.money("transcript.englishFurther", ["英文謄本第二份起每張", "A page of each further copy in English"], {
  [from]: 15,
});

const isEnglish = eq(language, code("english"));
const fee = of.money(
  "transcript.fee",
  ["規費", "Fee"],
  charges,
  when(isEnglish, add(first, multiply(subtract(copies, whole(1)), further))).otherwise(multiply(copies, page)),
);

/** What transcripts of one page cost that are asked for at the same time. */
export const householdTranscript = createLaw(collect([fee]));

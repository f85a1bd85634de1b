import { add, multiply, whole } from "@troad/law";
import { rule } from "../../rule.ts";
import { writer } from "../../taxes/write.ts";

const of = writer("person", "month", "2015-12-18");
const years = of.count("child.years", ["孩子足歲", "Child's age in years"], 99);
const months = of.count("child.months", ["又幾個月", "And months"], 11);

/** Ages are asked in years and months, never as a birthday: answers stand in the address (docs/adr/0030). */
export default rule({
  id: "child-age",
  group: "benefit",
  isStep: true,
  title: ["孩子的月齡", "Age of a child in months"],
  lead: ["將足歲與月數換算為月齡。", "Converts years and months to months."],
  results: [
    of.whole(
      "childAge.months",
      ["子女月齡", "Age of the child in months"],
      ["民法第 124 條", "Civil Code, Article 124"],
      add(multiply(years, whole(12)), months),
    ),
  ],
  years: [2023, 2024, 2025, 2026],
  examples: [
    ["2026-12-31", { years: 4, months: 11 }, 59, "B0000001 art. 124: the last month before the fifth birthday"],
    ["2026-12-31", { years: 0, months: 0 }, 0, "B0000001 art. 124: from the day of birth on"],
  ],
});

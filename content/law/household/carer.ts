import { defineInput, eq, or } from "@troad/law";
import type { writer } from "../taxes/write.ts";

/** Applicant, parents and birthday of a child as registers have them, and whether the applicant is a parent. */
export function carerOf(of: ReturnType<typeof writer>, prefix: string, article: Parameters<ReturnType<typeof writer>["yes"]>[2]) {
  const text = (name: string, zh: string, en: string) =>
    defineInput({ name: `${prefix}.${name}`, entity: "person", type: "text", label: { "zh-Hant": zh, en } });
  const applicant = text("applicant", "申請人", "Applicant");
  const isParent = of.yes(
    `${prefix}.isParent`,
    ["戶籍上為父母", "Registered as a parent"],
    article,
    or(eq(applicant, text("father", "父", "Father")), eq(applicant, text("mother", "母", "Mother"))),
  );
  return { isParent, bornOn: of.date(`${prefix}.bornOn`, ["孩子出生日", "The child's birthday"]) };
}

import { LawError } from "@troad/law";
import { type NotKnown, notKnown } from "../not-known.ts";
import { rules } from "../rules.ts";
import { benefitTopics } from "./benefits.ts";
import { businessTopics } from "./business.ts";
import { topicOf } from "./derived.ts";
import type { Topic } from "./fields.ts";
import { incomeTopics } from "./income.ts";
import { lateTopics } from "./late.ts";
import { lawTopics } from "./laws.ts";
import { propertyTopics } from "./property.ts";
import { vehicleTopics } from "./vehicle.ts";

/** What no source gives is said to be not known, with whom to ask. */
const unanswered =
  ({ id, title, authority }: NotKnown): Topic =>
  () => {
    throw new LawError("law.not-known", id, {
      "zh-Hant": `${title["zh-Hant"]}沒有可查證的數字，不估算；請向${authority["zh-Hant"]}查詢`,
      en: `No source gives the figures of ${title.en}, and nothing is estimated; ask the ${authority.en}`,
    });
  };

/** What can be asked by topic, with one flat input and one flat answer each. */
export const topics: ReadonlyMap<string, Topic> = new Map(
  Object.entries({
    ...Object.fromEntries(notKnown.map((one) => [one.id, unanswered(one)])),
    ...Object.fromEntries(rules.map((rule) => [rule.id, topicOf(rule)])),
    ...lawTopics,
    ...incomeTopics,
    ...lateTopics,
    ...benefitTopics,
    ...propertyTopics,
    ...vehicleTopics,
    ...businessTopics,
  }),
);

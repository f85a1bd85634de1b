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

/** What can be asked by topic, with one flat input and one flat answer each. */
export const topics: ReadonlyMap<string, Topic> = new Map(
  Object.entries({
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

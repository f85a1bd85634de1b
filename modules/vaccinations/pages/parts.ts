import { formatDate } from "@troad/design";
import type { ModuleContext } from "@troad/kernel";
import type { Schedule } from "@troad/vaccines";
import type { FastifyRequest } from "fastify";
import type { Children } from "../children.ts";
import type { Giving } from "../giving.ts";
import type { Registers } from "../registers.ts";

export const mine = "/me/vaccinations";
export const station = "/work/vaccinations";
export const school = "/work/school-vaccinations";
/** Nurses of health stations, and those of schools who check the records of new children. */
export const nurseRole = "vaccination-nurse";
export const schoolRole = "school-nurse";

export type Parts = {
  ctx: Pick<ModuleContext, "texts" | "clock" | "ids" | "db">;
  schedule: Schedule;
  registers: Registers;
  children: Children;
  giving: Giving;
};

export const vaccineText = (
  { ctx, schedule }: Pick<Parts, "ctx" | "schedule">,
  { lang, t }: FastifyRequest,
  { vaccineCode, dose }: { vaccineCode: string; dose: number },
): string =>
  t("vaccinations.dose", { vaccine: ctx.texts.pick(schedule.text, lang, `vaccine.${vaccineCode}`), dose: String(dose) });
export const dayText = ({ lang }: FastifyRequest, day: string): string => formatDate(day, { lang });

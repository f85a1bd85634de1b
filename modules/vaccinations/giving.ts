import type { AppointmentsApi, OfficerBooking } from "@troad/appointments/api";
import { CodedError, type ModuleContext, taipeiDate } from "@troad/kernel";
import { type DueDose, isForAge, openDoses } from "@troad/vaccines";
import type { Children } from "./children.ts";
import { isOwn } from "./domain/represents.ts";
import { vaccinationFailure } from "./errors.ts";
import type { Registers } from "./registers.ts";
import type { ChildRow } from "./store/children.ts";

export type Officer = Parameters<AppointmentsApi["countersOf"]>[0];
/** `nationalId`: the officer's own. */
export type Place = { counter: string; booking: string; officer: Officer; nationalId: string };
export type Visit = { booking: OfficerBooking; child: ChildRow };
export type Open = Visit & { birthDate: string; doses: DueDose[] };
type Parts = {
  ctx: Pick<ModuleContext, "db" | "clock">;
  registers: Registers;
  children: Children;
  appointments: Pick<AppointmentsApi, "dayOf" | "record">;
};
export type Giving = ReturnType<typeof openGiving>;

/** Visits of today at a health station, and the doses that are given there. */
export function openGiving({ ctx, registers, children, appointments }: Parts) {
  const { schedule } = registers;
  const today = (): string => taipeiDate(ctx.clock.now());
  const visitsOf = async (counter: string, officer: Officer): Promise<Visit[]> => {
    const { bookings } = await appointments.dayOf({ counter, day: today(), officer });
    const own = bookings.filter(({ service, step }) => service === schedule.service && step !== "cancelled" && step !== "closed");
    const visits = await Promise.all(
      own.map(async (booking) => ({ booking, child: await children.ofVisit(booking.about, booking.by) })),
    );
    return visits.filter((one): one is Visit => one.child !== undefined);
  };
  const read = async ({ counter, booking, officer, nationalId: own }: Place) => {
    const visit = (await visitsOf(counter, officer)).find((one) => one.booking.id === booking);
    if (!visit || visit.booking.by === officer.subject) throw vaccinationFailure("vaccination.visit-unknown");
    await ctx.db.tx((tx) => tx.audit({ actor: officer.subject, action: "vaccination.looked", target: booking, detail: {} }));
    const { national_id: nationalId } = visit.child;
    const [child, known] = [await registers.child(nationalId, booking), await registers.doses(nationalId, booking)];
    if (!child || !isForAge(schedule, child.birthDate, today())) throw vaccinationFailure("vaccination.visit-unknown");
    // the other parent may have booked it: a colleague gives it (Administrative Procedure Act, Article 32)
    if (isOwn(own, child)) throw vaccinationFailure("vaccination.own-child");
    const doses = openDoses(schedule, { bornOn: child.birthDate, given: known.given }, today());
    return { ...visit, record: child, known, doses };
  };
  return {
    visitsOf,
    open: async (place: Place): Promise<Open> => {
      const { booking, child, record, doses } = await read(place);
      return { booking, child, birthDate: record.birthDate, doses };
    },
    /** Enters a dose into the register; the code of why it was not. What is not open for the child today is not given. */
    give: async (
      place: Place,
      { chosen, lot, station }: { chosen: string; lot: string; station: { code: string; name: string } },
    ): Promise<string | null> => {
      const { doses, known, record, child } = await read(place);
      const dose = doses.find((one) => `${one.vaccineCode}-${one.dose}` === chosen);
      if (!dose) return "vaccination.not-open";
      const entered = {
        ...{ date: today(), vaccineCode: dose.vaccineCode, dose: dose.dose, lot },
        vaccine: schedule.text["zh-Hant"]?.[`vaccine.${dose.vaccineCode}`] ?? "",
        ...{ institutionCode: station.code, institution: station.name },
      };
      const of = { nationalId: child.national_id, matter: place.booking, birthDate: record.birthDate };
      const done = await registers.enter({ ...of, writeKey: `vaccination ${place.booking} ${chosen}` }, known, entered);
      if (!done.ok)
        return ["record.changed", "record.exists"].includes(done.code) ? "vaccination.changed" : "vaccination.not-answered";
      await ctx.db.tx((tx) =>
        tx.audit({ actor: place.officer.subject, action: "vaccination.given", target: place.booking, detail: { dose: chosen } }),
      );
      try {
        await appointments.record({ id: place.booking, officer: place.officer, step: "came" });
      } catch (error) {
        // the dose stands; of the visit something else was recorded meanwhile
        if (!(error instanceof CodedError) || error.code !== "appointment.step-not-now") throw error;
      }
      return null;
    },
  };
}

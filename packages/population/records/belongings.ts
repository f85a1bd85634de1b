import type { CalendarDate, Today } from "../draw/dates.ts";
import type { Draw } from "../draw/random.ts";
import type { Person } from "../population.ts";
import { daysBefore } from "./days.ts";

export type Fine = {
  ticketNo: string;
  date: CalendarDate;
  article: string;
  offence: string;
  plate: string | null;
  amount: number;
  state: "paid" | "unpaid";
};
export type Property = {
  kind: "house" | "land";
  district: string;
  location: string;
  area: number;
  value: number;
  acquiredOn: CalendarDate;
};
export type TaxPaid = { kind: "income" | "house" | "land-value" | "vehicle"; year: number; amount: number; paidOn: CalendarDate };

const offences = [
  ["道路交通管理處罰條例第 56 條", "違規停車", 600],
  ["道路交通管理處罰條例第 40 條", "超速", 1_600],
  ["道路交通管理處罰條例第 53 條", "闖紅燈", 1_800],
] as const;

/** What is unpaid of a vehicle or a driver by their registers, and here and there one that was paid. */
export function finesOf(draw: Draw, { vehicle, driving, birthDate }: Person, { date: today }: Today): Fine[] | null {
  const [paid, which, ago] = [draw.unit(), draw.pick(offences), draw.whole(20, 700)];
  const number = (n: number): string => `SYN${String(draw.whole(100_000, 999_999))}${n}`;
  const [ofVehicle, ofDriver] = [number(1), number(2)];
  const made: Fine[] = [];
  const recent = daysBefore(today, 20);
  if (vehicle && vehicle.fines > 0)
    made.push({
      ticketNo: ofVehicle,
      date: recent,
      article: offences[0][0],
      offence: offences[0][1],
      plate: vehicle.plate,
      amount: vehicle.fines,
      state: "unpaid",
    });
  if (driving && driving.fines > 0)
    made.push({
      ticketNo: ofDriver,
      date: recent,
      article: offences[1][0],
      offence: offences[1][1],
      plate: null,
      amount: driving.fines,
      state: "unpaid",
    });
  const [article, offence, amount] = which;
  const day = daysBefore(today, ago);
  if (driving && paid < 0.15 && day > driving.issuedOn && day > birthDate)
    made.push({ ticketNo: number(3), date: day, article, offence, plate: vehicle?.plate ?? null, amount, state: "paid" });
  return made.length === 0 ? null : made.toSorted((a, b) => a.date.localeCompare(b.date));
}

/** Six in ten heads of a household own the place they live in. */
export function propertyOf(draw: Draw, { relation, age, address, birthDate }: Person, { year }: Today): Property[] | null {
  const [owns, area, worth, ago] = [draw.unit(), draw.whole(45, 160), draw.whole(80, 320), draw.whole(1, 25)];
  if (relation !== "head" || age < 28 || owns >= 0.6) return null;
  const acquired = Math.max(Number(birthDate.slice(0, 4)) + 22, year - ago);
  const district = `${address.county}${address.town}`;
  const common = { district, acquiredOn: `${Math.min(acquired, year - 1)}-05-01` };
  return [
    { kind: "house", location: address.text, area, value: worth * 10_000, ...common },
    {
      kind: "land",
      location: `${district}示範段 ${draw.whole(1, 999)} 地號`,
      area: Math.floor(area / 3),
      value: worth * 15_000,
      ...common,
    },
  ];
}

/** What was paid of the last year: round rates, for the tax office's own rules decide what is due. */
export function taxesOf({ income, vehicle }: Person, property: Property[] | null, { year, date }: Today): TaxPaid[] | null {
  const last = year - 1;
  // the tax of a year is paid in the May after it
  const settled = `${year}-05-20` <= date ? last : last - 1;
  const taxable = Math.max(0, income - 450_000);
  const house = property?.find(({ kind }) => kind === "house");
  const land = property?.find(({ kind }) => kind === "land");
  const made: TaxPaid[] = [];
  if (taxable > 0)
    made.push({ kind: "income", year: settled, amount: Math.floor(taxable * 0.05), paidOn: `${settled + 1}-05-20` });
  if (house && Number(house.acquiredOn.slice(0, 4)) < last)
    made.push({ kind: "house", year: last, amount: Math.floor(house.value * 0.012), paidOn: `${last}-05-28` });
  if (land && Number(land.acquiredOn.slice(0, 4)) < last)
    made.push({ kind: "land-value", year: last, amount: Math.floor(land.value * 0.002), paidOn: `${last}-11-25` });
  if (vehicle?.kind === "car" && vehicle.tax === 0 && Number(vehicle.madeOn.slice(0, 4)) < last)
    made.push({ kind: "vehicle", year: last, amount: 7_120, paidOn: `${last}-04-22` });
  return made.length === 0 ? null : made;
}

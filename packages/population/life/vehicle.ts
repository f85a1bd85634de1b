import type { CalendarDate } from "../draw/dates.ts";
import type { Draw } from "../draw/random.ts";

/** A car or motorcycle as its register knows it. */
export type Vehicle = {
  plate: string;
  kind: "car" | "motorcycle";
  make: string;
  model: string;
  /** The first day of the month in which it was made. */
  madeOn: CalendarDate;
  /** Unpaid fines, licence tax and fuel fees in NT$. */
  fines: number;
  tax: number;
  fuelFee: number;
  /** What keeps it from being sold. */
  hold: "none" | "pledge" | "seizure";
  /** The last day of the inspection and of the compulsory insurance. */
  inspectedUntil: CalendarDate;
  insuredUntil: CalendarDate;
};

/** Makes and models are invented, like everything else here. */
const models = {
  car: [
    ["示範汽車", "遠行 1.8"],
    ["示範汽車", "小城 1.2"],
    ["合成動力", "山海 E"],
  ],
  motorcycle: [
    ["示範機車", "巷弄 125"],
    ["合成動力", "晨風 EV"],
  ],
} as const;

/** 24 letters: I and O are on no plate, since they look like digits. */
const letters = "ABCDEFGHJKLMNPQRSTUVWXYZ";
const serials = 9_000;

/** Every index has its own plate: four digits, two letters that count on, and a first letter that says which kind it is. */
function plateOf(index: number, kind: Vehicle["kind"]): string {
  const block = Math.floor(index / serials);
  const [first, second, third] = [Math.floor(block / 576), Math.floor(block / 24) % 24, block % 24];
  const initial = (kind === "car" ? "ABC" : "MNP")[first] ?? "Z";
  return `${initial}${letters[second]}${letters[third]}-${1_000 + ((index * 7_919) % serials)}`;
}

const share: Readonly<Record<Vehicle["kind"], number>> = { car: 0.35, motorcycle: 0.3 };
const dues = [300, 600, 1_800, 4_800] as const;

/** About two adults in three have a vehicle; one in ten of these something that stands against selling it. */
export function drawVehicle(
  draw: Draw,
  { index, age, year, clean }: { index: number; age: number; year: number; clean: boolean },
): Vehicle | null {
  const has = draw.unit();
  const trouble = draw.unit();
  const made = year - draw.whole(1, 14);
  const month = draw.whole(1, 12);
  const model = draw.unit();
  const due = draw.pick(dues);
  if (age < 18 || (!clean && has >= share.car + share.motorcycle)) return null;
  const kind = clean || has >= share.car ? "motorcycle" : "car";
  const [make, name] = models[kind][Math.floor(model * models[kind].length)]!;
  const which = clean ? -1 : Math.floor(trouble * 50);
  return {
    plate: plateOf(index, kind),
    kind,
    make,
    model: name,
    madeOn: `${made}-${String(month).padStart(2, "0")}-01`,
    fines: which === 0 ? due : 0,
    tax: which === 1 ? due : 0,
    fuelFee: which === 2 ? due : 0,
    hold: which === 3 ? "pledge" : which === 4 ? "seizure" : "none",
    inspectedUntil: `${year + 1}-06-30`,
    insuredUntil: `${year + 1}-06-30`,
  };
}

export { type Due, type DueDose, type Given, isForAge, openDoses, standingOf } from "./due.ts";
export { readSchedules, type Schedule } from "./schedule.ts";

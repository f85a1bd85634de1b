import { failures } from "@troad/kernel";

export const appointmentFailure = failures({
  "appointment.not-found": 404,
  "appointment.counter-unknown": 404,
  "appointment.service-elsewhere": 422,
  "appointment.time-impossible": 422,
  "appointment.taken": 409,
  "appointment.too-many": 409,
  "appointment.same-day": 409,
  "appointment.case-not-waiting": 409,
  "appointment.case-booked": 409,
  "appointment.paused": 409,
  "appointment.over": 409,
  "appointment.step-not-now": 409,
  "appointment.not-yours": 403,
  "appointment.day-past": 422,
});

const hourMs = 3_600_000;
/** Taiwan has no daylight saving time. */
const taipeiMs = 8 * hourMs;
const [quietFrom, quietUntil] = [22, 7];

/**
 * Milliseconds until something may be sent that is not urgent: 0 by day, else until seven o'clock in Taipei. Taiwan's law, too, lets nothing be
 * delivered before sunrise or after sunset against a person's will (Administrative Procedure Act, article 84).
 */
export function quietMs(now: Date): number {
  const ofDay = (now.getTime() + taipeiMs) % (24 * hourMs);
  if (ofDay >= quietUntil * hourMs && ofDay < quietFrom * hourMs) return 0;
  return (quietUntil * hourMs - ofDay + 24 * hourMs) % (24 * hourMs);
}

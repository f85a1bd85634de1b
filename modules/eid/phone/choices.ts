/** A message that the other screen shows, such as `42` or `pay-4711`, and two of the same shape that it does not. */
export function choicesFor(message: string, random: (below: number) => number): string[] {
  const choices = [message];
  while (choices.length < 3) {
    const other = message.replace(/\d/g, () => String(random(10)));
    if (!choices.includes(other)) choices.push(other);
  }
  for (let at = choices.length - 1; at > 0; at--) {
    const to = random(at + 1);
    [choices[at], choices[to]] = [choices[to]!, choices[at]!];
  }
  return choices;
}

/** CIBA's binding message as we can show it: short, plain, with two digits in which others can differ (OpenID CIBA Core 1.0 section 7.1). */
export const isShowable = (message: string): boolean =>
  /^[a-zA-Z0-9\-._+/!?#]{2,20}$/.test(message) && (message.match(/\d/g) ?? []).length >= 2;

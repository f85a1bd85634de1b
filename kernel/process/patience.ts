/** What is asked for, or `late` where it does not come in time; what was asked goes on and is not waited for. */
export async function within<T>(waitMs: number, asked: Promise<T>, late: T): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<T>((resolve) => {
    timer = setTimeout(resolve, waitMs, late);
    timer.unref();
  });
  try {
    return await Promise.race([asked, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}

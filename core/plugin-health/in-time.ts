/** Waits for work at most so many milliseconds; after that it throws, though what was begun cannot be stopped. */
export async function inTime<Result>(milliseconds: number, work: () => Result | Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`It took more than ${milliseconds / 1000} seconds.`)), milliseconds)
  })
  try {
    return await Promise.race([work(), late])
  } finally {
    clearTimeout(timer)
  }
}

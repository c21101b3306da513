/** Shows what is being done, on standard error, so that standard output holds nothing but the answer. */
export function showSteps(): (step: string, part: number) => void {
  let last = ''
  return (step, part) => {
    const line = `${step} ${Math.round(part * 100)} %`
    if (process.stderr.isTTY) {
      const ends = last !== '' && !last.startsWith(step) ? '\n' : '\r'
      if (line !== last) process.stderr.write(`${ends}${line}   `)
      last = line
    } else if (!last.startsWith(step)) {
      process.stderr.write(`${step} …\n`)
      last = line
    }
  }
}

import { type Block, type Cell, type DrawnBlock, formView, schemaForm } from 'core/control'
import { drawBars } from '../charts/draw-bars.ts'

/** Blocks of a plugin as the template `blocks` draws them. `typed` is what was sent when a form was refused. */
export function drawBlocks(
  blocks: readonly DrawnBlock[],
  problems: Readonly<Record<string, string>> = {},
  typed?: Readonly<Record<string, unknown>>,
): object[] {
  return blocks.map(block => {
    switch (block.type) {
      case 'chart':
        return { type: block.type, chart: drawChart(block) }
      case 'table':
        return { ...block, rows: block.rows.map(row => row.map((cell, index) => drawCell(cell, block.columns[index] ?? ''))) }
      case 'form': {
        const isThis = typed?.form === block.id
        const fields = schemaForm(block.schema, block.values ?? {}, isThis ? problems : {}, {
          prefix: 'set-',
          untitled: true,
          ...(isThis && { typed }),
        })
        return { ...block, form: formView(fields) }
      }
      case 'notice':
        return { ...block, mark: block.state === 'warning' ? 'warn' : block.state }
      default:
        return block
    }
  })
}

function drawChart({ title, points }: Extract<Block, { type: 'chart' }>): object {
  const total = points.reduce((sum, { value }) => sum + value, 0)
  const drawn = points.map(({ label, value }) => ({ label, values: [Math.max(0, value)] }))
  return drawBars(drawn, { title, names: [title], of: 'Step', figure: String(total) })
}

function drawCell(cell: Cell, label: string): object {
  if (typeof cell === 'object') return 'time' in cell ? { label, time: cell.time } : { label, text: cell.text, url: cell.url }
  return { label, text: String(cell), isNumber: typeof cell === 'number' }
}

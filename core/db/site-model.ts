import { Model, type ModelOptions, type QueryContext } from 'objection'
import { newId } from './new-id.ts'

/** What all models share: a text id that sorts by time. Models are bound to no connection; every query names one. */
export class SiteModel extends Model {
  declare id: string

  override $beforeInsert(_context: QueryContext): void {
    this.id ??= newId()
  }

  override $beforeUpdate(_options: ModelOptions, _context: QueryContext): void {}
}

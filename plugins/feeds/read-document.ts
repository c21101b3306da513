import type { FetchedFeed, Outside, SourceDocument } from 'core/api'
import { ProblemReading } from 'core/api'
import type { ReadAnswer } from './formats/parse-worker.ts'

/** Reads a document in a worker, because it may have been made to keep a parser busy. */
export async function readDocument(document: SourceDocument, outside: Outside): Promise<FetchedFeed> {
  const answer = await outside.work<ReadAnswer>(new URL('./formats/parse-worker.ts', import.meta.url), document)
  if ('problem' in answer) throw new ProblemReading(answer.problem)
  return answer.feed
}

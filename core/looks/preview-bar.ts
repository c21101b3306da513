import { createHash } from 'node:crypto'
import type { Context } from '../http/context.ts'
import { csrfToken } from '../http/csrf.ts'
import type { Draft } from './draft.ts'

/** The bar's own styles: it has to be seen whatever a draft looks like. */
export const previewBarCss = `
#preview-bar {
  all: initial;
  position: fixed;
  z-index: 2147483000;
  inset-block-end: 1rem;
  inset-inline: 0;
  inline-size: fit-content;
  max-inline-size: calc(100vw - 2rem);
  box-sizing: border-box;
  margin-inline: auto;
  padding: 0.45rem 0.9rem;
  border: 1px solid #7b8388;
  border-radius: 1.5rem;
  background: #16191b;
  color: #f2f0ea;
  font: 500 0.875rem / 1.4 system-ui, sans-serif;
  display: flex;
  flex-wrap: wrap;
  gap: 0.3rem 0.9rem;
  align-items: center;
}
#preview-bar p { all: unset; }
#preview-bar .preview-problem { color: #ffb4ab; flex-basis: 100%; }
#preview-bar form { all: unset; display: inline; }
#preview-bar a, #preview-bar button {
  all: unset;
  color: #8fdbe5;
  text-decoration: underline;
  text-underline-offset: 0.15em;
  cursor: pointer;
  padding-block: 0.2rem;
}
#preview-bar a:focus-visible, #preview-bar button:focus-visible { outline: 2px solid #8fdbe5; outline-offset: 2px; border-radius: 2px; }
@media (width < 60rem) { #preview-bar { inset-block-end: 4.75rem; } }
`

export const previewBarUrl = `/assets/looks/preview-bar/${createHash('sha256').update(previewBarCss).digest('hex').slice(0, 16)}.css`

interface Shown {
  draft: Pick<Draft, 'id' | 'triedBy'>
  /** Why the page is not shown with the draft. */
  problem: string | undefined
  mayPublish: boolean
}

/** What stands on every page of a preview: what this is, and the way out. */
export function previewBar(ctx: Context, { draft, problem, mayPublish }: Shown): string {
  const publish = mayPublish
    ? `<a href="/admin/customise" target="_top">Customise</a><form method="post" action="/admin/act" target="_top"><input type="hidden" name="_csrf" value="${csrfToken(ctx)}">` +
      `<input type="hidden" name="action" value="look.publish"><input type="hidden" name="draft" value="${draft.id}">` +
      '<input type="hidden" name="back" value="/admin/looks"><input type="hidden" name="ask" value="1"><button>Publish …</button></form>'
    : ''
  return (
    `<link rel="stylesheet" href="${previewBarUrl}"><div id="preview-bar" role="region" aria-label="${escaped(ctx.t('Preview'))}">` +
    `<p>${escaped(ctx.t(draft.triedBy ? 'You try out what was proposed. Only you see it, as a visitor would.' : 'Preview: only who has the link sees this look.'))}</p>${publish}<a href="/previews/end" target="_top">${escaped(ctx.t('Leave'))}</a>` +
    `${problem ? `<p class="preview-problem" role="alert">This page is shown as it is published, because with the draft it fails: ${escaped(problem)}</p>` : ''}</div>`
  )
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}

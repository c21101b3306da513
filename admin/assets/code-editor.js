// Makes a plain text field an editor for templates, stylesheets and words. Bundled from its packages when somebody first opens a page that has one.

import { css } from '@codemirror/lang-css'
import { html } from '@codemirror/lang-html'
import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { tags } from '@lezer/highlight'
import { basicSetup, EditorView } from 'codemirror'

const look = EditorView.theme({
  '&': {
    border: '1px solid var(--edge)',
    borderRadius: '0.4rem',
    backgroundColor: 'var(--sheet)',
    color: 'var(--ink)',
    fontSize: '0.85rem',
  },
  '&.cm-focused': { outline: '2px solid var(--accent)', outlineOffset: '2px' },
  '.cm-scroller': { minHeight: '24rem', lineHeight: '1.5' },
  '.cm-gutters': { backgroundColor: 'var(--paper)', color: 'var(--quiet)', border: 'none' },
  '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'color-mix(in oklab, var(--ink) 5%, var(--sheet))' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)' },
  '&.cm-focused .cm-selectionBackground, .cm-selectionBackground': {
    backgroundColor: 'color-mix(in oklab, var(--accent) 28%, var(--sheet)) !important',
  },
  '.cm-bad': { backgroundColor: 'color-mix(in oklab, var(--bad) 16%, var(--sheet))' },
  '.cm-panels': { backgroundColor: 'var(--paper)', color: 'var(--ink)' },
})

// Few colours, and those of the panel: they can be read by day and by night.
const colours = HighlightStyle.define([
  { tag: [tags.tagName, tags.keyword, tags.propertyName], color: 'var(--accent)' },
  { tag: [tags.string, tags.attributeValue, tags.number], color: 'var(--good)' },
  { tag: [tags.comment, tags.angleBracket, tags.meta], color: 'var(--quiet)' },
  { tag: [tags.attributeName], color: 'var(--ink)' },
])

// Sentences are read best as they are; what is wrong with them is said by the check.
const languages = { html: [html()], css: [css()], words: [] }

for (const field of document.querySelectorAll('textarea[data-code]')) {
  const host = document.createElement('div')
  // Its styles live in a shadow root: there they need no style element, which the site's policy refuses.
  const root = host.attachShadow({ mode: 'open' })
  const label = document.querySelector(`label[for="${field.id}"]`)
  const view = new EditorView({
    root,
    parent: root,
    doc: field.value,
    extensions: [
      basicSetup,
      ...(languages[field.dataset.code] ?? []),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ 'aria-label': label?.textContent ?? 'Text' }),
      look,
      syntaxHighlighting(colours),
      EditorView.updateListener.of(update => {
        if (!update.docChanged) return
        field.value = update.state.doc.toString()
        field.dispatchEvent(new Event('input', { bubbles: true }))
      }),
    ],
  })
  field.before(host)
  field.hidden = true
  // A click on a problem leads to its line.
  for (const link of document.querySelectorAll('[data-line]')) {
    link.addEventListener('click', event => {
      event.preventDefault()
      const line = view.state.doc.line(Math.min(Number(link.dataset.line), view.state.doc.lines))
      view.dispatch({ selection: { anchor: line.from }, effects: EditorView.scrollIntoView(line.from, { y: 'center' }) })
      view.focus()
    })
  }
}

/**
 * Sanitised HTML for readers elsewhere: paths of this site become whole addresses. Only for what `sanitizeHtml` has written,
 * where `<` and `>` stand for nothing but tags.
 */
export function absoluteHtml(html: string, siteUrl: string): string {
  return html.replace(/<[^>]+>/g, tag => tag.replace(/ (href|src)="\/(?!\/)/g, ` $1="${siteUrl}/`))
}

/** An address of this site may be a path; elsewhere it has to be whole. */
export function absoluteUrl(address: string, siteUrl: string): string {
  return address.startsWith('/') && !address.startsWith('//') ? siteUrl + address : address
}

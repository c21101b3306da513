/** The columns of an entry whose words and pictures are gone for good. Its row stays for what hangs on its id. */
export const emptiedEntry = {
  title: null,
  link: null,
  body: '',
  bodyHtml: '',
  original: null,
  attachments: '[]',
  viaName: null,
  viaUrl: null,
  viaService: null,
} as const

import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCsv } from '../csv/parse-csv.ts'
import { parseMarkdown } from './parse-markdown.ts'
import { parsePage } from './parse-page.ts'
import { parseTable } from './parse-table.ts'

test('[BT3] a file of Markdown gives title, ways to ask and text', () => {
  expect(
    parseMarkdown(
      'help/returns.md',
      '---\ntitle: "Returns"\nlanguage: en\nquestions:\n  - How do I send it back?\n  - money back\n---\n# Returns\n\nWithin **30 days**.\n',
    ),
  ).toEqual({
    title: 'Returns',
    language: 'en',
    questions: ['How do I send it back?', 'money back'],
    body: 'Within **30 days**.',
    source: 'help/returns.md',
  })
  expect(
    parseMarkdown(
      'x.md',
      '# Delivery\nTwo days.\n\n## Questions\n- Where is it?\n- how long\n\n## More\nText',
    ),
  ).toMatchObject({
    title: 'Delivery',
    questions: ['Where is it?', 'how long'],
    body: 'Two days.\n\n## More\nText',
  })
  expect(parseMarkdown('a/reset-your_password.md', 'Press it.')).toMatchObject({
    title: 'reset your password',
  })
})

test('[BT3] a table gives an article for each answer, with all its questions', () => {
  expect(
    parseTable(
      'faq.csv',
      '\uFEFFQuestion;Answer\r\n"Where; is it?";"On ""its"" way"\r\nis it sent;"On ""its"" way"\r\nprice;9 €\r\n',
    ),
  ).toEqual({
    ok: true,
    articles: [
      {
        title: 'Where; is it?',
        body: 'On "its" way',
        questions: ['Where; is it?', 'is it sent'],
        language: null,
        source: 'faq.csv#Where; is it?',
      },
      { title: 'price', body: '9 €', questions: ['price'], language: null, source: 'faq.csv#price' },
    ],
  })
  expect(parseTable('f.csv', 'a,b\n1,2')).toEqual({
    ok: false,
    error: 'has no column "answer": its heads are "a", "b"',
  })
  expect(parseTable('f.csv', 'question,answer\nhow,\n')).toEqual({ ok: false, error: 'row 2: has no answer' })
  expect(parseTable('f.csv', '')).toEqual({ ok: false, error: 'is empty' })
})

test('[BT3] a saved page gives the words of its main part and nothing that runs', () => {
  const page = parsePage(
    'a.html',
    '<html lang="en"><head><title>Shop – Returns</title><link rel="canonical" href="https://shop.example/returns"></head><body><nav>Home</nav><main><h1>Returns &amp; refunds</h1><p>Within <b>30</b> days.<script>alert(1)</script></p><ul><li>Box</li><li>Bill &#8364;</li></ul><a href="https://shop.example/f">Form</a></main><footer>x</footer></body></html>',
  )
  expect(page).toEqual({
    title: 'Returns & refunds',
    body: 'Within **30** days.\n\n- Box\n- Bill €\n\n[Form](https://shop.example/f)',
    questions: [],
    language: 'en',
    source: 'https://shop.example/returns',
  })
})

test('[BT3] CSV comes back as it was written', () => {
  fc.assert(
    fc.property(fc.array(fc.array(fc.string(), { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
      const text = rows
        .map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(','))
        .join('\r\n')
      expect(parseCsv(text)).toEqual(rows)
    }),
  )
})

test('[BT3] whatever is uploaded, reading it ends', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      parseMarkdown('x.md', text)
      parsePage('x.html', text)
      parseTable('x.csv', text)
    }),
  )
})

import { expect, test } from 'vitest'
import { fieldsOf, formRows, NEW_ROW, rowProblems } from './form-rows.ts'

test('[TR2] a form is saved with names made from its labels, and a name outlives a new label', () => {
  const fields = fieldsOf([
    { ...NEW_ROW, label: ' Cause of the call ' },
    {
      ...NEW_ROW,
      label: 'Cause of the call',
      type: 'select',
      required: true,
      options: 'Wiring\n\n Dust \nWiring',
    },
    { ...NEW_ROW, label: '??' },
  ])
  expect(fields).toEqual([
    { name: 'cause_of_the_call', label: 'Cause of the call', type: 'text', required: false },
    {
      name: 'cause_of_the_call_2',
      label: 'Cause of the call',
      type: 'select',
      required: true,
      options: [
        { value: 'Wiring', label: 'Wiring' },
        { value: 'Dust', label: 'Dust' },
      ],
    },
    { name: 'field', label: '??', type: 'text', required: false },
  ])
  const [first, ...others] = formRows(fields ?? [])
  expect(first).toBeDefined()
  if (first) expect(fieldsOf([{ ...first, label: 'Why' }, ...others])?.[0]?.name).toBe('cause_of_the_call')
})

test('[TR2] a field without a label and a choice without choices are shown to be wrong', () => {
  expect(rowProblems([{ ...NEW_ROW, type: 'select' }])).toEqual({
    '0.label': 'labelMissing',
    '0.options': 'optionsMissing',
  })
  expect(fieldsOf([])).toBeNull()
})

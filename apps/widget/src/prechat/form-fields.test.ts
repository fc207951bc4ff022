import { describe, expect, it } from 'vitest'
import { checkAnswers, formFields } from './form-fields.ts'

describe('the form before the first message', () => {
  it('takes the fields that it understands', () => {
    const fields = ['name', { name: 'email', label: 'E-mail', required: true }, { label: 'no name' }, 7, null]
    expect(formFields({ enabled: true, fields })).toEqual([
      { name: 'name', label: 'name', type: 'text', required: false, options: [] },
      { name: 'email', label: 'E-mail', type: 'email', required: true, options: [] },
    ])
  })

  it('is not shown when it is off or has nothing to ask', () => {
    expect(formFields({ enabled: false, fields: ['name'] })).toEqual([])
    expect(formFields({ enabled: true, fields: 'name' })).toEqual([])
    expect(formFields(undefined)).toEqual([])
  })

  it('names what is missing or cannot be', () => {
    const fields = formFields({
      enabled: true,
      fields: [
        { name: 'name', required: true },
        { name: 'email', type: 'email' },
        { name: 'ok', type: 'checkbox', required: true },
      ],
    })
    expect(checkAnswers(fields, { name: ' ', email: 'vera@', ok: false })).toEqual({
      name: 'required',
      email: 'wrongEmail',
      ok: 'required',
    })
    expect(checkAnswers(fields, { name: 'Vera', email: '', ok: true })).toEqual({})
  })
})

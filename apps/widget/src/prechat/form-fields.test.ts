import { describe, expect, it } from 'vitest'
import { checkAnswers, formFields } from './form-fields.ts'

const world = { tag: 'de-AT', groups: [{ id: 'g1', name: 'Sales' }] }
const read = (...fields: unknown[]) => formFields({ enabled: true, fields }, world)

describe('the form before the first message', () => {
  it('[WD3] takes the fields that it understands', () => {
    const fields = read(
      'name',
      { name: 'email', label: 'E-mail', required: true },
      { label: 'no name' },
      7,
      null,
    )
    expect(fields).toMatchObject([
      { name: 'name', label: 'name', type: 'text', required: false, options: [] },
      { name: 'email', label: 'E-mail', type: 'email', required: true, options: [] },
    ])
    expect(read({ name: 'a', type: 'tel' }, { name: 'phone' }).map(({ type }) => type)).toEqual([
      'phone',
      'phone',
    ])
  })

  it('[WD3] is not shown when it is off or has nothing to ask', () => {
    expect(formFields({ enabled: false, fields: ['name'] }, world)).toEqual([])
    expect(formFields({ enabled: true, fields: 'name' }, world)).toEqual([])
    expect(formFields(undefined, world)).toEqual([])
  })

  it('[WD3] speaks the visitor’s language, else the first that it has', () => {
    const [name, town] = read(
      { name: 'name', label: { en: 'Name', de: 'Ihr Name' } },
      {
        name: 'town',
        type: 'select',
        label: { fr: 'Ville' },
        options: ['Wien', { value: 'g', label: { de: 'Graz' } }],
      },
    )
    expect(name?.label).toBe('Ihr Name')
    expect(town).toMatchObject({
      label: 'Ville',
      options: [
        { value: 'Wien', label: 'Wien' },
        { value: 'g', label: 'Graz' },
      ],
    })
  })

  it('[WD3] offers the groups that may be chosen, and asks for consent with a link', () => {
    expect(read({ name: 'department', type: 'group', label: 'About' })).toMatchObject([
      { name: 'group', options: [{ value: 'g1', label: 'Sales' }] },
    ])
    expect(
      formFields({ enabled: true, fields: [{ name: 'x', type: 'group' }] }, { tag: 'en', groups: [] }),
    ).toEqual([])
    const [consent] = read({ name: 'terms', type: 'consent', link: 'https://a.example/privacy' })
    expect(consent).toMatchObject({ required: true, link: 'https://a.example/privacy' })
    expect(read({ name: 'terms', type: 'consent', link: 'javascript:alert(1)' })[0]?.link).toBeUndefined()
  })

  it('[WD3] names what is missing or cannot be', () => {
    const fields = read(
      { name: 'name', required: true },
      { name: 'email', type: 'email' },
      { name: 'phone', type: 'phone' },
      { name: 'order', pattern: '\\d{4}' },
      { name: 'broken', pattern: '(' },
      { name: 'ok', type: 'checkbox', required: true },
      { name: 'terms', type: 'consent' },
    )
    expect(
      checkAnswers(fields, {
        name: ' ',
        email: 'vera@',
        phone: 'call me',
        order: '12345',
        broken: '(',
        ok: false,
      }),
    ).toEqual({
      name: 'required',
      email: 'wrongEmail',
      phone: 'wrongPhone',
      order: 'wrongFormat',
      ok: 'required',
      terms: 'required',
    })
    expect(
      checkAnswers(fields, {
        name: 'Vera',
        email: '',
        phone: '+49 30 123-45',
        order: '1234',
        ok: true,
        terms: true,
      }),
    ).toEqual({})
  })
})

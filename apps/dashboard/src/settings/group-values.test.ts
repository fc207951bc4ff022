import { expect, test } from 'vitest'
import { bodyOf, groupProblems, NEW_GROUP } from './group-values.ts'

const wrongIn = (part: Partial<typeof NEW_GROUP>) =>
  Object.values(groupProblems({ ...NEW_GROUP, name: 'Billing', ...part })).filter(Boolean)

test('[GR1] a group needs a name, and an overflow both a where and a when', () => {
  expect(wrongIn({})).toEqual([])
  expect(wrongIn({ name: '  ' })).toEqual(['nameMissing'])
  expect(wrongIn({ overflowAfterMinutes: 5 })).toEqual(['overflowGroupMissing'])
  expect(wrongIn({ overflowWhenNobodyOnline: true })).toEqual(['overflowGroupMissing'])
  expect(wrongIn({ overflowGroupId: 'other' })).toEqual(['overflowWhenMissing'])
  expect(wrongIn({ overflowGroupId: 'other', overflowWhenNobodyOnline: true })).toEqual([])
})

test('[PR3] a conversation is not closed before its silence has begun to count', () => {
  expect(wrongIn({ silenceMinutes: 10, autoCloseMinutes: 5 })).toEqual(['autoCloseBeforeSilence'])
  expect(wrongIn({ silenceMinutes: 10, autoCloseMinutes: 30 })).toEqual([])
  expect(wrongIn({ autoCloseMinutes: 5 })).toEqual([])
})

test('[GR1] a greeting of spaces is none', () => {
  expect(bodyOf({ ...NEW_GROUP, name: ' Billing ', greeting: '  ' })).toMatchObject({
    name: 'Billing',
    greeting: null,
  })
})

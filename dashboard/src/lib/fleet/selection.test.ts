import { expect, test } from 'vitest';
import { DeviceSelection } from './selection.svelte.ts';

const shown = ['a', 'b', 'c', 'd', 'e'];

test('one by one, and off again', () => {
  const selection = new DeviceSelection();
  selection.toggle('b', shown);
  selection.toggle('d', shown);
  selection.toggle('b', shown);
  expect(selection.ids).toEqual(['d']);
});

test('a range goes from what was pressed last, in both directions, and can be widened', () => {
  const selection = new DeviceSelection();
  selection.toggle('c', shown);
  selection.toggle('a', shown, true);
  expect(selection.ids.toSorted()).toEqual(['a', 'b', 'c']);
  selection.toggle('e', shown, true);
  expect(selection.ids.toSorted()).toEqual(shown);
});

test('a range that begins with what was put off puts off', () => {
  const selection = new DeviceSelection();
  selection.replace(shown);
  selection.toggle('b', shown);
  selection.toggle('d', shown, true);
  expect(selection.ids).toEqual(['a', 'e']);
});

test('a range whose beginning is not shown any more is one device', () => {
  const selection = new DeviceSelection();
  selection.toggle('gone', ['gone']);
  selection.toggle('c', shown, true);
  expect(selection.ids).toEqual(['gone', 'c']);
});

test('all that is shown, or none of it; what is not shown stays', () => {
  const selection = new DeviceSelection();
  selection.replace(['x', 'a']);
  selection.toggleAll(shown);
  expect(selection.size).toBe(6);
  selection.toggleAll(shown);
  expect(selection.ids).toEqual(['x']);
});

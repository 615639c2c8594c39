import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ImageId } from '../cloud/ids';
import type { EnvironmentState } from './environment-state';
import { imageNamed, imageOf, rememberImage } from './image-of-instance';

const wiki = { name: 'wiki', role: 'confluence' } as const;

function environment() {
  const open = {
    state: { images: { confluence: 'ami-1', 'confluence-9.2.1': 'ami-2' } } as unknown as EnvironmentState,
    remember: (change: Partial<EnvironmentState>) => {
      open.state = { ...open.state, ...change };
    },
  };
  return open;
}

void test('an instance is run anew from the image of its role, until it is given another', () => {
  const open = environment();
  assert.equal(imageOf(open, wiki), 'ami-1');
  rememberImage(open, wiki, 'ami-2' as ImageId);
  assert.equal(imageOf(open, wiki), 'ami-2');
  assert.equal(imageOf(open, { name: 'other', role: 'confluence' }), 'ami-1');
});

void test('an instance that is given the image of its role again is as one that never had another', () => {
  const open = environment();
  rememberImage(open, wiki, 'ami-2' as ImageId);
  rememberImage(open, wiki, 'ami-1' as ImageId);
  assert.deepEqual(open.state.promoted, {});
});

void test('what was given to an instance outlives new images of its role', () => {
  const open = environment();
  rememberImage(open, wiki, 'ami-2' as ImageId);
  open.remember({ images: { confluence: 'ami-3' } });
  assert.equal(imageOf(open, wiki), 'ami-2');
});

void test('an image is named by its id or its recipe, and one that nobody built is none', () => {
  const open = environment();
  assert.equal(imageNamed(open, 'confluence-9.2.1'), 'ami-2');
  assert.equal(imageNamed(open, 'ami-9'), 'ami-9');
  assert.throws(
    () => imageNamed(open, 'confluence-8'),
    /no image confluence-8; expected an id, or one of confluence, /,
  );
  assert.throws(() => imageOf(open, { name: 'jira', role: 'jira' }), /no image of role jira/);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chooseEnvironment } from '../environment/environment-file';
import { withCopies } from './copies';

const staging = chooseEnvironment('staging');

void test('a copy has a name and a network of its own, and is else the same', () => {
  const [first, second] = withCopies(staging, 2);
  const last = second?.environment;
  assert.ok(last);
  assert.deepEqual([first, last.name, last.network.cidr], [staging, 'staging-2', '10.131.0.0/16']);
  assert.deepEqual(
    last.instances.map(({ name, role }) => [name, role]),
    staging.environment.instances.map(({ name, role }) => [name, role]),
  );
  assert.ok(last.instances.every(({ address }) => address.startsWith('10.131.')));
});

void test('an environment that is not embedded is not copied', () => {
  const { environment, file } = staging;
  const cloud = { ...environment.cloud, endpoint: 'https://ec2.eu-west-1.amazonaws.com' };
  assert.throws(
    () => withCopies({ environment: { ...environment, cloud }, file }, 2),
    /staging is not in the embedded cloud, so it is not copied for --parallel 2; make an environment file for each/,
  );
});

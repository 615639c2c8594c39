import { When } from '@cucumber/cucumber';
import type { DrillWorld } from './world';

When('the data volume of {instance} fills to the last byte', function (this: DrillWorld, instance: string) {
  return this.drill.inject('fill-volume', instance);
});

When(
  'the data volume of {instance} fills to {int} %',
  function (this: DrillWorld, instance: string, percent: number) {
    return this.drill.inject('fill-volume', instance, { Percent: String(percent) });
  },
);

When(
  'a batch job fills the data volume of {instance} to {int} % with binary logs',
  function (this: DrillWorld, instance: string, percent: number) {
    return this.drill.inject('write-binary-logs', instance, { percent: String(percent) });
  },
);

When(
  'what was left of checks fills the room of the copy off site on {instance}',
  function (this: DrillWorld, instance: string) {
    return this.drill.inject('fill-volume', instance, { volume: 'archive-staging' });
  },
);

When('the data volume of {instance} runs out of inodes', function (this: DrillWorld, instance: string) {
  return this.drill.inject('exhaust-inodes', instance);
});

When('a log fills the root volume of {instance}', function (this: DrillWorld, instance: string) {
  return this.drill.inject('fill-volume', instance, { volume: 'root' });
});

When('the branch {word} fills the directory', function (this: DrillWorld, dn: string) {
  return this.drill.inject('fill-directory', 'ldap', { dn });
});

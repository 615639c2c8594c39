import { Given, When } from '@cucumber/cucumber';
import type { DrillWorld } from './world';

When('somebody has let out all connections of the host of {system}', function (this: DrillWorld, on: string) {
  return this.drill.inject('allow-egress', on);
});

Given('the address that people know leads to the old host', function (this: DrillWorld) {
  return this.drill.inject('associate-address', 'web', { to: 'legacy' });
});

Given("the old host's data have {badData}", function (this: DrillWorld, what: string) {
  return this.drill.inject('spoil-old-data', 'legacy', { what });
});

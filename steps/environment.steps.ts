import { Given } from '@cucumber/cucumber';
import type { DrillWorld } from './world';

Given('staging is healthy and carries its daily workload', function (this: DrillWorld) {
  return this.drill.begin();
});

Given('the daily archive is taken while people write', function (this: DrillWorld) {
  return this.drill.prepare();
});

Given('two archives are taken while people write', function (this: DrillWorld) {
  return this.drill.prepare();
});

Given('the old host was migrated, and people have seen it', function (this: DrillWorld) {
  return this.drill.prepare();
});

Given('staging is healthy and nobody works on it yet', function (this: DrillWorld) {
  return this.drill.begin();
});

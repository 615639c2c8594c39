import { Given } from '@cucumber/cucumber';
import type { DrillWorld } from './world';

Given('staging is healthy and carries its daily workload', function (this: DrillWorld) {
  return this.drill.begin();
});
